using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Parties;
using Wardmark.Connectors.Feeds;
using Wardmark.Procedure.Claims;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>Claims as a file for spreadsheets, a page of the store at a time.</summary>
static class ClaimsCsv
{
    const int Page = 500;

    public static IResult File(Db db, Caller caller, string? state, bool queue, string? listing, string? seller, string? right)
    {
        var filter = new ClaimFilter(state, caller.IsStaff && queue, caller.PartyId is { } party ? $"party:{party}" : null, listing, caller.IsStaff ? seller : null, right);
        return Results.Stream(async to =>
        {
            await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await text.WriteLineAsync($"claim,notice,received_at_utc,state,theory,regime,right,right_key,listing{(caller.IsStaff ? ",seller,flags" : "")},lacks,answers,measure,measure_until_utc,decision,decided_at_utc,why");
            for (var skip = 0; ; skip += Page)
            {
                var page = db.Read(c => ClaimTable.Page(c, filter, skip, Page));
                foreach (var claim in page) await text.WriteLineAsync(Line(claim, caller.IsStaff));
                if (page.Count < Page) return;
            }
        }, "text/csv; charset=utf-8", "claims.csv");
    }

    static string Line(Claim c, bool isStaff)
    {
        var (decision, measure) = (c.LastDecision(), c.Measures.LastOrDefault(m => m.EndedAt is null));
        IEnumerable<string?> cells =
        [
            c.Id, c.NoticeId, Utc(c.ReceivedAt), ClaimTable.Word(c.State), ClaimTable.Word(c.Theory), c.Regime, c.RightName, c.RightKey, c.ListingId, .. isStaff ? new[] { c.SellerId, string.Join("; ", c.Flags.Select(f => f.Rule)) } : [],
            string.Join("; ", c.Lacks.Select(l => l.Sentence)), string.Join("; ", c.Answers.Select(a => ClaimTable.Word(a.Kind))), measure is null ? "" : ClaimTable.Word(measure.Kind), Utc(measure?.Until),
            decision is null ? "" : ClaimTable.Word(decision.Ruling), Utc(decision?.At), decision?.Reason ?? c.Why,
        ];
        return string.Join(',', cells.Select(CsvCell.Quote));
    }

    static string Utc(DateTime? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
