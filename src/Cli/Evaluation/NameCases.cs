using System.Globalization;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Names;

namespace Wardmark.Cli.Evaluation;

/// <summary>A pair of names whose truth is known.</summary>
sealed record NameCase(long Line, string First, string Second, bool IsMatch, string Schema);

/// <summary>How pairs of one schema were judged.</summary>
sealed record NameRow(string Schema, int Pairs, int Matches, int Right, int FalseAlarms)
{
    public double Recall => Matches == 0 ? 1 : (double)Right / Matches;

    public double Precision => Right + FalseAlarms == 0 ? 1 : (double)Right / (Right + FalseAlarms);

    public double F1 => Recall + Precision == 0 ? 0 : 2 * Recall * Precision / (Recall + Precision);
}

/// <summary>Reads pairs of names and counts how they are judged.</summary>
static class NameCases
{
    public static async Task<List<NameCase>> Read(string path, CancellationToken stop)
    {
        var cases = new List<NameCase>();
        await foreach (var row in FeedReader.Rows(path, new(), stop))
        {
            if (row.Reject is { } reject) throw new FeedException($"{path} line {reject.Line}: {reject.Field} {reject.Reason}");
            var record = row.Record!;
            cases.Add(new(record.Line, Needed("name1"), Needed("name2"), Needed("is_match").ToLower(CultureInfo.InvariantCulture) switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                var other => throw new FeedException($"{path} line {record.Line}: is_match is true or false, not “{other}”."),
            }, record.Text("schema") ?? "Person"));

            string Needed(string field) => record.Text(field) ?? throw new FeedException($"{path} line {record.Line}: {field} is missing; columns are name1,name2,is_match,schema.");
        }

        return cases.Count > 0 ? cases : throw new FeedException($"{path} holds no pair of names.");
    }

    /// <summary>A schema that is not Person is a company's.</summary>
    public static NameOf KindOf(string schema) => schema.Equals("Person", StringComparison.OrdinalIgnoreCase) ? NameOf.Person : NameOf.Company;

    /// <summary>A row a schema, and the last for all.</summary>
    public static List<NameRow> Table(List<NameCase> cases, Func<NameCase, bool> judge)
    {
        var judged = cases.ConvertAll(c => (Case: c, IsMatch: judge(c)));
        return [.. judged.GroupBy(j => j.Case.Schema).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(g.Key, [.. g])), Row("all", judged)];

        static NameRow Row(string name, List<(NameCase Case, bool IsMatch)> rows) => new(name, rows.Count,
            rows.Count(r => r.Case.IsMatch), rows.Count(r => r is { IsMatch: true, Case.IsMatch: true }), rows.Count(r => r is { IsMatch: true, Case.IsMatch: false }));
    }

    /// <summary>The peer: plain edit distance, at the threshold that suits these very pairs best.</summary>
    public static (double Threshold, List<NameRow> Rows) EditDistance(List<NameCase> cases)
    {
        var likeness = cases.ToDictionary(c => c, c => Plain(c.First.ToUpperInvariant(), c.Second.ToUpperInvariant()));
        return Enumerable.Range(1, 99).Select(t => t / 100.0).Select(t => (t, Rows: Table(cases, c => likeness[c] >= t))).MaxBy(x => x.Rows[^1].F1);
    }

    static double Plain(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++) row[j] = Math.Min(previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(previous[j], row[j - 1]) + 1);
            previous = row;
        }

        return 1 - ((double)previous[^1] / Math.Max(1, Math.Max(a.Length, b.Length)));
    }
}
