using Wardmark.Detection.Signals;

namespace Wardmark.Detection.Scoring;

/// <summary>What a seller uses a mark for.</summary>
public enum MarkUse
{
    /// <summary>To sell goods as those of the mark: lawful for genuine goods, the infringement where they are not.</summary>
    OwnBrand,

    /// <summary>To say what the goods fit or replace: lawful (Art. 14(1)(c) EUTMR).</summary>
    Reference,

    /// <summary>To say what the goods resemble.</summary>
    Style,

    /// <summary>To sell goods that are said to be copies.</summary>
    Replica,

    /// <summary>To sell goods that are said not to be genuine, or to become the mark's later.</summary>
    Disclaimer,

    /// <summary>To sell boxes, bags, tags or receipts of the mark, not its goods.</summary>
    Packaging,
}

/// <summary>Reads the use of a mark off the rows of a finding; the sentence of the row is its reason.</summary>
public static class MarkUses
{
    // What the seller says of the goods goes before how the mark stands among the words.
    static readonly (string Signal, MarkUse Use)[] InOrder =
    [
        (new ReplicaJargon().Name, MarkUse.Replica),
        (new Disclaimer().Name, MarkUse.Disclaimer),
        (new StyleCloak().Name, MarkUse.Style),
        (new PackagingSale().Name, MarkUse.Packaging),
        (new LawfulReference().Name, MarkUse.Reference),
    ];

    /// <summary>The use and the row that says so; no row where the mark is simply named.</summary>
    public static (MarkUse Use, SignalRow? Because) Of(IReadOnlyList<SignalRow> rows)
    {
        foreach (var (signal, use) in InOrder)
            if (rows.FirstOrDefault(r => r.Signal == signal) is { } row) return (use, row);
        return (MarkUse.OwnBrand, null);
    }

    /// <summary>A use as the wire spells it.</summary>
    public static string NameOf(MarkUse use) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(use.ToString());
}
