using System.Text.Json;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Scope;

/// <summary>Which countries a territory holds, and where a first sale exhausts a right.</summary>
static class Territories
{
    sealed record Area(string Markets, string[] SoldIn);

    sealed record File(string Version, string[] Sources, Dictionary<string, string[]> Groups, Area[] Exhaustion);

    static readonly File Shipped = Read();

    /// <summary>True where the territory is the country or a group it belongs to. EM, the office, stands for EU.</summary>
    public static bool Holds(string territory, string country)
    {
        var name = string.Equals(territory, "EM", StringComparison.OrdinalIgnoreCase) ? "EU" : territory.ToUpperInvariant();
        return string.Equals(name, country, StringComparison.OrdinalIgnoreCase)
            || (Shipped.Groups.TryGetValue(name, out var members) && members.Contains(country, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>True where goods first sold in one country by the owner may be sold on in another. Elsewhere than in Europe any first sale will do.</summary>
    public static bool IsExhausted(string market, string soldIn) =>
        Array.Find(Shipped.Exhaustion, a => Holds(a.Markets, market)) is not { } area || Array.Exists(area.SoldIn, a => Holds(a, soldIn));

    static File Read()
    {
        using var stream = ShippedData.Open("rights/territories.json");
        return JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!;
    }
}
