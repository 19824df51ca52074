using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Measures;

namespace Wardmark.Procedure.Tests.Claims;

/// <summary>What happened to a claim as the world saw it, and the rules that must hold of it.</summary>
sealed class History(Claim first, int eyes)
{
    readonly HashSet<string> _acted = [];
    readonly List<DateTime> _starts = [];
    readonly List<DateTime> _ownerAnswers = [];
    readonly HashSet<int> _answers = [];
    readonly HashSet<string> _statements = [];
    readonly List<(DateTime At, Ruling Ruling, bool IsConsent)> _decisions = [];
    bool _isFlagged = first.Flags.Count > 0;
    bool _isFrozen;
    bool _isDeficient = first.State == ClaimState.Deficient;
    DateTime? _courtAt;
    DateTime? _complainedAt;
    DateTime? _heardAt;

    public List<string> Broken { get; } = [];

    /// <summary>The broken store has said yes and then crashed.</summary>
    public void Acknowledged(int id, int kind, Claim was, Registry.Answers.Outcome<Claim> done) => done.Match(x =>
    {
        if (!ReferenceEquals(x, was) && x != was) Break($"event {id} of kind {kind} was acknowledged and is gone");
        return 0;
    }, _ => 0);

    /// <summary>A step was done and kept.</summary>
    public void Done(int id, int kind, string person, bool flag, Claim was, Claim now, DateTime at)
    {
        if (was.State is ClaimState.Lapsed or ClaimState.Retracted && was != now) Break($"a {was.State} claim changed");
        Learn(id, kind, person, flag, was, now, at);
        CheckAlways(was, now, at);
    }

    void Learn(int id, int kind, string person, bool flag, Claim was, Claim now, DateTime at)
    {
        var isDecided = now.Decisions.Count > was.Decisions.Count;
        switch (kind)
        {
            case 0:
                if (!flag && now.State != ClaimState.Deficient) Break("what still lacks something became whole");
                if (flag) _isDeficient = false;
                break;
            case 1:
                if (flag && _isFlagged && now.Measures.Count > was.Measures.Count) Break("a flagged claim was measured by itself");
                if (_isFrozen && now.Measures.Count > was.Measures.Count) Break("a frozen claim was measured");
                if (!flag && now.Measures.Count > was.Measures.Count) _acted.Add(person);
                break;
            case 2 or 3 or 4:
                var isNew = _answers.Add(id);
                if (!isNew && now.Answers.Count > was.Answers.Count) Break("the same answer counted twice");
                var starts = first.Regime switch { "pause_4_4" => true, "us_512" or "cn_ec43" => kind != 2, _ => false };
                if (isNew && starts && !_starts.Exists(s => at < Window(s).Due && !IsStopped(s, at))) _starts.Add(at);
                break;
            case 5: _ownerAnswers.Add(at); break;
            case 6: _courtAt ??= at; break;
            case 8 or 9:
                if (_isFrozen && isDecided && flag) Break("a frozen claim was upheld");
                _acted.Add(person);
                if (isDecided && now.LastDecision()!.By.Distinct().Count() < eyes) Break($"{eyes} people had to decide");
                break;
            case 10:
                if (now.Complaints.Count > was.Complaints.Count && now.Complaints[^1].AboutMeasure is null)
                {
                    if (_decisions.Count > 0 && at > _decisions[^1].At.AddMonths(6).AddDays(3)) Break("a complaint was taken after its time");
                    (_complainedAt, _heardAt) = (at, null);
                }

                break;
            case 11:
                if (_acted.Contains(person)) Break($"{person} heard a complaint about what they did");
                _acted.Add(person);
                _heardAt = at;
                break;
            case 12:
                _isFrozen = now.Frozen is not null;
                break;
        }

        if (!isDecided) return;
        if (_heardAt != at) (_complainedAt, _heardAt) = (null, null);
        _decisions.Add((at, now.LastDecision()!.Ruling, now.LastDecision()!.By.Contains("the seller")));
    }

    /// <summary>A step was refused. What the law gives cannot be refused.</summary>
    public void Refused(int kind, bool flag, Claim claim, DateTime at, string why)
    {
        if (kind is 3 or 4 && (claim.State is ClaimState.Open or ClaimState.Upheld)) Break($"a counter-notice was refused: {why}");
        if (kind == 10 && flag && claim.State == ClaimState.Upheld && claim.Complaints.Count == 0 && _decisions.Count > 0 && at < _decisions[^1].At.AddMonths(6).AddDays(-2)) Break($"a complaint in time was refused: {why}");
        if (kind == 7 && claim.State is not (ClaimState.Lapsed or ClaimState.Retracted)) Break($"a retraction was refused: {why}");
    }

