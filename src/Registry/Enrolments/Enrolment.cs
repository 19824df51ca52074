using Wardmark.Registry.Answers;

namespace Wardmark.Registry.Enrolments;

/// <summary>
/// The case in which somebody shows that he may speak for a right. Every step answers with the case as it then stands, or
/// with a refusal; time comes in. Nothing is granted by a step: <see cref="Settle"/> grants what <see cref="Missing"/>
/// asks nothing more of.
/// </summary>
public sealed record Enrolment
{
    /// <summary>A contact that changed within so many days before the enrolment may be a hijacker's.</summary>
    public const int FreshContactDays = 30;

    /// <summary>So long the contact of before has to say no.</summary>
    public const int CoolingOffDays = 7;

    /// <summary>An enrolment that nobody proves ends after so many days.</summary>
    public const int LapseDays = 90;

    /// <summary>As many people as must agree where documents are the proof, or a challenge is set aside.</summary>
    public const int Eyes = 2;

    /// <summary>Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The right, as the register keys it: US:A98000001.</summary>
    public required string RightKey { get; init; }

    /// <summary>What the right is called.</summary>
    public required string RightName { get; init; }

    /// <summary>Who enrols.</summary>
    public required string PartyId { get; init; }

    /// <summary>As owner, or for the owner.</summary>
    public required EnrolmentRole Role { get; init; }

    /// <summary>Since when.</summary>
    public required DateTime SubmittedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public EnrolmentState State { get; init; } = EnrolmentState.Open;

    /// <summary>Why it stands there, in a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>What was shown.</summary>
    public IReadOnlyList<Proof> Proofs { get; init; } = [];

    /// <summary>What asks for a person.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>What people said since it was submitted or last challenged.</summary>
    public IReadOnlyList<Opinion> Opinions { get; init; } = [];

    /// <summary>When the contact on the register last changed, where that is near enough to matter.</summary>
    public DateTime? ContactChangedAt { get; init; }

    /// <summary>Nothing is granted before: the first instant after the cooling-off.</summary>
    public DateTime? CoolsUntil { get; init; }

    /// <summary>When it was challenged; kept after a challenge was set aside.</summary>
    public DateTime? ChallengedAt { get; init; }

    /// <summary>What the authority of an agent covers, in the owner's words; nothing means all.</summary>
    public string? AuthorityScope { get; init; }

    /// <summary>Until when the authority of an agent holds; nothing where it is open-ended.</summary>
    public DateOnly? AuthorityEndsOn { get; init; }

    /// <summary>Opens the case.</summary>
    public static Enrolment Submit(string id, string rightKey, string rightName, string partyId, EnrolmentRole role, IReadOnlyList<Doubt> doubts, DateTime? contactChangedAt, DateTime now)
    {
        var isFresh = contactChangedAt is { } changed && changed > now.AddDays(-FreshContactDays);
        return new()
        {
            Id = id, RightKey = rightKey, RightName = rightName, PartyId = partyId, Role = role, SubmittedAt = now, Doubts = doubts,
            ContactChangedAt = isFresh ? contactChangedAt : null,
            CoolsUntil = isFresh ? now.AddDays(CoolingOffDays) : null,
        };
    }

    /// <summary>Adds a proof. A code counts only while the contact it went to stands on the register.</summary>
    public Outcome<Enrolment> Prove(Proof proof) => State == EnrolmentState.Open || (State == EnrolmentState.Verified && proof.Kind != ProofKind.Documents)
        ? this with { Proofs = [.. Proofs.Where(p => p.Kind != proof.Kind), proof] }
        : Closed("proof");

    /// <summary>What a person says. A no refuses; a challenge is set aside by two people. Nobody speaks twice.</summary>
    public Outcome<Enrolment> Review(string by, bool approves, string reason, DateTime now)
    {
        if (State is not (EnrolmentState.Open or EnrolmentState.Frozen)) return Closed("review");
        if (Opinions.Any(o => o.By == by)) return new NotAccepted("review", $"{by} has spoken on this enrolment; another person is needed");
        var heard = this with { Opinions = [.. Opinions, new(by, approves, reason, now)] };
        if (!approves) return heard with { State = EnrolmentState.Refused, Why = reason };
        return State == EnrolmentState.Frozen && heard.Opinions.Count(o => o.Approves) >= Eyes
            ? heard with { State = EnrolmentState.Open, Why = "the challenge was set aside", Opinions = [], CoolsUntil = Later(CoolsUntil, now) }
            : heard;
    }

