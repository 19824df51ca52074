using Wardmark.Procedure.Notices;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Feeds;

/// <summary>A row of a file of notices.</summary>
static class NoticeRow
{
    public static Notice? Of(FieldReader f)
    {
        var theory = f.Text("theory");
        if (!Enum.TryParse<Theory>(theory?.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var read) || !Enum.IsDefined(read))
            f.Refuse("theory", $"is one of {string.Join(", ", Enum.GetNames<Theory>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName))}");
        return new Notice
        {
            Id = "", Channel = Channel.Bulk, ReceivedAt = default, Reference = f.Text("reference"), Regime = f.Text("regime") ?? "", Theory = read, RightKey = f.Text("right"), Work = f.Text("work"),
            Explanation = f.Text("explanation"), Name = f.Text("name"), Email = f.Text("email"), Address = f.Text("address"), Phone = f.Text("phone"), Signature = f.Text("signature"),
            GoodFaith = Yes(f, "good_faith"), Accuracy = Yes(f, "accuracy"), Undertaking = Yes(f, "undertaking"), Evidence = f.Text("evidence"), EvidenceDated = f.Date("evidence_dated"),
            Listings = f.List("listing"), Language = f.Text("language"), Territory = f.Text("territory")?.ToUpperInvariant(),
        };
    }

    static bool Yes(FieldReader f, string field)
    {
        var text = f.Text(field)?.ToLowerInvariant();
        if (text is not (null or "yes" or "true" or "1" or "no" or "false" or "0")) f.Refuse(field, "is yes or no");
        return text is "yes" or "true" or "1";
    }
}
