using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wardmark.Actions.Notices;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Standing;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Notices.NoticeWorld;

namespace Wardmark.Server.Tests.Notices;

/// <summary>The clock that puts back against notice of a court action, at one moment. WARDMARK_RACES sets how many.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    internal static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };
    static readonly int Races = int.Parse(Environment.GetEnvironmentVariable("WARDMARK_RACES") ?? "150", CultureInfo.InvariantCulture);
    readonly NoticeWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    async Task<List<(string Id, string Paper)>> Waiting(int count)
    {
        var (desk, found) = (_world.Base.Get<ClaimDesk>(), new List<(string, string)>());
        for (var i = 0; i < count; i++)
        {
            var id = await File(_world.OwnerClient, Dmca("shoe-1", $"Photograph number {i} of {Guid.CreateVersion7()}"));
            Ok(await desk.Take(id, new(Wardmark.Procedure.Measures.MeasureKind.Pause, [], 60, "until the seller answers"), new("ada", null), Stop));
            Ok(await desk.Answer(id, new(null, AnswerKind.CounterNotice, "mine", [], new("S", "A", "1", "S", true, true)), new("the seller", Side.Seller), Stop));
            var paper = new string((char)('a' + (i % 6)), 64);
            (await desk.AddDocument(id, "paper.pdf", paper, 10, new("the notifier", Side.Notifier), Stop)).Match(_ => 0, no => throw new InvalidOperationException(no.Sentence));
            found.Add((id, paper));
        }

        return found;

        static void Ok(Registry.Answers.Outcome<Claim> done) => done.Match(_ => 0, no => throw new InvalidOperationException(no.Sentence));
    }

    // Put back although the court had been named first, or neither back nor measured.
    bool IsBroken(string id)
    {
        var claim = _world.Claim(id);
        var happened = claim.Happened.ToList();
        var (court, decided) = (happened.FindIndex(h => h.What == Happening.CourtActionFiled), happened.FindIndex(h => h.What == Happening.Decided));
        return (decided >= 0 && court >= 0 && court < decided) || (decided < 0 && !claim.Measures.Any(m => m.EndedAt is null)) || (court < 0 && claim.CourtPapers.Count == 0);
    }

    // A notifier may make 5,000 claims a day, and losing so many caps it: rounds lie further apart than its record reaches.
    const int MostAtOnce = 4_500;

    [Fact]
    public async Task Nothing_is_put_back_after_a_court_was_named()
    {
        for (var left = Races; left > 0; left -= MostAtOnce)
        {
            await Race(Math.Min(left, MostAtOnce));
            _world.Base.Clock.Forward += TimeSpan.FromDays(StandingRules.Current.WindowDays + 10);
        }
    }

    async Task Race(int races)
    {
        var waiting = await Waiting(races);
        var desk = _world.Base.Get<ClaimDesk>();

        // Some are in time for certain; the host's own clock may settle all the others before the race begins.
        var early = waiting.Take(Math.Max(1, races / 10)).ToList();
        foreach (var w in early) await Court(w, Stop);
        _world.Base.Clock.Forward += TimeSpan.FromDays(17);
        var (named, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var settling = Task.Run(async () => { await go.Task; while (await _world.Base.Get<SettleClaims>().RunBatch(Stop)) await Task.Yield(); }, Stop);
        await Parallel.ForEachAsync(waiting.Skip(early.Count), Stop, async (w, stop) =>
        {
            // The clock runs in the midst of them.
            if (Interlocked.Increment(ref named) == Math.Max(2, races / 3)) go.SetResult();
            await Court(w, stop);
        });
        await settling;
        waiting.Count(w => IsBroken(w.Id)).ShouldBe(0);
        waiting.Count(w => _world.Claim(w.Id).State == ClaimState.Open).ShouldBeGreaterThan(0, "some courts came first");

        Task Court((string Id, string Paper) w, CancellationToken stop) => desk.Court(w.Id, "D. Del.", "26-1", new(2026, 11, 1), w.Paper, false, new("the notifier", Side.Notifier), stop);
    }

    [Fact]
    public async Task A_desk_that_reads_and_writes_apart_breaks()
    {
        var waiting = await Waiting(30);
        var now = _world.Base.Clock.GetUtcNow().UtcDateTime.AddDays(17);
        var broken = 0;
        foreach (var (id, paper) in waiting)
        {
            var read = _world.Claim(id);
            (await _world.Base.Get<ClaimDesk>().Court(id, "D. Del.", "26-1", new(2026, 11, 1), paper, false, new("the notifier", Side.Notifier), Stop)).Match(_ => 0, no => throw new InvalidOperationException(no.Sentence));
            await _world.Db.Write(c => c.Run("UPDATE claims SET json = @json, state = 'dismissed' WHERE id = @id", ("@json", JsonSerializer.Serialize(read.Settle(now), Json)), ("@id", id)), Stop);
            if (IsBroken(id)) broken++;
        }

        broken.ShouldBe(30);
    }
}