    /// <summary>The register names another contact than before: a code sent to the old or the new one proves nothing for now.</summary>
    public Enrolment ContactChanged(DateTime now) => State is EnrolmentState.Open or EnrolmentState.Frozen
        ? this with { ContactChangedAt = now, CoolsUntil = Later(CoolsUntil, now.AddDays(CoolingOffDays)), Proofs = [.. Proofs.Where(p => p.Kind != ProofKind.RegisterCode)] }
        : this;

    /// <summary>“Not me”, said by a contact on the register. Also what was granted stands still.</summary>
    public Enrolment Challenge(DateTime now) => State is EnrolmentState.Open or EnrolmentState.Verified or EnrolmentState.Suspended
        ? this with { State = EnrolmentState.Frozen, Why = "a contact on the register says this enrolment is not theirs", ChallengedAt = now, Opinions = [] }
        : this;

    /// <summary>Another enrolment of the same party was challenged; this one stands still with it.</summary>
    public Enrolment Freeze(string why) => State is EnrolmentState.Open or EnrolmentState.Verified or EnrolmentState.Suspended
        ? this with { State = EnrolmentState.Frozen, Why = why, Opinions = [] }
        : this;

    /// <summary>The party takes it back.</summary>
    public Outcome<Enrolment> Withdraw() => State == EnrolmentState.Open ? this with { State = EnrolmentState.Withdrawn, Why = "taken back" } : Closed("withdrawal");

    /// <summary>The right ended, changed hands or was sanctioned: what was granted stands still until the register restores it.</summary>
    public Enrolment Suspend(string why) => State == EnrolmentState.Verified ? this with { State = EnrolmentState.Suspended, Why = why } : this;

    /// <summary>The register has restored the right.</summary>
    public Enrolment Restore() => State == EnrolmentState.Suspended ? this with { State = EnrolmentState.Verified, Why = "restored on the register" } : this;

    /// <summary>What time and the steps so far have made of it.</summary>
    public Enrolment Settle(DateTime now)
    {
        if (State == EnrolmentState.Verified && AuthorityEndsOn < DateOnly.FromDateTime(now)) return this with { State = EnrolmentState.Suspended, Why = "the agent's authority has ended" };
        if (State != EnrolmentState.Open) return this;
        if (Missing(now).Count == 0) return this with { State = EnrolmentState.Verified, Why = "proved" };
        return now >= SubmittedAt.AddDays(LapseDays) && Opinions.Count == 0 ? this with { State = EnrolmentState.Lapsed, Why = $"not proved within {LapseDays} days" } : this;
    }

    /// <summary>What is still asked, in sentences for the person who waits.</summary>
    public IReadOnlyList<string> Missing(DateTime now)
    {
        var missing = new List<string>();
        var counted = Counted();
        if (counted.Count == 0) missing.Add("a proof: the code sent to the contact on the register, documents, control of the owner's domain, or the owner's nomination");
        if (Proofs.Any(p => p.Kind == ProofKind.Documents) && !counted.Contains(ProofKind.Documents))
            missing.Add($"the documents are to be read by {Eyes - Opinions.Count(o => o.Approves)} more of our people");
        if (ContactChangedAt is not null && counted is [ProofKind.RegisterCode])
            missing.Add("a second proof: the contact on the register changed lately, so that the code alone proves nothing");
        if (CoolsUntil > now) missing.Add($"nothing can be granted before {CoolsUntil:yyyy-MM-dd HH:mm} UTC: the contact of before has until then to object");
        if (NeedsPerson && !Opinions.Any(o => o.Approves)) missing.Add("one of our people looks at it");
        return missing;
    }

