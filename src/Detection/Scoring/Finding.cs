using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Scoring;

/// <summary>
/// One mark in one listing: the rows that were seen, and their sum. The score is the sum of the rows, always; what
/// lowers it (a cap, a permission) is a row too.
/// </summary>
public sealed record Finding
{
    /// <summary>Index of the mark in the register that screened; -1 where only the seller's words accuse the goods.</summary>
    public required int MarkIndex { get; init; }

    /// <summary>The mark; none where only the seller's words accuse the goods.</summary>
    public required string? Mark { get; init; }

    /// <summary>What was seen, in the order of the signals; caps follow the rows they cap.</summary>
    public required IReadOnlyList<SignalRow> Signals { get; init; }

    /// <summary>The sum of the rows.</summary>
    public int Score => Signals.Sum(r => r.Weight);

    /// <summary>The sum without rows of references that are set aside.</summary>
    public int SureScore => Signals.Sum(r => r.IsSetAside == true ? 0 : r.Weight);

    /// <summary>What the seller uses the mark for, by the rows.</summary>
    public MarkUse Use => MarkUses.Of(Signals).Use;

    /// <summary>What policy makes of the score.</summary>
    public required Disposition Disposition { get; init; }
}

/// <summary>One row of the ledger: a signal, its points, and what met what.</summary>
/// <param name="Signal">The signal's name, or FAMILY_CAP.</param>
/// <param name="Weight">Points added to the score; negative where it lowers it.</param>
/// <param name="Field">The field, as the wire names it.</param>
/// <param name="Start">First character, in UTF-16 units of the field as it came.</param>
/// <param name="Length">Number of UTF-16 units; 0 where no span applies.</param>
/// <param name="Seen">What stood there.</param>
/// <param name="Meets">The register entry, lexicon term, picture or price it met.</param>
/// <param name="Sentence">What a reviewer, the seller and a court read.</param>
public sealed record SignalRow(
    string Signal, int Weight, string Field, int Start, int Length, string Seen, string Meets, string Sentence)
{
    /// <summary>Where in a picture of the listing; nothing for evidence in words.</summary>
    public Region? Box { get; init; }

    /// <summary>True where the reference it met is set aside: by itself the row leads to no more than a look by a person.</summary>
    public bool? IsSetAside { get; init; }

    /// <summary>The name under which a family's cap stands in the ledger.</summary>
    public const string Cap = "FAMILY_CAP";
}
