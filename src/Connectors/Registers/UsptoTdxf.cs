using System.Xml.Linq;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Registers;

/// <summary>A case file of the USPTO's daily and annual XML (TRTDXFAP, version 2.0). Everything but the serial number may be missing.</summary>
static class UsptoTdxf
{
    public const string Element = "case-file";

    // Status 4 = standard characters; 3 and 5 have a drawing, 2 is a drawing without words.
    public static RegisterRecord? Read(XElement file, long line, out string? problem)
    {
        problem = null;
        if (file.Text("serial-number") is not { Length: 8 } serial || !serial.All(char.IsAsciiDigit))
        {
            problem = "serial-number: is required, eight digits";
            return null;
        }

        var header = file.Child("case-file-header");
        var statements = file.Child("case-file-statements");
        var classes = file.Child("classifications");
        var owners = file.Child("case-file-owners").Children("case-file-owner").Where(o => o.Text("party-name") is not null).ToList();
        var groups = (statements.Children("case-file-statement").Any(IsGoods) ? RegisterGroups.Goods : 0)
            | (classes is null ? 0 : RegisterGroups.Classes) | (owners.Count == 0 ? 0 : RegisterGroups.Owners);
        return new(line, new()
        {
            Mark = header.Text("mark-identification") ?? "",
            Kind = KindOf(header),
            Office = "US",
            ApplicationNumber = serial,
            Number = file.Text("registration-number") is { } number && number.Any(c => c is not '0') ? number.TrimStart('0') : null,
            Status = UsptoStatus.InWords(header.Text("status-code")),
            StatusOn = Elements.Date(header.Text("status-date")),
            FiledOn = Elements.Date(header.Text("filing-date")),
            RegisteredOn = Elements.Date(header.Text("registration-date")),
            Classes = Elements.Classes(classes.Within("international-code").Select(c => c.Value)),
            FirstUse = classes.Within("first-use-in-commerce-date").Select(d => Elements.Date(d.Value)).Where(d => d is not null).Min(),
            Goods = Elements.Trimmed(string.Join("; ", statements.Children("case-file-statement").Where(IsGoods).Select(s => string.Concat(s.Children("text").Select(t => t.Value)).Trim()))),
            Owner = owners.MaxBy(PartyType)?.Text("party-name"),
            OwnerHistory = [.. owners.OrderBy(PartyType).Select(o => o.Text("party-name")!).Distinct()],
            Territories = ["US"],
            Source = new("uspto-tdxf", "", "", Elements.Date(file.Text("transaction-date"))),
        }, groups);
    }

    static bool IsGoods(XElement statement) => statement.Text("type-code")?.StartsWith("GS", StringComparison.Ordinal) == true;

    // Some files write 4000 for 4.
    static MarkKind KindOf(XElement? header) => header.Text("mark-drawing-code")?[0] switch
    {
        '2' => MarkKind.Figurative,
        '3' or '5' => header.Text("standard-characters-claimed-in") == "T" ? MarkKind.Word : MarkKind.Combined,
        _ => MarkKind.Word,
    };

    // 10 owner at filing, 20 at publication, 30 at registration, and onwards: the highest is the present one.
    static int PartyType(XElement owner) => int.TryParse(owner.Text("party-type"), null, out var type) ? type : 0;
}
