using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wardmark.Procedure.Shipped;
using Wardmark.Registry.Answers;

namespace Wardmark.Procedure.Statements;

/// <summary>
/// What the DSA Transparency Database accepts, and a little less: unknown fields, the word "null", ends before beginnings, article
/// numbers with a wrong check digit and anything that looks like personal data are refused here too.
/// </summary>
public static partial class DsaRules
{
    const string File = "notices/dsa.json";

    sealed record Shape(string Version, string Source, IReadOnlyDictionary<string, IReadOnlyList<string>> Enums);

    static readonly Lazy<Shape> All = new(() => ShippedRules.Read<Shape>(File));

    static readonly Dictionary<string, int> Texts = new(StringComparer.Ordinal)
    {
        ["puid"] = 500, ["decision_visibility_other"] = 500, ["decision_monetary_other"] = 500, ["decision_ground_reference_url"] = 500, ["illegal_content_legal_ground"] = 500,
        ["illegal_content_explanation"] = 2000, ["incompatible_content_ground"] = 500, ["incompatible_content_explanation"] = 2000, ["content_type_other"] = 500,
        ["category_specification_other"] = 500, ["decision_facts"] = 5000, ["source_identity"] = 500,
    };

    static readonly string[] Arrays = ["decision_visibility", "content_type", "category_addition", "category_specification", "territorial_scope"];

    static readonly string[] Decisions = ["decision_visibility", "decision_monetary", "decision_provision", "decision_account"];

    static readonly string[] Days = ["content_date", "application_date", "end_date_account_restriction", "end_date_monetary_restriction", "end_date_service_restriction", "end_date_visibility_restriction"];

    static readonly string[] Required = ["puid", "decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts", "source_type", "automated_detection", "automated_decision", "territorial_scope"];

    /// <summary>The values of a field.</summary>
    public static IReadOnlyList<string> Enum(string field) => All.Value.Enums[field == "category_addition" ? "category" : field];

    /// <summary>What is wrong with a statement, by field; nothing where it can be sent.</summary>
    /// <param name="personal">Names, addresses and numbers of the people concerned: none of them may be in it (Art. 24(5) DSA).</param>
    public static IReadOnlyList<NotAccepted> Check(JsonElement statement, IReadOnlyCollection<string> personal)
    {
        if (statement.ValueKind != JsonValueKind.Object) return [new("", "a statement is an object")];
        var no = new List<NotAccepted>();
        var given = statement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        foreach (var field in Required.Where(f => !given.TryGetValue(f, out var v) || IsEmpty(v))) no.Add(new(field, "is required"));
        foreach (var (field, value) in given) Field(field, value, no);
        Together(given, no);
        Personal(given, personal, no);
        return no;
    }

    /// <summary>True for thirteen digits whose last is right.</summary>
    public static bool IsEan(string digits) => digits.Length == 13 && digits.All(char.IsAsciiDigit)
        && (10 - (digits[..12].Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10)) % 10 == digits[12] - '0';