    /// <summary>One strong doubt, or two weak ones, and a person looks.</summary>
    public bool NeedsPerson => Doubts.Any(d => d.IsStrong) || Doubts.Count > 1;

    /// <summary>How well it is proved.</summary>
    public ProofStrength Strength => Counted().Sum(p => p is ProofKind.RegisterCode or ProofKind.Documents ? 2 : 1) switch
    {
        0 => ProofStrength.None,
        1 => ProofStrength.Basic,
        2 => ProofStrength.Proved,
        _ => ProofStrength.Strong,
    };

    /// <summary>What the party may do now by this enrolment.</summary>
    public bool May(HolderAct act) => State == EnrolmentState.Verified && act switch
    {
        HolderAct.ReportListings => Strength >= ProofStrength.Basic,
        HolderAct.KeepBrand => Strength >= ProofStrength.Proved,
        HolderAct.NominateAgents => Strength >= ProofStrength.Proved && Role == EnrolmentRole.Owner,
        _ => Strength >= ProofStrength.Strong,
    };

    List<ProofKind> Counted() => [.. Proofs.Where(p => p.Kind != ProofKind.Documents || State == EnrolmentState.Verified || Opinions.Count(o => o.Approves) >= Eyes).Select(p => p.Kind)];

    static DateTime Later(DateTime? one, DateTime other) => one > other ? one.Value : other;

    NotAccepted Closed(string field) => new(field, $"this enrolment is {State.ToString().ToLowerInvariant()} and takes no {field}");
}

/// <summary>In which role somebody enrols.</summary>
public enum EnrolmentRole
{
    /// <summary>As the owner of the right.</summary>
    Owner,

    /// <summary>As the owner's agent.</summary>
    Agent,
}

/// <summary>Where an enrolment stands.</summary>
public enum EnrolmentState
{
    /// <summary>Something is still asked.</summary>
    Open,

    /// <summary>The party may speak for the right.</summary>
    Verified,

    /// <summary>A person said no.</summary>
    Refused,

    /// <summary>Taken back.</summary>
    Withdrawn,

    /// <summary>Not proved in time.</summary>
    Lapsed,

    /// <summary>A contact on the register said “not me”.</summary>
    Frozen,

    /// <summary>The right does not stand at present.</summary>
    Suspended,
}

/// <summary>How somebody shows that he may speak for a right.</summary>
public enum ProofKind
{
    /// <summary>A single-use code sent to the contact on the register.</summary>
    RegisterCode,

    /// <summary>Documents, read by two people.</summary>
    Documents,

    /// <summary>Control of the domain of the register's contact.</summary>
    Domain,

    /// <summary>A verified owner names the agent.</summary>
    Nomination,
}

/// <summary>How well a right is proved; what one may do depends on it.</summary>
public enum ProofStrength
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a domain or a nomination: every report is decided by a person.</summary>
    Basic,

    /// <summary>By the register's contact or by documents.</summary>
    Proved,

    /// <summary>By two ways.</summary>
    Strong,
}

/// <summary>What a party may do for a right.</summary>
public enum HolderAct
{
    /// <summary>Report listings.</summary>
    ReportListings,

    /// <summary>Keep aliases, pictures, price floors and authorised sellers.</summary>
    KeepBrand,

    /// <summary>Name agents.</summary>
    NominateAgents,

    /// <summary>Have listings held without a report.</summary>
    AutomatedProtection,
}

/// <summary>Something shown, when and by whom.</summary>
/// <param name="What">The domain, the documents' hashes, the nominating enrolment; never a code.</param>
public sealed record Proof(ProofKind Kind, DateTime At, string By, string What);

/// <summary>What a person said.</summary>
public sealed record Opinion(string By, bool Approves, string Reason, DateTime At);

/// <summary>A reason for which a person looks.</summary>
/// <param name="Rule">Its name, as LOOK_ALIKE_MARK.</param>
/// <param name="IsStrong">Alone enough; weak ones count from two.</param>
public sealed record Doubt(string Rule, string Why, bool IsStrong);
