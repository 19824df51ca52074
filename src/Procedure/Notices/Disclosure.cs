using Wardmark.Procedure.Shipped;

namespace Wardmark.Procedure.Notices;

/// <summary>Who reads something about the other side.</summary>
public enum Viewer
{
    /// <summary>The seller.</summary>
    Seller,

    /// <summary>The notifier.</summary>
    Notifier,

    /// <summary>Everybody.</summary>
    Public,

    /// <summary>The transparency database of the EU, which takes no personal data (Art. 24(5) DSA).</summary>
    EuDatabase,

    /// <summary>The Lumen database of notices.</summary>
    Lumen,
}

/// <summary>Which personal data one side reads of the other, by regime and field. What is not written in the matrix is not shown.</summary>
public static class Disclosure
{
    const string File = "notices/disclosure.json";

    sealed record Row(string Why, IReadOnlyDictionary<string, IReadOnlyList<Viewer>> Regimes);

    sealed record Matrix(string Version, string Note, IReadOnlyDictionary<string, Row> Fields);

    static readonly Lazy<Matrix> All = new(() => ShippedRules.Read<Matrix>(File));

    /// <summary>The fields of the matrix, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Fields => All.Value.Fields.ToDictionary(f => f.Key, f => f.Value.Why);

    /// <summary>True only where the matrix says so for this field, regime and viewer.</summary>
    public static bool Allows(string field, string regime, Viewer viewer) =>
        All.Value.Fields.GetValueOrDefault(field) is { } row
        && (row.Regimes.GetValueOrDefault(regime) ?? row.Regimes.GetValueOrDefault("*")) is { } viewers && viewers.Contains(viewer);

    /// <summary>The value where it may be shown, nothing otherwise.</summary>
    public static T? Shown<T>(string field, string regime, Viewer viewer, T? value) where T : class => Allows(field, regime, viewer) ? value : null;
}