    static void Field(string field, JsonElement value, List<NotAccepted> no)
    {
        if (Texts.TryGetValue(field, out var most))
        {
            if (value.ValueKind != JsonValueKind.String) no.Add(new(field, "is a text"));
            else if (value.GetString()!.Length > most) no.Add(new(field, $"has more than {most} characters"));
            else if (field == "puid" && !Puid().IsMatch(value.GetString()!)) no.Add(new(field, "is made of letters, digits, - and _"));
            else if (field == "decision_ground_reference_url" && !Uri.TryCreate(value.GetString(), UriKind.Absolute, out _)) no.Add(new(field, "is an address"));
        }
        else if (Days.Contains(field)) Day(field, value, no);
        else if (Arrays.Contains(field))
        {
            if (value.ValueKind != JsonValueKind.Array) no.Add(new(field, "is a list"));
            else foreach (var one in value.EnumerateArray().Where(v => v.ValueKind != JsonValueKind.String || !Enum(field).Contains(v.GetString()!)))
                no.Add(new(field, $"“{Short(one)}” is none of its values"));
        }
        else if (field == "content_id") Ean(value, no);
        else if (All.Value.Enums.TryGetValue(field, out var values))
        {
            if (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()!)) no.Add(new(field, $"“{Short(value)}” is none of its values"));
        }
        else no.Add(new(field, "is no field of a statement"));
    }

    static void Day(string field, JsonElement value, List<NotAccepted> no)
    {
        if (value.ValueKind != JsonValueKind.String || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            no.Add(new(field, "is a day, as 2026-11-25"));
        else if (day > new DateOnly(2038, 1, 1) || day < (field == "content_date" ? new DateOnly(2000, 1, 1) : new(2020, 1, 1))) no.Add(new(field, "lies outside the years that are taken"));
    }

    static void Ean(JsonElement value, List<NotAccepted> no)
    {
        if (value.ValueKind != JsonValueKind.Object) no.Add(new("content_id", "is an object with EAN-13"));
        else foreach (var p in value.EnumerateObject())
            if (p.Name != "EAN-13") no.Add(new("content_id", $"“{p.Name}” is no kind of number that is taken"));
            else if (p.Value.ValueKind != JsonValueKind.String || !IsEan(p.Value.GetString()!)) no.Add(new("content_id", "EAN-13 has thirteen digits and a right check digit"));
    }

    static void Together(Dictionary<string, JsonElement> given, List<NotAccepted> no)
    {
        string? Text(string field) => given.TryGetValue(field, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
        bool Holds(string field, string value) => given.TryGetValue(field, out var v) && v.ValueKind == JsonValueKind.Array && v.EnumerateArray().Any(x => x.ValueKind == JsonValueKind.String && x.GetString() == value);
        if (!Decisions.Any(f => given.TryGetValue(f, out var v) && !IsEmpty(v)))
            no.Add(new("decision_visibility", "one of decision_visibility, decision_monetary, decision_provision and decision_account is required"));
        void Paired(bool needed, string field)
        {
            if (needed && string.IsNullOrWhiteSpace(Text(field))) no.Add(new(field, "is required here"));
            if (!needed && Text(field) is not null) no.Add(new(field, "does not belong here"));
        }

        Paired(Holds("decision_visibility", "DECISION_VISIBILITY_OTHER"), "decision_visibility_other");
        Paired(Text("decision_monetary") == "DECISION_MONETARY_OTHER", "decision_monetary_other");
        Paired(Holds("content_type", "CONTENT_TYPE_OTHER"), "content_type_other");
        var isIllegal = Text("decision_ground") == "DECISION_GROUND_ILLEGAL_CONTENT";
        var isIncompatible = Text("decision_ground") == "DECISION_GROUND_INCOMPATIBLE_CONTENT";
        Paired(isIllegal, "illegal_content_legal_ground");
        Paired(isIllegal, "illegal_content_explanation");
        Paired(isIncompatible, "incompatible_content_ground");
        Paired(isIncompatible, "incompatible_content_explanation");
        if (!isIncompatible && given.ContainsKey("incompatible_content_illegal")) no.Add(new("incompatible_content_illegal", "does not belong here"));
        if (Text("source_type") == "SOURCE_VOLUNTARY" && Text("source_identity") is not null) no.Add(new("source_identity", "does not belong here"));
        if (Text("category_specification_other") is not null && !Holds("category_specification", "KEYWORD_OTHER")) no.Add(new("category_specification_other", "does not belong here"));
        foreach (var field in Days.Where(d => d.StartsWith("end_", StringComparison.Ordinal)))
            if (Text(field) is { } end && string.CompareOrdinal(end, Text("application_date")) < 0) no.Add(new(field, "lies before application_date"));
    }

    static void Personal(Dictionary<string, JsonElement> given, IReadOnlyCollection<string> personal, List<NotAccepted> no)
    {
        foreach (var (field, value) in given.Where(g => g.Value.ValueKind == JsonValueKind.String && Texts.ContainsKey(g.Key) && g.Key is not ("puid" or "decision_ground_reference_url")))
        {
            var text = value.GetString()!;
            if (Email().IsMatch(text) || Telephone().IsMatch(text) || personal.Any(p => p.Length >= 4 && text.Contains(p, StringComparison.OrdinalIgnoreCase)))
                no.Add(new(field, "holds personal data, which the database does not take (Art. 24(5) DSA)"));
        }
    }

    static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    static string Short(JsonElement value) => value.ToString() is var text && text.Length > 60 ? text[..60] + "…" : value.ToString();

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Puid();

    [GeneratedRegex(@"[^\s@]+@[^\s@]+\.[^\s@]+", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"\+\d[\d ()/-]{7,}\d", RegexOptions.NonBacktracking)]
    private static partial Regex Telephone();
}