    /// <summary>The clock ran.</summary>
    public void Ticked(Claim was, Claim now, DateTime at)
    {
        if (now.Decisions.Count > was.Decisions.Count)
        {
            var decision = now.LastDecision()!;
            if (!decision.IsByClock) Break("a clock decided in a person's name");
            var mayPutBack = MayPutBack(at);
            if (decision.Ruling == Ruling.Dismiss) _starts.Clear();
            if (decision.Ruling == Ruling.Dismiss && !mayPutBack) Break("put back before its time, or although a court was seised");
            if (decision.Ruling == Ruling.Uphold && (_isFlagged || _isFrozen)) Break("silence upheld what was flagged or frozen");
            _decisions.Add((at, decision.Ruling, false));
            (_complainedAt, _heardAt) = (null, null);
        }

        if (now.State == ClaimState.Lapsed && was.State != ClaimState.Lapsed && (!_isDeficient || at < first.ReceivedAt.AddDays(14).AddHours(-15))) Break("lapsed before its time");
        foreach (var f in now.Fired.Skip(was.Fired.Count))
            if (now.Fired.Count(x => x.Deadline == f.Deadline && x.StartedAt == f.StartedAt) > 1) Break($"{f.Deadline} fired twice");
        if (now.State is ClaimState.Open or ClaimState.Upheld && MustBeBack(at) && now.IsMeasured(at)) Break("not put back in its time");
        CheckAlways(was, now, at);
    }

    void CheckAlways(Claim was, Claim now, DateTime at)
    {
        var isDecided = now.LastDecision() is { Ruling: Ruling.Uphold };
        foreach (var m in now.Measures)
        {
            if (m.Until is null && !isDecided && m.EndedAt is null) Break("a measure before a decision has no end");
            if (m.Until is { } until && (until - m.Since).TotalDays > MeasureDraft.MostDays) Break("a measure grew longer");
            if (m.HoldsAt(at) && now.State is not (ClaimState.Open or ClaimState.Upheld)) Break($"a measure holds on a {now.State} claim");
        }

        foreach (var m in now.Measures.Skip(was.Measures.Count))
            if (!_statements.Add(m.Id)) Break("two statements of reasons for one measure");
        if (now.Measures.Count > _statements.Count) Break("a measure without a statement of reasons");
        var isReversed = now.State is ClaimState.Dismissed or ClaimState.Retracted && was.State != now.State;
        if (isReversed && now.Measures.Count > 0 && now.Restitutions.Count != was.Restitutions.Count + 1) Break("what was taken was not given back once");
        if (now.CountsAsStrike()) CheckStrike(at);
    }

    void CheckStrike(DateTime at)
    {
        if (_decisions.Count == 0 || _decisions[^1] is not { Ruling: Ruling.Uphold } last) { Break("a strike without a decision"); return; }
        if (last.IsConsent) Break("a strike for what the seller agreed to");
        if (_isFrozen) Break("a strike by a frozen claim");
        if (_complainedAt is not null && _heardAt is null) Break("a disputed strike counts");
        if (_complainedAt is null && _heardAt is null && at < last.At.AddDays(14).AddHours(-15)) Break("a strike counts before it is final");
    }

    // Counted here once more, from what the world saw and by the engine that has been checked against another calculator.
    bool MayPutBack(DateTime at) => _starts.Exists(s => Window(s) is var (opens, due) && opens <= at && !IsStopped(s, at < due ? at : due));

    bool MustBeBack(DateTime at) => _courtAt is null && _starts.Exists(s => Window(s) is var (opens, due) && opens <= at && !IsStopped(s, due));

    bool IsStopped(DateTime start, DateTime end) => first.Regime == "pause_4_4" ? _ownerAnswers.Exists(a => a >= start && a < end) : _courtAt >= start && _courtAt < end;

    (DateTime Opens, DateTime Due) Window(DateTime start)
    {
        var regime = Regime.Find(first.Regime)!;
        var rule = regime.Deadlines.First(d => d.Deadline == first.Regime switch { "us_512" => "put_back", "cn_ec43" => "measures_end", _ => "owner_answers" });
        var (zone, calendar) = (TimeZoneInfo.FindSystemTimeZoneById(first.Zone), Regime.CalendarOf(regime.Calendar));
        var due = Deadlines.After(new(start, TimeSpan.Zero), rule.Due, rule.Rolls, zone, calendar, []).UtcDateTime;
        return (rule.Opens is { } opens ? Deadlines.After(new(start, TimeSpan.Zero), opens, false, zone, calendar, []).UtcDateTime : due, due);
    }

    void Break(string what)
    {
        if (!Broken.Contains(what)) Broken.Add(what);
    }
}
