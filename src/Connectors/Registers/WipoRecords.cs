using System.Xml.Linq;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Registers;

/// <summary>Records by WIPO standards ST.66 and ST.96: the same parts, named and nested a little otherwise.</summary>
static class WipoRecords
{
    /// <summary>The element of a record in ST.66: the mark and, beside it, its applicants.</summary>
    public const string St66Element = "TransactionData";

    /// <summary>The element of a record in ST.96.</summary>
    public const string St96Element = "Trademark";

    public static RegisterRecord? ReadSt66(XElement data, long line, out string? problem) =>
        Read(data.Child("TradeMarkDetails").Child("TradeMark"), data.Child("ApplicantDetails").Children("Applicant"), "st66", line, out problem);

    public static RegisterRecord? ReadSt96(XElement mark, long line, out string? problem) =>
        Read(mark, mark.Child("ApplicantBag").Children("Applicant"), "st96", line, out problem);

    static RegisterRecord? Read(XElement? mark, IEnumerable<XElement> applicants, string format, long line, out string? problem)
    {
        var application = mark.Within("ApplicationNumberText").FirstOrDefault()?.Value.Trim() ?? mark.Text("ApplicationNumber");
        var office = mark.Text("RegistrationOfficeCode");
        problem = mark is null ? "no mark is in this record" : office is null ? "RegistrationOfficeCode: is required"
            : application is null && mark.Text("RegistrationNumber") is null ? "ApplicationNumber or RegistrationNumber: one is required" : null;
        if (problem is not null) return null;
        var goods = mark.Within("GoodsServicesDescriptionText").Concat(mark.Within("GoodsServicesDescription")).Select(g => g.Value.Trim()).Where(g => g.Length > 0).Distinct().ToList();
        var classes = Elements.Classes(mark.Within("ClassNumber").Select(c => c.Value));
        var owners = applicants.Select(a => (Name: NameOf(a), Rank: RankOf(a))).Where(o => o.Name is not null).ToList();
        var name = mark.Within("MarkVerbalElementText").Select(v => Elements.Trimmed(v.Value)).FirstOrDefault(v => v is not null);
        return new(line, new()
        {
            Mark = name ?? "",
            Kind = name is null ? MarkKind.Figurative : mark.Within("MarkStandardCharacterIndicator").Any(i => i.Value.Trim() == "true") ? MarkKind.Word : KindByFeature(mark),
            Office = office,
            ApplicationNumber = application,
            Number = mark.Text("RegistrationNumber"),
            Status = office == "US" ? UsptoStatus.InWords(mark.Text("MarkCurrentStatusCode")) : mark.Text("MarkCurrentStatusCode"),
            StatusOn = Elements.Date(mark.Text("MarkCurrentStatusDate")),
            FiledOn = Elements.Date(mark.Text("ApplicationDate")),
            RegisteredOn = Elements.Date(mark.Text("RegistrationDate")),
            ExpiresOn = Elements.Date(mark.Text("ExpiryDate")),
            Classes = classes,
            FirstUse = mark.Within("FirstUsedCommerceDate").Concat(mark.Within("FirstUsedDate")).Select(d => Elements.Date(d.Value)).FirstOrDefault(d => d is not null),
            Goods = goods.Count == 0 ? null : string.Join("; ", goods),
            Owner = owners.Count == 0 ? null : owners.MaxBy(o => o.Rank).Name,
            OwnerHistory = [.. owners.OrderBy(o => o.Rank).Select(o => o.Name!).Distinct()],
            Territories = [office!],
            Source = new(format, "", "", Elements.Date(mark.Text("MarkCurrentStatusDate"))),
        }, (goods.Count > 0 ? RegisterGroups.Goods : 0) | (classes.Count > 0 ? RegisterGroups.Classes : 0) | (owners.Count > 0 ? RegisterGroups.Owners : 0), ContactOf(mark));
    }

    // The correspondent's; an attorney's where one is named.
    static string? ContactOf(XElement? mark) => mark.Within("EmailAddressText").Concat(mark.Within("Email"))
        .Select(e => Elements.Trimmed(e.Value)).FirstOrDefault(a => a?.Contains('@', StringComparison.Ordinal) == true);

    static MarkKind KindByFeature(XElement? mark) => mark.Within("MarkFeature").Concat(mark.Within("MarkFeatureCategory")).Concat(mark.Within("MarkFeatureCode"))
        .Any(f => f.Value.Contains("TYPESET", StringComparison.OrdinalIgnoreCase) || f.Value.Contains("word", StringComparison.OrdinalIgnoreCase) || f.Value.Trim() is "1" or "4")
        ? MarkKind.Word : MarkKind.Combined;

    static string? NameOf(XElement applicant) => applicant.Within("EntityName").Concat(applicant.Within("OrganizationStandardName")).Concat(applicant.Within("FreeFormatNameLine")).Concat(applicant.Within("LastName"))
        .Select(n => Elements.Trimmed(n.Value)).FirstOrDefault(n => n is not null);

    // By the party type where it is given; else an owner after registration comes after the one at registration.
    static int RankOf(XElement applicant) => applicant.Within("PartyTypeCode").Select(t => int.TryParse(t.Value, null, out var n) ? n : 0).FirstOrDefault() is var type and > 0 ? type
        : applicant.Within("CommentText").Any(c => c.Value.Contains("SUBSEQUENT", StringComparison.OrdinalIgnoreCase)) ? 40 : 10;
}
