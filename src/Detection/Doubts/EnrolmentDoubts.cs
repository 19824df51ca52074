using Wardmark.Detection.Names;
using Wardmark.Detection.Text;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Doubts;

/// <summary>A mark or party on record that the one to be enrolled may be taken for.</summary>
/// <param name="How">Looks the same, is the same word, differs by a doubled letter.</param>
public sealed record LookAlike(string Name, string? Owner, string How);

/// <summary>What is known when somebody enrols.</summary>
/// <param name="Mark">The register's record.</param>
/// <param name="IsMark">It is a mark; of another right, what only marks have is not asked.</param>
/// <param name="PartyName">Who enrols.</param>
/// <param name="PartyDomain">The domain of the party's confirmed address.</param>
/// <param name="MarksAlike">Marks of others.</param>
/// <param name="PartiesAlike">Other parties whose name or domain this one may be taken for.</param>
/// <param name="OwnersProved">Other parties that have proved to own the right.</param>
/// <param name="ListingsNamingIt">Listings on record that name the mark.</param>
/// <param name="RecentEnrolments">Of the same party within thirty days.</param>
/// <param name="EnrolmentsOfRight">For the same right within a day, by anyone.</param>
/// <param name="MarksOfOwner">Marks on record of the same owner filed within a year of this one.</param>
/// <param name="Sanctioned">Filers, owners and agents that an office or a court has sanctioned: name and reason.</param>
public sealed record EnrolmentFacts(
    Trademark Mark, bool IsMark, EnrolmentRole Role, string PartyName, string? PartyDomain, IReadOnlyList<LookAlike> MarksAlike, IReadOnlyList<LookAlike> PartiesAlike, IReadOnlyList<string> OwnersProved,
    long ListingsNamingIt, int RecentEnrolments, int EnrolmentsOfRight, int MarksOfOwner, IReadOnlyList<(string Name, string Reason)> Sanctioned, DateOnly Today);

/// <summary>
/// Reasons for which a person looks before a right is granted: trolls enrol young, unused, common or bought marks in
/// numbers; impersonators look like those they are not. A doubt refuses nothing.
/// </summary>
public static class EnrolmentDoubts
{
    /// <summary>A mark younger than this is young.</summary>
    public const int YoungDays = 180;

    /// <summary>More enrolments of one party in thirty days are many.</summary>
    public const int ManyEnrolments = 10;

    /// <summary>More enrolments for one right in a day are many.</summary>
    public const int ManyForOneRight = 5;

    /// <summary>More marks filed by one owner within a year are many.</summary>
    public const int ManyMarks = 50;

    static readonly Lazy<HashSet<string>> FreeMail = new(() => ShippedData.Rows("enrolments/free-mail.tsv").Select(r => r[0]).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>True for a domain that gives an address to anyone.</summary>
    public static bool IsFreeMail(string? domain) => domain is not null && FreeMail.Value.Contains(domain);

    /// <summary>Every doubt, the strong ones first.</summary>
    public static IReadOnlyList<Doubt> Of(EnrolmentFacts f) => [.. Rules(f).OrderByDescending(d => d.IsStrong)];

    static IEnumerable<Doubt> Rules(EnrolmentFacts f) => OfIdentity(f).Concat(OfMark(f));

    static IEnumerable<Doubt> OfIdentity(EnrolmentFacts f)
    {
        foreach (var (name, reason) in f.Sanctioned)
            if (new[] { f.PartyName, f.Mark.Owner }.FirstOrDefault(n => n is not null && NameMatch.Compare(n, name).IsMatch) is { } met)
                yield return new("SANCTIONED", $"{met} is on the list of sanctioned filers as {name}: {reason}", true);
        if (f.Role == EnrolmentRole.Owner && f.Mark.Owner is { } owner && NameMatch.Compare(f.PartyName, owner) is { IsMatch: false } no)
            yield return new("OTHER_OWNER", $"the register names {owner} as owner, and the applicant is {f.PartyName} ({no.Why})", true);
        if (f.Role == EnrolmentRole.Owner && f.OwnersProved.Count > 0) yield return new("OWNER_PROVED", $"another party has proved to own this right: {string.Join(", ", f.OwnersProved)}", true);
        foreach (var alike in f.PartiesAlike) yield return new("LOOK_ALIKE_PARTY", $"{f.PartyName}{(f.PartyDomain is null ? "" : $" ({f.PartyDomain})")} may be taken for {alike.Name}: it {alike.How}", true);
        if (LookKey.MixesScripts(f.PartyName)) yield return new("MIXED_SCRIPTS", $"the name “{f.PartyName}” mixes scripts within a word", true);
        if (f.RecentEnrolments > ManyEnrolments) yield return new("MANY_ENROLMENTS", $"{f.RecentEnrolments} enrolments by the same party within thirty days", true);
        if (f.EnrolmentsOfRight > ManyForOneRight) yield return new("MANY_FOR_ONE_RIGHT", $"{f.EnrolmentsOfRight} enrolments for this right within a day", true);
        if (IsFreeMail(f.PartyDomain)) yield return new("FREE_MAIL", $"the address is at {f.PartyDomain}, which gives one to anyone", false);
    }

    static IEnumerable<Doubt> OfMark(EnrolmentFacts f)
    {
        foreach (var alike in f.MarksAlike) yield return new("LOOK_ALIKE_MARK", $"“{f.Mark.Mark}” {alike.How} as “{alike.Name}”{(alike.Owner is null ? "" : $" of {alike.Owner}")}", true);
        if (LookKey.MixesScripts(f.Mark.Mark)) yield return new("MIXED_SCRIPTS", $"the mark “{f.Mark.Mark}” mixes scripts within a word", true);
        if (!f.Mark.IsInForce) yield return new("NOT_IN_FORCE", $"the register says {f.Mark.Status}", true);
        if (!f.IsMark) yield break;
        if (f.MarksOfOwner > ManyMarks) yield return new("MANY_MARKS", $"{f.MarksOfOwner} marks of the same owner were filed within a year of this one", true);
        var since = f.Mark.RegisteredOn ?? f.Mark.FiledOn;
        if (since is { } day && day > f.Today.AddDays(-YoungDays)) yield return new("YOUNG_MARK", $"the mark is {(f.Mark.RegisteredOn is null ? "filed" : "registered")} since {day:yyyy-MM-dd} only", false);
        if (f.Mark.RegisteredOn is null && f.Mark.Number is null) yield return new("NOT_REGISTERED", "the mark is applied for, not registered", false);
        if (f.Mark is { Office: "US", FirstUse: null, Source: not null }) yield return new("NO_USE_SHOWN", "the register shows no use in commerce, so no specimen was accepted", false);
        if (f.Mark.OwnerHistory.Count > 2) yield return new("CHANGED_HANDS", $"the mark has had {f.Mark.OwnerHistory.Count} owners: {string.Join(", ", f.Mark.OwnerHistory)}", false);
        if (IsCommon(f.Mark.Mark)) yield return new("COMMON_WORD", $"“{f.Mark.Mark}” is made of everyday words, which others may use for what they mean", false);
        if (f.ListingsNamingIt == 0) yield return new("NO_USE_HERE", "no listing of this marketplace names the mark", false);
    }

    static bool IsCommon(string mark)
    {
        var words = mark.ToLowerInvariant().Split([' ', '-', '&'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length > 0 && Array.TrueForAll(words, w => CommonWords.Contains(w));
    }
}
