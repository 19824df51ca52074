using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Storage;

namespace Wardmark.Actions.Policies;

/// <summary>Listings that are treated one way now and would be treated another.</summary>
public sealed record Shift(Disposition From, Disposition To, long Listings);

/// <summary>A listing that would be treated otherwise.</summary>
public sealed record ShiftedListing(string Id, string Title, string? Mark, int Score, Disposition From, Disposition To);

/// <summary>Findings that people judged, and how many of them each policy keeps from buyers (hold or block).</summary>
public sealed record JudgedCounts(long Judged, long HeldNow, long HeldThen);

/// <summary>What a policy would make of everything on record, beside what the live one makes of it.</summary>
/// <param name="Against">The version of the live policy.</param>
/// <param name="Listings">Listings with findings on record; all others stay as they are.</param>
/// <param name="Shifts">Every pair of dispositions that occurs, the unchanged ones too.</param>
/// <param name="Confirmed">Findings people confirmed: held are right.</param>
/// <param name="Dismissed">Findings people dismissed: held were wrong.</param>
/// <param name="Examples">Changed listings, strongest first, at most fifty.</param>
/// <param name="Blind">What the test cannot see; nothing where it sees all.</param>
public sealed record BackTest(
    string Against, long Listings, long Findings, IReadOnlyList<Shift> Shifts, JudgedCounts Confirmed, JudgedCounts Dismissed,
    IReadOnlyList<ShiftedListing> Examples, string? Blind)
{
    const int MostExamples = 50;

    /// <summary>Listings that would be treated otherwise.</summary>
    public long Changed => Shifts.Where(s => s.From != s.To).Sum(s => s.Listings);

    /// <summary>Weighs what is on record anew; nothing is changed. Memory does not grow with the record.</summary>
    public static BackTest Run(DbConnection connection, Policy live, Policy draft)
    {
        var shifts = new SortedDictionary<(Disposition From, Disposition To), long>();
        var examples = new PriorityQueue<ShiftedListing, int>();
        JudgedCounts confirmed = new(0, 0, 0), dismissed = new(0, 0, 0);
        long listings = 0, findings = 0;
        Row? top = null;
        foreach (var row in connection.Each("""
            SELECT f.listing_id, l.title, f.mark, f.score, f.judgement, json_extract(l.json, '$.category') AS category, json_extract(l.json, '$.market') AS market, s.tier,
              CASE WHEN instr(f.signals, @permitted) > 0 THEN 1 ELSE 0 END AS permitted,
              (SELECT COALESCE(SUM(CAST(json_extract(s.value, '$.weight') AS BIGINT)), 0) FROM json_each(f.signals) s WHERE json_extract(s.value, '$.is_set_aside') IS NOT NULL) AS unsure
            FROM findings f JOIN listings l ON l.id = f.listing_id LEFT JOIN sellers s ON s.id = l.seller_id ORDER BY f.listing_id
            """, r => Row.Read(r, live, draft), ("@permitted", $"\"{AuthorisedSeller.SignalName}\"")))
        {
            findings++;
            if (row.Judgement == "confirmed") confirmed = Count(confirmed, row);
            if (row.Judgement == "dismissed") dismissed = Count(dismissed, row);
            var one = row.Judgement == "dismissed" ? row with { Now = Disposition.Allow, Then = Disposition.Allow } : row;
            if (top?.Listing == one.Listing) top = top.Beside(one);
            else
            {
                Close();
                top = one;
            }
        }

        Close();
        var list = new List<ShiftedListing>();
        while (examples.TryDequeue(out var example, out _)) list.Insert(0, example);
        return new(live.Version, listings, findings, [.. shifts.Select(s => new Shift(s.Key.From, s.Key.To, s.Value))], confirmed, dismissed, list, BlindSpot(live, draft));

        void Close()
        {
            if (top is null) return;
            listings++;
            shifts[(top.Now, top.Then)] = shifts.GetValueOrDefault((top.Now, top.Then)) + 1;
            if (top.Now == top.Then) return;
            examples.Enqueue(new(top.Listing, top.Title, top.Mark, top.Score, top.Now, top.Then), top.Score);
            if (examples.Count > MostExamples) examples.Dequeue();
        }
    }

    static JudgedCounts Count(JudgedCounts counts, Row row) => new(counts.Judged + 1,
        counts.HeldNow + (row.Now >= Disposition.Hold ? 1 : 0), counts.HeldThen + (row.Then >= Disposition.Hold ? 1 : 0));

    static string? BlindSpot(Policy live, Policy draft) => draft.Find < live.Find
        ? $"Findings from {draft.Find} to {live.Find - 1} points are not on record: the test does not see them."
        : null;

    sealed record Row(string Listing, string Title, string? Mark, int Score, string? Judgement, Disposition Now, Disposition Then)
    {
        public static Row Read(DbDataReader r, Policy live, Policy draft)
        {
            var mark = r.Text("mark");
            var score = (int)r.Number("score");
            var setting = new PolicySetting(r.Text("category"), r.Text("market"), mark, r.Text("tier"));
            var isPermitted = r.Number("permitted") == 1;
            var sure = score - (int)r.Number("unsure");
            return new(r.Text("listing_id")!, r.Text("title")!, mark, score, r.Text("judgement"), By(live), By(draft));

            Disposition By(Policy policy) => isPermitted || score < policy.Find ? Disposition.Allow : policy.For(score, sure, setting);
        }

        public Row Beside(Row other) => (other.Score > Score ? other : this) with
        {
            Now = other.Now > Now ? other.Now : Now,
            Then = other.Then > Then ? other.Then : Then,
        };
    }
}
