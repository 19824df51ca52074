using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wardmark.Detection.Scoring;

/// <summary>Findings and their rows as JSON; one spelling for files, answers, webhooks and the ledger.</summary>
public static class FindingJson
{
    /// <summary>snake_case, as every wire of the product; strangers' members and duplicates are refused.</summary>
    public static JsonSerializerOptions Wire { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The object: listing_id, mark, score, use, disposition, signals.</summary>
    public static void Write(Utf8JsonWriter json, string listingId, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("listing_id", listingId);
        json.WriteString("mark", finding.Mark);
        json.WriteNumber("score", finding.Score);
        json.WriteString("use", MarkUses.NameOf(finding.Use));
        json.WriteString("disposition", NameOf(finding.Disposition));
        json.WritePropertyName("signals");
        JsonSerializer.Serialize(json, finding.Signals, Wire);
        json.WriteEndObject();
    }

    /// <summary>The rows alone.</summary>
    public static string Rows(IReadOnlyList<SignalRow> rows) => JsonSerializer.Serialize(rows, Wire);

    /// <summary>Reads rows.</summary>
    public static IReadOnlyList<SignalRow> ReadRows(string json) => JsonSerializer.Deserialize<SignalRow[]>(json, Wire)!;

    /// <summary>A disposition as the wire spells it.</summary>
    public static string NameOf(Disposition disposition) => disposition.ToString().ToLowerInvariant();
}
