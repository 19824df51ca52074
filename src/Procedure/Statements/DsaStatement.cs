using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Shipped;

namespace Wardmark.Procedure.Statements;

/// <summary>
/// A statement of reasons as the DSA Transparency Database takes it (Art. 24(5) DSA): written from the one record, without anybody's
/// personal data.
/// </summary>
public static class DsaStatement
{
    /// <summary>The fields of one statement.</summary>
    public static JsonObject Of(Statement s)
    {
        var json = new JsonObject { ["puid"] = s.Id };
        Restrict(json, s);
        var ground = s.LegalGround();
        json["decision_ground"] = "DECISION_GROUND_ILLEGAL_CONTENT";
        json["illegal_content_legal_ground"] = Cut(ground.Law, 500);
        json["illegal_content_explanation"] = Cut(ground.Why.English(), 2000);
        json["content_type"] = new JsonArray("CONTENT_TYPE_PRODUCT");
        json["category"] = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS";
        json["category_specification"] = new JsonArray([.. ground.Keywords.Select(k => (JsonNode)k)]);
        var territories = s.Territories.Select(t => t.ToUpperInvariant() is "EL" ? "GR" : t.ToUpperInvariant()).Where(t => DsaRules.Enum("territorial_scope").Contains(t)).ToList();
        json["territorial_scope"] = new JsonArray([.. (territories.Count == 0 ? DsaRules.Enum("territorial_scope") : territories).Order(StringComparer.Ordinal).Select(t => (JsonNode)t)]);
        if (s.ListingLanguage is { Length: >= 2 } language && DsaRules.Enum("content_language").Contains(language[..2].ToUpperInvariant())) json["content_language"] = language[..2].ToUpperInvariant();
        json["content_date"] = Day(s.ListedOn);
        json["application_date"] = Day(s.From);
        json["decision_facts"] = Cut(s.Facts, 5000);
        json["source_type"] = s.Source switch
        {
            StatementSource.Notice => "SOURCE_ARTICLE_16",
            StatementSource.TrustedFlagger => "SOURCE_TRUSTED_FLAGGER",
            StatementSource.Order => "SOURCE_TYPE_OTHER_NOTIFICATION",
            _ => "SOURCE_VOLUNTARY",
        };
        json["automated_detection"] = s.Automation is Automation.Detection or Automation.Full ? "Yes" : "No";
        json["automated_decision"] = s.Automation is Automation.Full or Automation.Taken ? "AUTOMATED_DECISION_FULLY" : "AUTOMATED_DECISION_NOT_AUTOMATED";
        if (s.Ean is { } ean && DsaRules.IsEan(ean)) json["content_id"] = new JsonObject { ["EAN-13"] = ean };
        return json;
    }

    // Each restriction and its end stand in the field of their kind.
    static void Restrict(JsonObject json, Statement s)
    {
        var end = s.Until is { } until ? (JsonNode)Day(until) : null;
        switch (s.Measure)
        {
            case MeasureKind.HoldPayout:
                json["decision_monetary"] = "DECISION_MONETARY_SUSPENSION";
                if (end is not null) json["end_date_monetary_restriction"] = end;
                break;
            case MeasureKind.FeatureBlock:
                json["decision_provision"] = "DECISION_PROVISION_PARTIAL_SUSPENSION";
                if (end is not null) json["end_date_service_restriction"] = end;
                break;
            case MeasureKind.AccountSuspension:
                json["decision_account"] = "DECISION_ACCOUNT_SUSPENDED";
                if (end is not null) json["end_date_account_restriction"] = end;
                break;
            default:
                json["decision_visibility"] = new JsonArray(s.Measure switch
                {
                    MeasureKind.Label => "DECISION_VISIBILITY_CONTENT_LABELLED",
                    MeasureKind.Hide => "DECISION_VISIBILITY_CONTENT_DEMOTED",
                    MeasureKind.StopSales => "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
                    MeasureKind.Pause => "DECISION_VISIBILITY_CONTENT_DISABLED",
                    MeasureKind.Remove => "DECISION_VISIBILITY_CONTENT_REMOVED",
                    _ => "DECISION_VISIBILITY_OTHER",
                });
                if (s.Measure == MeasureKind.RequireAuthentication) json["decision_visibility_other"] = "The next piece sold is authenticated before it reaches the buyer.";
                if (end is not null) json["end_date_visibility_restriction"] = end;
                break;
        }
    }

    /// <summary>As it is sent: one line.</summary>
    public static string Write(Statement s) => Of(s).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default });

    static string Day(DateTime at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
