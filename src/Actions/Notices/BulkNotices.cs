using System.Runtime.CompilerServices;
using Wardmark.Actions.Parties;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Answers;

namespace Wardmark.Actions.Notices;

/// <summary>A row of a file of notices: a notice, or why it is none.</summary>
public sealed record NoticeLine(long Line, Notice? Notice, NotAccepted? Problem);

/// <summary>What became of a row.</summary>
/// <param name="Status">accepted, curable, merged or refused.</param>
/// <param name="Claims">The claims it made, or joined.</param>
/// <param name="Problems">What it lacks, or why it was refused, by field.</param>
public sealed record BulkAnswer(long Line, string? Reference, string Status, IReadOnlyList<string> Claims, IReadOnlyList<NotAccepted> Problems);

/// <summary>Files of notices: any number of rows, in transactions of some hundred, each row answered for itself and in its order.</summary>
public sealed class BulkNotices(NoticeDesk desk)
{
    /// <summary>Most rows of one file.</summary>
    public const int MostRows = 100_000;

    /// <summary>Takes the rows as they come. A file that was cut off is sent again whole: rows with a reference are taken once.</summary>
    public async IAsyncEnumerable<BulkAnswer> Run(IAsyncEnumerable<NoticeLine> lines, Caller caller, [EnumeratorCancellation] CancellationToken stop)
    {
        var batch = new List<NoticeLine>(NoticeDesk.Batch);
        var rows = 0;
        await foreach (var line in lines.WithCancellation(stop))
        {
            if (++rows > MostRows)
            {
                foreach (var answer in await Take(batch, caller, stop)) yield return answer;
                yield return new(line.Line, null, "refused", [], [new("", $"a file has at most {MostRows:N0} rows; send the rest in another")]);
                yield break;
            }

            batch.Add(line);
            if (batch.Count < NoticeDesk.Batch) continue;
            foreach (var answer in await Take(batch, caller, stop)) yield return answer;
            batch.Clear();
        }

        foreach (var answer in await Take(batch, caller, stop)) yield return answer;
    }

    async Task<List<BulkAnswer>> Take(List<NoticeLine> batch, Caller caller, CancellationToken stop)
    {
        var notices = batch.Where(l => l.Notice is not null).Select(l => l.Notice!).ToList();
        var filed = new Queue<Outcome<FiledNotice>>(notices.Count == 0 ? [] : await desk.FileAll(notices, caller, stop));
        return batch.ConvertAll(l => l.Notice is null ? new(l.Line, null, "refused", [], [l.Problem!]) : filed.Dequeue().Match(
            done => new BulkAnswer(l.Line, l.Notice.Reference, done.Claims.All(c => c.Status == "merged") ? "merged" : done.Status, [.. done.Claims.Select(c => c.ClaimId)], [.. done.Claims.SelectMany(c => c.Lacks).Distinct()]),
            no => new(l.Line, l.Notice.Reference, "refused", [], no switch { NotAcceptedFields many => many.Fields, NotAccepted one => [one], _ => [new NotAccepted("", no.Sentence)] })));
    }
}
