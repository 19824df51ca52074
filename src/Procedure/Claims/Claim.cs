using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Measures;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Claims;

/// <summary>
/// One right, one listing, one theory: the unit that is measured, answered, decided and appealed. Every step is a function of
/// the claim and of an instant, and answers with the claim as it then stands, or with a refusal. What time does of itself is
/// done by <see cref="ClaimClock.Settle"/>.
/// </summary>
public sealed record Claim
{
    /// <summary>Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The notice that makes it.</summary>
    public required string NoticeId { get; init; }

    /// <summary>The right, as the register keys it; a work that is on no register by its description's hash.</summary>
    public required string RightKey { get; init; }

    /// <summary>What the right is called.</summary>
    public required string RightName { get; init; }

    /// <summary>What kind of right.</summary>
    public required RightType RightType { get; init; }

    /// <summary>The listing.</summary>
    public required string ListingId { get; init; }

    /// <summary>Its seller, where known.</summary>
    public string? SellerId { get; init; }

    /// <summary>On what it rests.</summary>
    public required Theory Theory { get; init; }

    /// <summary>The regime, chosen by a person.</summary>
    public required string Regime { get; init; }

    /// <summary>The version of the regime's file when the claim was filed.</summary>
    public required string RegimeVersion { get; init; }

    /// <summary>The zone whose days count.</summary>
    public required string Zone { get; init; }

    /// <summary>When the notice came.</summary>
    public required DateTime ReceivedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public ClaimState State { get; init; } = ClaimState.Open;

    /// <summary>Why it stands there, in a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>Why nothing may happen to the listing at present: the notifier was challenged, or the right does not stand.</summary>
    public string? Frozen { get; init; }

    /// <summary>What the notice still lacks, by field.</summary>
    public IReadOnlyList<NotAccepted> Lacks { get; init; } = [];

    /// <summary>What a person has to look at first.</summary>
    public IReadOnlyList<Flag> Flags { get; init; } = [];

