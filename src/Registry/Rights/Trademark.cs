namespace Wardmark.Registry.Rights;

/// <summary>A mark as its register knows it, with what its owner told the marketplace about its use.</summary>
public sealed record Trademark
{
    /// <summary>The word mark, or the words a figurative mark is known by.</summary>
    public required string Mark { get; init; }

    /// <summary>Whether the right is in the word, in the picture, or in both together.</summary>
    public MarkKind Kind { get; init; } = MarkKind.Word;

    /// <summary>The rights holder named on the register.</summary>
    public string? Owner { get; init; }

    /// <summary>The office that keeps the register, as WIPO ST.3 writes it: US, EM, DE, WO.</summary>
    public string? Office { get; init; }

    /// <summary>Registration number at <see cref="Office"/>.</summary>
    public string? Number { get; init; }

    /// <summary>Application or serial number at <see cref="Office"/>; a mark has it before it has a registration number.</summary>
    public string? ApplicationNumber { get; init; }

    /// <summary>Filing date.</summary>
    public DateOnly? FiledOn { get; init; }

    /// <summary>Date of registration.</summary>
    public DateOnly? RegisteredOn { get; init; }

    /// <summary>Last day on which it holds, where the register says so.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Since when it has its status.</summary>
    public DateOnly? StatusOn { get; init; }

    /// <summary>Owners from the first to the present one, where the register tells them.</summary>
    public IReadOnlyList<string> OwnerHistory { get; init; } = [];

    /// <summary>The file of the register that the entry was taken from last.</summary>
    public RegisterSource? Source { get; init; }

    /// <summary>Status in the register's own word; a list of bare names has none and is taken as live.</summary>
    public string? Status { get; init; }

    /// <summary>Nice classes, 1 to 45.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>Countries (ISO 3166-1 alpha-2) in which the right holds; none means not stated.</summary>
    public IReadOnlyList<string> Territories { get; init; } = [];

    /// <summary>Other names of the same mark that honest people use: transliterations, abbreviations.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Words by which the replica trade names the mark so as not to write it.</summary>
    public IReadOnlyList<string> CodeWords { get; init; } = [];

    /// <summary>The goods and services of the registration, as text.</summary>
    public string? Goods { get; init; }

    /// <summary>First use in commerce.</summary>
    public DateOnly? FirstUse { get; init; }

    /// <summary>Reference pictures and logos, as paths beside the register file or content hashes.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Sellers licensed to make or sell under the mark.</summary>
    public IReadOnlyList<string> Licensees { get; init; } = [];

    /// <summary>Sellers the owner has named as authorised.</summary>
    public IReadOnlyList<string> AuthorisedSellers { get; init; } = [];

    /// <summary>The lowest price a genuine new article is sold for, by ISO 4217 currency.</summary>
    public IReadOnlyDictionary<string, decimal> PriceFloor { get; init; } = NoFloor;

    /// <summary>Prefixes that GS1 gave the owner, as article numbers of thirteen digits begin: 4012345.</summary>
    public IReadOnlyList<string> GtinPrefixes { get; init; } = [];

    /// <summary>How sure it must be that a picture is a copy of one of the mark's references, 0.5 to 0.99; 0.5 where nothing is said.</summary>
    public double? CopyFrom { get; init; }

    /// <summary>How much of one of the mark's logos must be found in a picture, 6 to 40 details in place; 6 where nothing is said.</summary>
    public double? LogoFrom { get; init; }

    /// <summary>False once the register says the right has ended; a dead right screens nothing.</summary>
    public bool IsInForce => Status is null || !EndedStatuses.Contains(Status.Trim());

    /// <summary>Sellers permitted for a time, a territory or some classes of goods.</summary>
    public IReadOnlyList<PermittedSeller> PermittedSellers { get; init; } = [];

    /// <summary>True where the owner has authorised or licensed this seller for this market.</summary>
    /// <param name="market">The country the listing is offered in; where it is not known, a permission for any territory counts.</param>
    public bool Permits(string? sellerId, string? market = null) => sellerId is not null
        && (AuthorisedSellers.Contains(sellerId) || Licensees.Contains(sellerId) || PermittedSellers.Any(p => p.SellerId == sellerId && p.Covers(market)));

    /// <summary>The first day on which it has ended by its term: six months after, in which it can still be renewed (Paris Convention Art. 5bis(1)).</summary>
    public DateOnly? EndsByTerm() => ExpiresOn?.AddMonths(6).AddDays(1);

    /// <summary>As it stands on a day: permissions that have not begun or have ended are left out, and a mark whose term is over has expired.</summary>
    public Trademark On(DateOnly day)
    {
        var now = PermittedSellers.All(p => p.HoldsOn(day)) ? this : this with { PermittedSellers = [.. PermittedSellers.Where(p => p.HoldsOn(day))] };
        return IsInForce && EndsByTerm() <= day ? now with { Status = "expired" } : now;
    }

    /// <summary>The days after one on which it changes by itself.</summary>
    public IEnumerable<DateOnly> TurnsAfter(DateOnly day) =>
        PermittedSellers.SelectMany(p => new[] { p.From, p.Until?.AddDays(1) }).Append(EndsByTerm()).OfType<DateOnly>().Where(d => d > day).Distinct();

    static readonly Dictionary<string, decimal> NoFloor = [];

    static readonly HashSet<string> EndedStatuses = new(StringComparer.OrdinalIgnoreCase)
    {
        "expired", "cancelled", "canceled", "abandoned", "refused", "invalidated", "surrendered", "withdrawn", "dead",
    };
}

/// <summary>What the registration protects.</summary>
public enum MarkKind
{
    /// <summary>Words, in any writing.</summary>
    Word,

    /// <summary>A picture.</summary>
    Figurative,

    /// <summary>Words and picture together.</summary>
    Combined,
}

/// <summary>A seller who may use the mark, within terms.</summary>
/// <param name="Kind">Licensed to make, or authorised to sell.</param>
/// <param name="Territories">ISO 3166-1 countries; none means everywhere.</param>
/// <param name="Goods">Which goods, in the owner's words; nothing means all.</param>
/// <param name="From">First day; nothing means since ever.</param>
/// <param name="Until">Last day; nothing means without end.</param>
public sealed record PermittedSeller(string SellerId, PermissionKind Kind, IReadOnlyList<string> Territories, string? Goods = null, DateOnly? From = null, DateOnly? Until = null)
{
    /// <summary>True within its first and last day.</summary>
    public bool HoldsOn(DateOnly day) => !(From > day) && !(Until < day);

    /// <summary>True for a market within its territories.</summary>
    public bool Covers(string? market) => market is null || Territories.Count == 0 || Territories.Contains(market, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What a permitted seller may do.</summary>
public enum PermissionKind
{
    /// <summary>Sell genuine goods.</summary>
    Authorised,

    /// <summary>Make and sell under the mark.</summary>
    Licensed,
}
