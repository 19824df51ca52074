using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Measures;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Tests.Claims;

/// <summary>
/// A claim's years: notices, answers, courts, complaints, days without a running server, crashes before and after the disk,
/// the same message twice and messages out of order. The rules are checked against a history kept beside the claim.
/// </summary>
sealed class Simulation
{
    static readonly string[] Zones = ["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata", "Europe/London", "Pacific/Auckland", "America/Santiago", "Africa/Cairo", "Etc/UTC"];
    static readonly string[] People = ["ada", "ben", "cyd", "dee"];
    static readonly MeasureDraft Removal = new(MeasureKind.Pause, [], 14, "until the seller answers");

    readonly Random _random;
    readonly DeskSteps _steps;
    readonly History _history;
    readonly int _eyes;
    Claim _claim;

    Simulation(int seed, DeskSteps steps)
    {
        _random = new(seed);
        _steps = steps;
        _eyes = _random.Next(3) == 0 ? 2 : 1;
        var regime = Regime.Shipped[_random.Next(Regime.Shipped.Count)];
        var start = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_random.NextInt64(150L * 86_400));
        IReadOnlyList<NotAccepted> lacks = _random.Next(4) == 0 ? [new("signature", "sign")] : [];
        IReadOnlyList<Flag> flags = _random.Next(4) == 0 ? [new("STANDING", "nobody has shown to hold it", "register")] : [];
        _claim = new Claim
        {
            Id = $"c{seed}", NoticeId = "n", RightKey = "US:A1", RightName = "Velmora", RightType = RightType.Trademark, ListingId = "l", SellerId = "s", Theory = Registry.Rights.Theory.Counterfeit,
            Regime = regime.Id, RegimeVersion = regime.Version, Zone = Zones[_random.Next(Zones.Length)], ReceivedAt = start,
        }.File(lacks, flags);
        if (_claim.State == ClaimState.Open) _claim = _claim.Ask(start);
        _history = new(_claim, _eyes);
    }

    /// <summary>Lives through one seed; the rules it broke, and how it ended.</summary>
    public static (IReadOnlyList<string> Broken, Claim End) Run(int seed, DeskSteps steps)
    {
        var simulation = new Simulation(seed, steps);
        simulation.Live();
        return (simulation._history.Broken, simulation._claim);
    }

    void Live()
    {
        var now = _claim.ReceivedAt;
        var waiting = new PriorityQueue<(int Id, int Kind, string Person, bool Flag), DateTime>();
        var events = _random.Next(3, 16);
        for (var i = 0; i < events; i++)
        {
            // Most happens early; some of it after half a year.
            var at = now.AddHours(_random.Next(5) == 0 ? _random.Next(24 * 400) : _random.Next(24 * 45));
            var one = (i, _random.Next(13), People[_random.Next(People.Length)], _random.Next(2) == 0);
            waiting.Enqueue(one, at);
            if (_random.Next(5) == 0) waiting.Enqueue(one, at.AddMinutes(_random.Next(1, 60 * 24 * 20)));
        }

        while (waiting.TryDequeue(out var next, out var at))
        {
            if (at > now) LetTimePass(now, at);
            if (at > now) now = at;
            // As the desk does: what has fallen due comes first, but for a court's paper, which may be what stops it.
            if (next.Kind != 6) Tick(now);
            // A crash before the disk: nothing was kept and the message comes again. One after it: it was kept and comes again.
            var crash = _random.Next(12);
            if (crash == 0)
            {
                if (_steps.AcknowledgesEarly) _history.Acknowledged(next.Id, next.Kind, _claim, Do(next, now));
                else waiting.Enqueue(next, now.AddMinutes(1));
                continue;
            }

            Keep(Do(next, now), now, next);
            if (crash == 1) waiting.Enqueue(next, now.AddMinutes(1));
        }

        LetTimePass(now, now.AddDays(250));
    }

    // The clock runs at each due instant, a little late; sometimes the server is down for days.
    void LetTimePass(DateTime from, DateTime until)
    {
        for (var i = 0; i < 40 && ClaimClock.Next(_claim) is { } due && due.At <= until; i++)
        {
            var late = _random.Next(10) == 0 ? TimeSpan.FromHours(_random.Next(1, 200)) : TimeSpan.FromSeconds(_random.Next(60));
            var at = (due.At > from ? due.At : from) + late;
            if (at > until) return;
            // What a broken clock does too early is seen at any hour before.
            if (_random.Next(3) == 0 && due.At.AddHours(-_random.Next(1, 24)) is var before && before > from) Tick(before);
            Tick(at);
            if (_random.Next(8) == 0) Tick(at);
            from = at;
        }

        if (_random.Next(3) == 0) Tick(until);
    }

    void Tick(DateTime now)
    {
        var settled = _steps.Settle(_claim, now);
        _history.Ticked(_claim, settled, now);
        _claim = settled;
    }

    void Keep(Outcome<Claim> outcome, DateTime now, (int Id, int Kind, string Person, bool Flag) e) => outcome.Match(
        done =>
        {
            _history.Done(e.Id, e.Kind, e.Person, e.Flag, _claim, done, now);
            _claim = done;
            return true;
        },
        no =>
        {
            _history.Refused(e.Kind, e.Flag, _claim, now, no.Sentence);
            return false;
        });

    Outcome<Claim> Do((int Id, int Kind, string Person, bool Flag) e, DateTime now) => e.Kind switch
    {
        0 => _steps.Cure(_claim, e.Flag ? [] : [new("signature", "sign")], now),
        1 => _steps.Take(_claim, Removal with { Days = 1 + (e.Id * 7 % 30) }, e.Flag ? "policy" : e.Person, e.Flag, now),
        2 => _steps.Answer(_claim, new($"a{e.Id}", AnswerKind.Contest, "genuine", [], null, now), now),
        3 or 4 => _steps.Answer(_claim, new($"a{e.Id}", AnswerKind.CounterNotice, "mistake", [], new("S", "A", "1", "S", true, true), now), now),
        5 => _claim.AnswerSeller("it is ours", now),
        6 => _steps.Court(_claim, new("D. Del.", $"26-{e.Id}", new(2026, 1, 2), "sha", false, now), now),
        7 => e.Id % 3 == 0 ? _steps.Retract(_claim, now) : _claim,
        8 or 9 => _steps.Vote(_claim, new(e.Person, e.Flag ? Ruling.Uphold : Ruling.Dismiss, "seen", "sha", now), _eyes, now),
        10 => _steps.Complain(_claim, $"k{e.Id}", e.Flag ? Side.Seller : Side.Notifier, now),
        11 => _steps.Hear(_claim, e.Person, e.Flag, now),
        _ => e.Id % 4 == 0 ? _claim.Freeze("challenged") : e.Id % 4 == 1 ? _claim.Free() : e.Id % 7 == 2 ? _steps.Answer(_claim, new($"a{e.Id}", AnswerKind.Consent, "sorry", [], null, now), now) : _claim,
    };
}
