namespace Wardmark.Registry.Rights;

/// <summary>Parts of a register's record that are replaced whole.</summary>
[Flags]
public enum RegisterGroups
{
    /// <summary>Status and dates alone.</summary>
    None = 0,

    /// <summary>Text of goods and services.</summary>
    Goods = 1,

    /// <summary>Classes and first use.</summary>
    Classes = 2,

    /// <summary>Owners, the present one and those before.</summary>
    Owners = 4,
}

/// <summary>Where a mark's entry came from.</summary>
/// <param name="Format">uspto-tdxf, st66, st96.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="RecordedOn">The register's own date of the record.</param>
public sealed record RegisterSource(string Format, string File, string Sha256, DateOnly? RecordedOn);

/// <summary>Brings what is on record up to date with a later record of the register.</summary>
public static class RegisterUpdate
{
    /// <summary>
    /// The mark with what the record says: single fields where it has them, groups whole where it holds them. What the owner
    /// told the marketplace (aliases, sellers, floors, pictures) is not the register's to change.
    /// </summary>
    public static Trademark With(this Trademark known, Trademark record, RegisterGroups groups) => known with
    {
        Mark = record.Mark.Length > 0 ? record.Mark : known.Mark,
        Kind = record.Mark.Length > 0 ? record.Kind : known.Kind,
        Office = record.Office ?? known.Office,
        Number = record.Number ?? known.Number,
        ApplicationNumber = record.ApplicationNumber ?? known.ApplicationNumber,
        Status = record.Status ?? known.Status,
        StatusOn = record.StatusOn ?? known.StatusOn,
        FiledOn = record.FiledOn ?? known.FiledOn,
        RegisteredOn = record.RegisteredOn ?? known.RegisteredOn,
        ExpiresOn = record.ExpiresOn ?? known.ExpiresOn,
        Goods = groups.HasFlag(RegisterGroups.Goods) ? record.Goods : known.Goods,
        Classes = groups.HasFlag(RegisterGroups.Classes) ? record.Classes : known.Classes,
        FirstUse = groups.HasFlag(RegisterGroups.Classes) ? record.FirstUse : known.FirstUse,
        Owner = groups.HasFlag(RegisterGroups.Owners) ? record.Owner : known.Owner,
        OwnerHistory = groups.HasFlag(RegisterGroups.Owners) ? record.OwnerHistory : known.OwnerHistory,
        Territories = known.Territories.Count > 0 ? known.Territories : record.Territories,
        Source = record.Source,
    };

    /// <summary>A mark given anew, with what its owner told the marketplace about it where the new words are silent.</summary>
    public static Trademark Keeping(this Trademark given, Trademark known) => given with
    {
        Aliases = given.Aliases.Count > 0 ? given.Aliases : known.Aliases,
        CodeWords = given.CodeWords.Count > 0 ? given.CodeWords : known.CodeWords,
        Licensees = given.Licensees.Count > 0 ? given.Licensees : known.Licensees,
        AuthorisedSellers = given.AuthorisedSellers.Count > 0 ? given.AuthorisedSellers : known.AuthorisedSellers,
        PermittedSellers = given.PermittedSellers.Count > 0 ? given.PermittedSellers : known.PermittedSellers,
        GtinPrefixes = given.GtinPrefixes.Count > 0 ? given.GtinPrefixes : known.GtinPrefixes,
        PriceFloor = given.PriceFloor.Count > 0 ? given.PriceFloor : known.PriceFloor,
        Images = given.Images.Count > 0 ? given.Images : known.Images,
        CopyFrom = given.CopyFrom ?? known.CopyFrom,
        LogoFrom = given.LogoFrom ?? known.LogoFrom,
    };

    /// <summary>True where a record is older than the one that was taken last.</summary>
    public static bool IsNewerThan(this Trademark known, Trademark record) =>
        known.Source?.RecordedOn is { } taken && record.Source?.RecordedOn is { } other && taken > other;
}