    /// <summary>Who looked at what was flagged.</summary>
    public string? Looked { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<Happened> Happened { get; init; } = [];

    /// <summary>Every measure, the ended ones too.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = [];

    /// <summary>What the seller said.</summary>
    public IReadOnlyList<SellerAnswer> Answers { get; init; } = [];

    /// <summary>What the notifier replied.</summary>
    public IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>What people said since it was opened.</summary>
    public IReadOnlyList<Vote> Votes { get; init; } = [];

    /// <summary>Every decision, the last one last.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Every complaint.</summary>
    public IReadOnlyList<Complaint> Complaints { get; init; } = [];

    /// <summary>Papers of courts.</summary>
    public IReadOnlyList<CourtPaper> CourtPapers { get; init; } = [];

    /// <summary>Out-of-court disputes.</summary>
    public IReadOnlyList<Dispute> Disputes { get; init; } = [];

    /// <summary>Deadlines that have had their consequence; each has it once.</summary>
    public IReadOnlyList<Fired> Fired { get; init; } = [];

    /// <summary>What had to be given back.</summary>
    public IReadOnlyList<Restitution> Restitutions { get; init; } = [];

    /// <summary>The decision counts in the records of both sides.</summary>
    public bool IsFinal { get; init; }

    /// <summary>A deadline has called for a person, and nobody has decided since.</summary>
    public bool IsCalled { get; init; }

    /// <summary>The last decision.</summary>
    public Decision? LastDecision() => Decisions.Count == 0 ? null : Decisions[^1];

    /// <summary>The complaint that waits for an answer.</summary>
    public Complaint? OpenComplaint() => Complaints.FirstOrDefault(c => c.DecidedAt is null);

    /// <summary>True where the claim counts against the seller: upheld, final, undisputed, and not by the seller's own consent.</summary>
    public bool CountsAsStrike() => State == ClaimState.Upheld && IsFinal && Frozen is null && OpenComplaint() is null && LastDecision() is { IsStrike: true };

    /// <summary>True while any measure holds.</summary>
    public bool IsMeasured(DateTime now) => Measures.Any(m => m.HoldsAt(now));

    /// <summary>True where one of the marketplace's people has something to do.</summary>
    public bool WaitsForPerson() => OpenComplaint() is not null || (State == ClaimState.Open && (Flags.Count > 0 || Answers.Count > 0 || IsCalled || Votes.Count > 0));

    /// <summary>Files it: complete, or with what it lacks.</summary>
    public Claim File(IReadOnlyList<NotAccepted> lacks, IReadOnlyList<Flag> flags) => this with
    {
        State = lacks.Count > 0 ? ClaimState.Deficient : ClaimState.Open,
        Lacks = lacks, Flags = flags,
        Happened = [new(lacks.Count > 0 ? Happening.NoticeDeficient : Happening.NoticeReceived, ReceivedAt)],
    };

    /// <summary>Gives what it lacked; what is lacking still is asked again, by the same clock.</summary>
    public Outcome<Claim> Cure(IReadOnlyList<NotAccepted> lacks, IReadOnlyList<Flag> flags, DateTime now) => State != ClaimState.Deficient ? Closed("cure")
        : lacks.Count > 0 ? this with { Lacks = lacks, Flags = flags }
        : this with { State = ClaimState.Open, Why = null, Lacks = [], Flags = flags, Happened = [.. Happened, new(Happening.NoticeCured, now), new(Happening.NoticeReceived, now)] };

    /// <summary>A person puts it under another regime, before anything has happened that a regime counts from.</summary>
    public Outcome<Claim> Under(Regime regime) => State is not (ClaimState.Deficient or ClaimState.Open) ? Closed("regime")
        : Answers.Count > 0 || Measures.Count > 0 || CourtPapers.Count > 0 ? new NotAccepted("regime", "something has happened that the regime counts from; it stays")
        : this with { Regime = regime.Id, RegimeVersion = regime.Version, Zone = regime.Zone };

    /// <summary>A person has looked at what was flagged, and lets it go on.</summary>
    public Outcome<Claim> Clear(string by, DateTime now) => State != ClaimState.Open || Flags.Count == 0 ? Closed("clearing") : (this with { Flags = [], Looked = by }).Ask(now);

    /// <summary>Something a person has to look at came up.</summary>
    public Claim Mark(Flag flag) => State is ClaimState.Deficient or ClaimState.Open && !Flags.Any(f => f.Rule == flag.Rule) ? this with { Flags = [.. Flags, flag] } : this;

    /// <summary>The seller was told and asked.</summary>
    public Claim Ask(DateTime now) => State == ClaimState.Open && !Has(Happening.SellerAsked) ? this with { Happened = [.. Happened, new(Happening.SellerAsked, now)] } : this;

    /// <summary>Takes a measure before a decision. It has an end; what nobody has looked at touches only what is not flagged.</summary>
    public Outcome<Claim> Take(MeasureDraft draft, string by, bool isAutomatic, DateTime now)
    {
        if (State != ClaimState.Open) return Closed("measure");
        if (Frozen is not null) return new NotAccepted("measure", $"this claim stands still: {Frozen}");
        if (isAutomatic && Flags.Count > 0) return new NotAccepted("measure", $"a person looks first: {Flags[0].Why}");
        if (draft.Kind is MeasureKind.FeatureBlock or MeasureKind.AccountSuspension) return new NotAccepted("measure", "an account is measured by its strikes, never by a claim that is not decided");
        if (draft.Days is not { } days || days is < 1 or > MeasureDraft.MostDays) return new NotAccepted("measure", $"before a decision it holds 1 to {MeasureDraft.MostDays} days");
        if (Measures.Any(m => m.HoldsAt(now) && m.Kind == draft.Kind)) return new NotAccepted("measure", "this measure holds already");
        return Taken(draft, by, isAutomatic, now);
    }

    /// <summary>What the seller says. The same answer twice is one.</summary>
    public Outcome<Claim> Answer(SellerAnswer answer, DateTime now)
    {
        if (Answers.Any(a => a.Id == answer.Id)) return this;
        if (State != ClaimState.Open && !(State == ClaimState.Upheld && answer.Kind == AnswerKind.CounterNotice)) return Closed("answer");
        // A second answer does not put off what the first has set going.
        var isRunning = answer.Kind != AnswerKind.Consent && answer.Kind != AnswerKind.Corrected && ClaimClock.RunningRestore(this, now) is not null;
        var what = answer.Kind switch { AnswerKind.Contest => Happening.SellerContested, AnswerKind.CounterNotice => Happening.CounterNotice, _ => Happening.SellerConsented };
        var heard = this with { Answers = [.. Answers, answer], Happened = isRunning ? Happened : [.. Happened, new(what, now)] };
        return answer.Kind == AnswerKind.Consent
            ? heard.Decided(new(Ruling.Uphold, ["the seller"], false, "The seller agrees.", null, false, now), RemoveFor("The seller agrees."), now) with { IsFinal = true }
            : heard;
    }

    /// <summary>The notifier answers the seller.</summary>
    public Outcome<Claim> AnswerSeller(string text, DateTime now) => State == ClaimState.Open && Answers.Count > 0
        ? this with { Replies = [.. Replies, new(text, now)], Happened = [.. Happened, new(Happening.OwnerAnswered, now)] } : Closed("answer");

    /// <summary>A paper of a court. The same paper twice is one.</summary>
    public Outcome<Claim> Court(CourtPaper paper, DateTime now)
    {
        if (CourtPapers.Any(p => p.Court == paper.Court && p.Number == paper.Number && p.IsOrder == paper.IsOrder)) return this;
        return State is ClaimState.Lapsed or ClaimState.Retracted or ClaimState.Deficient ? Closed("court paper")
            : this with { CourtPapers = [.. CourtPapers, paper], IsCalled = true, Happened = [.. Happened, new(paper.IsOrder ? Happening.CourtOrder : Happening.CourtActionFiled, now)] };
    }

    /// <summary>The notifier takes it back: every measure ends, and what was taken is given back.</summary>
    public Outcome<Claim> Retract(string why, DateTime now) => State is ClaimState.Lapsed or ClaimState.Retracted ? Closed("retraction")
        : GivenBack($"taken back: {why}", now) with { State = ClaimState.Retracted, Why = why, IsFinal = true, Complaints = Closed("the claim was taken back", now), Happened = [.. Happened, new(Happening.Retracted, now)] };

    /// <summary>
    /// One person's word on an open claim; as many different people as are asked, of one mind, decide. For the notifier
    /// nobody decides while a clock runs at whose end the listing is put back: there a court says so.
    /// </summary>
    /// <param name="measure">What follows where it is upheld; a removal where nothing is said.</param>
    /// <param name="eyes">1, or 2 where policy says so.</param>
    public Outcome<Claim> Vote(Vote vote, MeasureDraft? measure, int eyes, DateTime now)
    {
        if (State != ClaimState.Open) return Closed("decision");
        if (Votes.Any(v => v.By == vote.By)) return new NotAccepted("decision", $"{vote.By} has spoken on this claim; another person is needed");
        if (vote.Ruling == Ruling.Uphold)
        {
            if (Frozen is not null) return new NotAccepted("decision", $"this claim stands still: {Frozen}");
            if (ClaimClock.RunningRestore(this, now) is { } running) return new NotAccepted("decision",
                $"the clock of {running.Name.Replace('_', ' ')} runs until {running.DueAt:yyyy-MM-dd HH:mm} UTC; only notice of an action before a court keeps the listing down ({running.Rule})");
        }

        var heard = this with { Votes = [.. Votes, vote] };
        var same = heard.Votes.Where(v => v.Ruling == vote.Ruling).ToList();
        return same.Count < eyes ? heard
            : heard.Decided(new(vote.Ruling, [.. same.Select(v => v.By)], false, vote.Reason, vote.Saw, vote.Ruling == Ruling.Uphold, now), measure ?? RemoveFor(vote.Reason), now);
    }

    /// <summary>A complaint of a side, in time: about the decision against it, or about a measure before one.</summary>
    public Outcome<Claim> Complain(string id, Side side, string text, DateTime now)
    {
        if (Complaints.Any(c => c.Id == id)) return this;
        if (OpenComplaint() is not null) return new NotAccepted("complaint", "one is being heard");
        if (State == ClaimState.Open && side == Side.Seller && Measures.LastOrDefault(m => m.HoldsAt(now)) is { } measure)
            return Complaints.Any(c => c.AboutMeasure == measure.Id) ? new NotAccepted("complaint", "this measure was heard once") : With(new(id, side, text, measure.Id, now));
        if (State is not (ClaimState.Upheld or ClaimState.Dismissed) || LastDecision() is not { } last) return Closed("complaint");
        if (last.Ruling == (side == Side.Seller ? Ruling.Dismiss : Ruling.Uphold)) return new NotAccepted("complaint", "the decision is in your favour");
        if (Complaints.Any(c => c.By == side && c.AboutMeasure is null)) return new NotAccepted("complaint", "each side is heard once on a claim");
        return ClaimClock.ComplaintEnds(this) is { } ends && now >= ends ? new NotAccepted("complaint", $"the time for it ended on {ends:yyyy-MM-dd HH:mm} UTC") : With(new(id, side, text, null, now));

        Claim With(Complaint c) => this with { Complaints = [.. Complaints, c], IsFinal = c.AboutMeasure is not null && IsFinal, Happened = c.AboutMeasure is null ? [.. Happened, new(Happening.ComplaintReceived, now)] : Happened };
    }

    /// <summary>Hears the complaint. Who decided, voted, or took the measure hears nothing of it. What a clock put back stays back without a court.</summary>
    public Outcome<Claim> Hear(string by, bool isGranted, string reason, DateTime now)
    {
        if (OpenComplaint() is not { } open) return new NotAccepted("complaint", "none is open");
        if (Heard().Contains(by)) return new NotAccepted("complaint", $"{by} has decided in this claim; another person hears the complaint");
        if (isGranted && open.By == Side.Notifier && Frozen is not null) return new NotAccepted("complaint", $"this claim stands still: {Frozen}");
        if (isGranted && open.By == Side.Notifier && LastDecision() is { IsByClock: true } && CourtPapers.Count == 0)
            return new NotAccepted("complaint", "the clock put the listing back because no court was asked; a paper of a court has to be on record first");
        var heard = this with { Complaints = [.. Complaints.Select(c => c == open ? c with { DecidedBy = by, IsGranted = isGranted, Reason = reason, DecidedAt = now } : c)] };
        if (open.AboutMeasure is { } id)
            return isGranted ? heard with { Measures = [.. Measures.Select(m => m.Id == id ? m.End(now, $"complaint granted: {reason}") : m)] } : heard;
        heard = heard with { Happened = [.. heard.Happened, new(Happening.ComplaintDecided, now)] };
        if (!isGranted) return heard with { IsFinal = true };
        var ruling = open.By == Side.Seller ? Ruling.Dismiss : Ruling.Uphold;
        return heard.Decided(new(ruling, [by], false, reason, null, ruling == Ruling.Uphold, now), RemoveFor(reason), now) with { IsFinal = true };
    }

    /// <summary>A side went to a certified body, or the body has decided. It binds nobody (Art. 21(2) DSA).</summary>
    public Outcome<Claim> OutOfCourt(Dispute dispute, DateTime now) => State is not (ClaimState.Upheld or ClaimState.Dismissed) ? Closed("dispute") : this with
    {
        Disputes = [.. Disputes.Where(d => d.Number != dispute.Number), dispute],
        Happened = [.. Happened, new(dispute.DecidedAt is null ? Happening.DisputeReceived : Happening.DisputeDecided, now)],
        IsCalled = dispute.DecidedAt is not null,
    };

    /// <summary>Stands still: nothing is taken and nothing is upheld until it is set free. What holds has its end all the same.</summary>
    public Claim Freeze(string why) => State is ClaimState.Lapsed or ClaimState.Retracted ? this : this with { Frozen = why };

    /// <summary>Moves again.</summary>
    public Claim Free() => State is ClaimState.Lapsed or ClaimState.Retracted ? this : this with { Frozen = null };

    /// <summary>Everyone of the marketplace's people who has spoken on this claim.</summary>
    public IReadOnlyCollection<string> Heard() =>
        [.. Votes.Select(v => v.By).Concat(Decisions.Where(d => !d.IsByClock).SelectMany(d => d.By)).Concat(Measures.Where(m => !m.IsAutomatic).Select(m => m.By)).Concat(Complaints.Select(c => c.DecidedBy).OfType<string>()).Distinct()];

    internal bool Has(Happening what) => Happened.Any(h => h.What == what);

    internal Claim Taken(MeasureDraft draft, string by, bool isAutomatic, DateTime now) => this with
    {
        Measures = [.. Measures, new($"{Id}.{Measures.Count + 1}", draft.Kind, draft.Territories, now, draft.Days is { } days ? now.AddDays(days) : null, draft.Why, by, isAutomatic)],
        Happened = Has(Happening.MeasureTaken) ? Happened : [.. Happened, new(Happening.MeasureTaken, now)],
    };

    internal Claim Decided(Decision decision, MeasureDraft measure, DateTime now)
    {
        var decided = this with
        {
            State = decision.Ruling == Ruling.Uphold ? ClaimState.Upheld : ClaimState.Dismissed, Why = decision.Reason, IsFinal = false, IsCalled = false,
            Decisions = [.. Decisions, decision], Happened = [.. Happened, new(Happening.Decided, now)],
            Complaints = Closed("the decision takes its place", now),
        };
        return decision.Ruling == Ruling.Dismiss ? decided.GivenBack($"decided for the seller: {decision.Reason}", now)
            : (decided with { Measures = [.. decided.Measures.Select(m => m.End(now, "the decision takes its place"))] }).Taken(measure, string.Join(" and ", decision.By), decision.IsByClock, now);
    }

    internal Claim GivenBack(string why, DateTime now)
    {
        var hours = Measures.Sum(m => ((m.EndedAt ?? (m.Until < now ? m.Until : now))!.Value - m.Since).TotalHours);
        var ended = this with { Measures = [.. Measures.Select(m => m.End(m.Until < now ? m.Until.Value : now, m.Until < now ? "its time was over" : why))] };
        return Measures.Count == 0 ? ended : ended with { Restitutions = [.. Restitutions, new(now, Math.Round(hours, 2), Duties)] };
    }

    internal static MeasureDraft RemoveFor(string why) => new(MeasureKind.Remove, [], null, why);

    static readonly IReadOnlyList<string> Duties =
        ["listing_restored", "ranking_restored", "strike_erased", "payout_released", "buyers_told", "credit_recorded", "public_correction"];

    IReadOnlyList<Complaint> Closed(string why, DateTime now) => [.. Complaints.Select(c => c.DecidedAt is null ? c with { DecidedAt = now, Reason = why } : c)];

    NotAccepted Closed(string field) => new(field, $"this claim is {State.ToString().ToLowerInvariant()} and takes no {field}");
}
