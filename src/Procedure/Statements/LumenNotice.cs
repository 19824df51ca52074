using System.Text.Json.Nodes;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Statements;

/// <summary>
/// A notice, or a counter-notice, as the Lumen database takes it (<c>POST /notices</c>, body <c>{"notice":{…}}</c>). It is written from the
/// same facts as the letters; what either side wrote freely is left out, and names only stand where the matrix of disclosure gives
/// them to Lumen.
/// </summary>
/// <remarks>Source: berkmancenter/lumendatabase, notices_controller.rb.</remarks>
public static class LumenNotice
{
    /// <summary>The notice with its claims; one object to post.</summary>
    /// <param name="claims">All claims of the notice, at least one.</param>
    /// <param name="facts">What the marketplace knows of each claim.</param>
    /// <param name="owner">The owner of the right, as the register has it.</param>
    /// <param name="recipient">The marketplace, by name or host.</param>
    public static JsonObject Of(Notice notice, IReadOnlyList<Claim> claims, IReadOnlyList<string> facts, string? owner, string recipient)
    {
        var first = claims[0];
        var regime = first.Regime;
        var json = new JsonObject
        {
            ["type"] = TypeOf(first), ["title"] = $"{Words(first.Theory)} notice to {recipient}", ["subject"] = $"{Words(first.Theory)}, {Words(first.RightType)}", ["body"] = string.Join('\n', facts.Distinct()),
            ["date_received"] = Day(notice.ReceivedAt), ["date_sent"] = Day(notice.ReceivedAt), ["source"] = $"Wardmark, {Words(notice.Channel)}", ["language"] = "en", ["action_taken"] = ActionOf(claims),
            ["jurisdiction_list"] = Jurisdiction(regime), ["regulation_list"] = Regulation(regime), ["url_count"] = notice.Listings.Count, ["webform"] = notice.Channel == Channel.Form,
        };
        if (first.RightType == RightType.Trademark && first.RightKey.Contains(':', StringComparison.Ordinal)) json["mark_registration_number"] = first.RightKey;
        json["entity_notice_roles_attributes"] = Roles([("recipient", recipient, true), ("principal", Disclosure.Shown("right_owner", regime, Viewer.Lumen, owner), true),
            ("sender", Disclosure.Shown("notifier_name", regime, Viewer.Lumen, notice.Name), notice.PartyId is not null)]);
        json["works_attributes"] = new JsonArray(new JsonObject
        {
            ["description"] = first.RightKey.StartsWith("work:", StringComparison.Ordinal) ? "a work described in the notice" : $"{first.RightName} ({first.RightKey})", ["kind"] = Words(first.RightType),
            ["infringing_urls_attributes"] = new JsonArray([.. notice.Listings.Select(l => new JsonObject { ["url"] = l })]),
        });
        return new() { ["notice"] = json };
    }

    /// <summary>The counter-notice of a claim; nothing where there is none.</summary>
    public static JsonObject? Counter(Notice notice, Claim claim, string recipient)
    {
        if (claim.Answers.LastOrDefault(a => a.Statement is not null) is not { } answer) return null;
        return new()
        {
            ["notice"] = new JsonObject
            {
                ["type"] = "Counternotice", ["title"] = $"Counter-notice to {recipient}", ["body"] = $"The seller of listing {claim.ListingId} states, under the procedure {claim.Regime}, that it was restricted by mistake.",
                ["date_received"] = Day(answer.At), ["date_sent"] = Day(answer.At), ["source"] = "Wardmark", ["language"] = "en", ["counternotice_for_sid"] = notice.Id,
                ["jurisdiction_list"] = Jurisdiction(claim.Regime), ["regulation_list"] = Regulation(claim.Regime), ["action_taken"] = claim.State == ClaimState.Dismissed ? "Yes" : "No",
                ["entity_notice_roles_attributes"] = Roles([("recipient", recipient, true), ("sender", Disclosure.Shown("counter_name", claim.Regime, Viewer.Lumen, answer.Statement!.Name), false)]),
                ["works_attributes"] = new JsonArray(new JsonObject { ["description"] = $"{claim.RightName} ({claim.RightKey})", ["infringing_urls_attributes"] = new JsonArray(new JsonObject { ["url"] = claim.ListingId }) }),
            },
        };
    }

    static string TypeOf(Claim c) => c.Theory switch
    {
        Theory.Counterfeit => "Counterfeit",
        Theory.ConfusingMark or Theory.MaterialDifference => "Trademark",
        Theory.CopyrightPicture or Theory.CopyrightText => "DMCA",
        _ => "Other",
    };

    // What was done in the end, over all claims.
    static string ActionOf(IReadOnlyList<Claim> claims)
    {
        var acted = claims.Count(c => c.State == ClaimState.Upheld || c.Measures.Any(m => m.EndedAt is null));
        return acted == claims.Count ? "Yes" : acted > 0 ? "Partial" : claims.All(c => c.State is ClaimState.Open or ClaimState.Deficient) ? "Unspecified" : "No";
    }

    static JsonArray Roles(IEnumerable<(string Role, string? Name, bool IsOrganisation)> roles) => new([.. roles.Select(r => new JsonObject
    {
        ["name"] = r.Role, ["entity_attributes"] = new JsonObject { ["name"] = r.Name ?? "REDACTED", ["kind"] = r.Name is null || !r.IsOrganisation ? "individual" : "organization" },
    })]);

    static string Jurisdiction(string regime) => regime switch { "us_512" => "US", "cn_ec43" => "CN", "in_r75" => "IN", "jp_idpa" => "JP", "uk" => "GB", _ when regime.StartsWith("eu_", StringComparison.Ordinal) => "EU", _ => "" };

    static string Regulation(string regime) => regime switch
    {
        "us_512" => "17 U.S.C. 512", "cn_ec43" => "E-Commerce Law Art. 42, 43", "in_r75" => "Copyright Rules 2013, r. 75", "jp_idpa" => "Information Distribution Platform Act",
        _ when regime.StartsWith("eu_dsa", StringComparison.Ordinal) => "Regulation (EU) 2022/2065", _ => "",
    };

    static string Day(DateTime at) => at.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    static string Words<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
