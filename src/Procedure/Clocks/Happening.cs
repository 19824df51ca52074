namespace Wardmark.Procedure.Clocks;

/// <summary>What the notice desk sees happen to a claim. A regime says which of its facts that is.</summary>
public enum Happening
{
    /// <summary>A notice that lacks nothing is there.</summary>
    NoticeReceived,

    /// <summary>The notifier was told what the notice lacks.</summary>
    NoticeDeficient,

    /// <summary>What it lacked was given.</summary>
    NoticeCured,

    /// <summary>The first measure was taken.</summary>
    MeasureTaken,

    /// <summary>The seller was told and asked.</summary>
    SellerAsked,

    /// <summary>The seller says that it is not so.</summary>
    SellerContested,

    /// <summary>The seller sent a counter-notice with the statutory statements; it goes to the notifier in the same step.</summary>
    CounterNotice,

    /// <summary>The seller agrees, or has corrected the listing.</summary>
    SellerConsented,

    /// <summary>The notifier answered the seller.</summary>
    OwnerAnswered,

    /// <summary>The notifier gave notice of an action before a court: court, number, date, document.</summary>
    CourtActionFiled,

    /// <summary>An order of a court was produced.</summary>
    CourtOrder,

    /// <summary>The notifier took the claim back.</summary>
    Retracted,

    /// <summary>The claim was decided, and both sides were told.</summary>
    Decided,

    /// <summary>A side complained about the decision.</summary>
    ComplaintReceived,

    /// <summary>Another person decided the complaint.</summary>
    ComplaintDecided,

    /// <summary>A side went to a certified body.</summary>
    DisputeReceived,

    /// <summary>The body decided.</summary>
    DisputeDecided,
}

/// <summary>What happened, and when.</summary>
public sealed record Happened(Happening What, DateTime At);

/// <summary>What the notice desk does of itself when a deadline passes unused.</summary>
public enum Consequence
{
    /// <summary>Nothing: it is only shown.</summary>
    None,

    /// <summary>The measures end and the listing is back; done from the instant at which the deadline opens.</summary>
    Restore,

    /// <summary>The listing is removed for good.</summary>
    Remove,

    /// <summary>The claim lapses.</summary>
    Lapse,

    /// <summary>The decision counts in records.</summary>
    Final,

    /// <summary>A person is called.</summary>
    Person,
}
