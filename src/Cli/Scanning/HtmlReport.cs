using System.Net;
using System.Text;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;

namespace Wardmark.Cli.Scanning;

/// <summary>A report in one file that can be sent on: counts, then each finding with its rows. No script, nothing fetched.</summary>
public sealed class HtmlReport(Stream to) : FindingWriter
{
    // A page a browser still opens; what is beyond is in the JSON Lines of the same scan.
    const int MostShown = 2_000;

    const string Style = """
        :root{color-scheme:light dark;--line:#8884;--soft:#8882;--hold:#c0392b;--review:#b9770e;--label:#2471a3;--allow:#5d6d7e}
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        article{border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0}
        article h2{font-size:1.05rem;margin:0 0 .4rem;overflow-wrap:anywhere}.tag{color:#fff;border-radius:1rem;padding:.1rem .6rem;font-size:.85rem}
        .hold,.block{background:var(--hold)}.review{background:var(--review)}.label{background:var(--label)}.allow{background:var(--allow)}
        td.n{text-align:right;font-variant-numeric:tabular-nums}mark{background:#f7dc6f;color:#000;border-radius:.2rem}
        .bar{display:inline-block;height:.7rem;background:currentColor;border-radius:.2rem;opacity:.6}
        """;

    static readonly System.Globalization.CultureInfo Plain = System.Globalization.CultureInfo.InvariantCulture;
    readonly StringBuilder _body = new();
    readonly SortedDictionary<Disposition, int> _counts = [];
    int _shown;

    /// <inheritdoc/>
    public override void Write(Listing listing, Finding finding)
    {
        _counts[finding.Disposition] = _counts.GetValueOrDefault(finding.Disposition) + 1;
        if (++_shown > MostShown) return;
        var tag = finding.Disposition.ToString().ToLowerInvariant();
        _body.Append(Plain, $"<article><h2>{Marked(listing.Title, finding)}</h2><p><span class=\"tag {tag}\">{tag}</span> ")
            .Append(Plain, $"<bdi>{Text(finding.Mark ?? "no mark")}</bdi> · score {finding.Score} · listing <bdi>{Text(listing.Id)}</bdi>")
            .Append(listing.SellerId is null ? "" : $" · seller <bdi>{Text(listing.SellerId)}</bdi>").Append("</p><table>");
        foreach (var row in finding.Signals)
            _body.Append(Plain, $"<tr><td>{row.Signal}</td><td class=\"n\">{row.Weight:+0;-0}</td><td>{Text(row.Sentence)}</td></tr>");
        _body.Append("</table></article>\n");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await using var page = new StreamWriter(to, new UTF8Encoding(false));
        await page.WriteAsync($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            + $"<title>Wardmark findings</title><style>{Style}</style><h1>Wardmark findings</h1>");
        await page.WriteAsync("<table><tr><th>Disposition</th><th>Findings</th><th></th></tr>");
        var most = _counts.Count == 0 ? 1 : _counts.Values.Max();
        foreach (var (disposition, count) in _counts.Reverse())
            await page.WriteAsync(FormattableString.Invariant($"<tr><td>{disposition}</td><td class=\"n\">{count}</td><td><span class=\"bar\" style=\"width:{10.0 * count / most:0.0}rem\"></span></td></tr>"));
        await page.WriteAsync("</table>");
        if (_shown == 0) await page.WriteAsync("<p>Nothing was found. Every listing was screened.</p>");
        await page.WriteAsync(_body);
        if (_shown > MostShown) await page.WriteAsync($"<p>{_shown - MostShown} more findings are not shown; --format jsonl has them all.</p>");
    }

    static string Marked(string title, Finding finding)
    {
        var spans = finding.Signals.Where(s => s.Field == "title" && s.Length > 0).Select(s => (s.Start, End: s.Start + s.Length))
            .Distinct().OrderBy(s => s.Start).ToList();
        var html = new StringBuilder("<bdi>");
        var at = 0;
        foreach (var (start, end) in spans.Where(s => s.End <= title.Length))
        {
            if (start < at) continue;
            html.Append(Text(title[at..start])).Append("<mark>").Append(Text(title[start..end])).Append("</mark>");
            at = end;
        }

        return html.Append(Text(title[at..])).Append("</bdi>").ToString();
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
