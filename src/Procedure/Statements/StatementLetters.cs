using System.Globalization;
using System.Text.Json;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Shipped;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Statements;

/// <summary>A letter in one language.</summary>
public sealed record StatementLetter(string Language, string Subject, string Text);

/// <summary>What both sides read of a statement: the same record, in the language of who reads it.</summary>
public static class StatementLetters
{
    const string File = "notices/phrases.json";

    static readonly Lazy<Dictionary<string, Dictionary<string, string>>> Phrases = new(() => ShippedRules.Read<Dictionary<string, Dictionary<string, string>>>(File));

    /// <summary>The languages letters are written in; any other reads English.</summary>
    public static IReadOnlyCollection<string> Languages => Phrases.Value.Keys;

    /// <summary>The seller's letter, with the address at which to answer.</summary>
    public static StatementLetter ToSeller(Statement s, string link)
    {
        var (language, p) = Of(s.Language);
        List<string> lines =
        [
            .. s.Measure is null ? Array.Empty<string>() : [MeasureLine(s, p), ""], Say(p, "facts", ("facts", s.Stated is { } stated ? Facts(stated, s.Theory, s.ListingId, language) : s.Facts)),
            p[s.Source switch { StatementSource.TrustedFlagger => "source_flagger", StatementSource.Own => "source_own", _ => "source_notice" }],
        ];
        if (s.RightOwner is { } owner) lines.Add(Say(p, "owner", ("owner", owner)));
        if (s.Notifier is { } notifier) lines.Add(Say(p, "notifier", ("notifier", notifier)));
        if ((s.Counts is { } counts ? Record(counts, language) : s.Record) is { } record) lines.Add(Say(p, "record", ("record", record)));
        lines.AddRange([.. s.Measure is null ? Array.Empty<string>() : [AutomationLine(s, p)], Say(p, "legal", ("ground", s.LegalGround().Law), ("why", s.LegalGround().Why.In(language))), "", p["redress"], "", Say(p, "link", ("link", link))]);
        var subject = s.Stated?.Outcome == StatedOutcome.Strikes ? Say(p, "subject_account", ("measure", p[Key(s)])) : Say(p, "subject", ("listing", s.Title), ("measure", p[Key(s)]));
        return new(language, subject, string.Join('\n', lines));
    }

    /// <summary>The same in the public record: what was done and why, and nobody's name.</summary>
    public static string Public(Statement s)
    {
        var (_, p) = Of("en");
        return string.Join('\n', MeasureLine(s, p), Say(p, "facts", ("facts", s.Facts)), AutomationLine(s, p), Say(p, "legal", ("ground", s.LegalGround().Law), ("why", s.LegalGround().Why.English())));
    }

    /// <summary>The facts in one sentence of a language.</summary>
    internal static string Facts(StatedFacts f, Theory theory, string listing, string language)
    {
        var p = Phrases.Value[language];
        if (f.Outcome == StatedOutcome.Strikes)
            return $"{Say(p, "fact_strikes", ("strikes", f.Strikes.ToString(CultureInfo.InvariantCulture)), ("days", StandingRules.Current.Strikes.ExpireDays.ToString(CultureInfo.InvariantCulture)), ("why", Strikes.Why(f.Why ?? "", language)))}.";
        var right = f.RightKey is null ? p["fact_work"] : $"“{f.RightName}” ({f.RightKey})";
        List<string> parts = [Say(p, "fact_notice", ("day", $"{f.NoticeOf:yyyy-MM-dd}"), ("theory", p[Word(theory)]), ("listing", listing), ("type", p[$"type_{Word(f.RightType)}"]), ("right", right))];
        if (f.Score > 0) parts.Add(Say(p, "fact_score", ("score", f.Score.ToString(CultureInfo.InvariantCulture))));
        parts.Add(f.Answers.Count == 0 ? p["fact_unanswered"] : Say(p, "fact_answered", ("how", string.Join(", ", f.Answers.Select(a => p[Word(a)])))));
        parts.Add(Say(p, f.Outcome switch { StatedOutcome.Silence => "fact_silence", StatedOutcome.Decided => "fact_decided", StatedOutcome.Asked => "fact_asked", _ => "fact_measured" }, ("why", MeasureRules.Why(f.Why ?? "", language))));
        return string.Join("; ", parts) + ".";
    }

    /// <summary>A notifier's record in one sentence of a language, as it is printed on each notice.</summary>
    public static string Record(NotifierRecord r, string language = "en")
    {
        var p = Phrases.Value[language];
        var days = StandingRules.Current.WindowDays.ToString(CultureInfo.InvariantCulture);
        if (r.UpheldShare() is not var (share, low, high)) return Say(p, "record_none", ("days", days));
        return Say(p, "record_some", ("ended", Text(r.Ended)), ("days", days), ("upheld", Text(r.Upheld)), ("share", Percent(share)), ("low", Percent(low)), ("high", Percent(high)), ("reversed", Text(r.Reversed)),
            ("dismissed", Text(r.Dismissed)), ("withdrawn", Text(r.Withdrawn)), ("silent", Text(r.Silent))) + (r.Ended < StandingRules.Current.FastLane.LeastSample ? $" {p["record_few"]}" : "");

        static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
        static string Percent(double part) => part.ToString("P0", CultureInfo.InvariantCulture);
    }

    static string MeasureLine(Statement s, Dictionary<string, string> p) => Say(p, "measure_is", ("measure", p[Key(s)]),
        ("territory", s.Territories.Count == 0 ? p["everywhere"] : Say(p, "in", ("where", string.Join(", ", s.Territories)))),
        ("duration", s.Until is { } until ? Say(p, "until", ("from", Day(s.From)), ("until", Day(until))) : Say(p, "no_end", ("from", Day(s.From)))));

    static string AutomationLine(Statement s, Dictionary<string, string> p) => p[s.Automation switch
    {
        Automation.None => "automated_none", Automation.Taken => "automated_taken", Automation.Detection => "automated_detection", _ => "automated_full",
    }];

    static (string, Dictionary<string, string>) Of(string? language)
    {
        var two = (language ?? "en").Split('-', '_')[0].ToLowerInvariant();
        return Phrases.Value.TryGetValue(two, out var found) ? (two, found) : ("en", Phrases.Value["en"]);
    }

    // What is put in is a stranger's text: it is put in once and never read for places again.
    static string Say(Dictionary<string, string> phrases, string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = phrases[key];
        var result = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0) return result.Append(text, at, text.Length - at).ToString();
            var close = text.IndexOf('}', open);
            result.Append(text, at, open - at);
            foreach (var (name, value) in values)
                if (text.AsSpan(open + 1, close - open - 1).SequenceEqual(name)) result.Append(value);
            at = close + 1;
        }

        return result.ToString();
    }

    static string Key(Statement s) => s.Measure is { } measure ? Word(measure) : "asked";

    static string Word<T>(T member) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    static string Day(DateTime at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
