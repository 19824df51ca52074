using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wardmark.Procedure.Shipped;

/// <summary>The desk's rules, as shipped: files in <c>config/notices</c>.</summary>
static class ShippedRules
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads one; a name it does not know is a fault of the build.</summary>
    public static T Read<T>(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file) ?? throw new InvalidDataException($"{file} is not shipped.");
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidDataException($"{file} is empty.");
    }
}
