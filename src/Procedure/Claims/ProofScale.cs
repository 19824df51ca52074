using Wardmark.Procedure.Shipped;

namespace Wardmark.Procedure.Claims;

/// <summary>What one proof weighs, and why.</summary>
public sealed record WeighedProof(ProofOfGoods Kind, double Weight, string Why);

/// <summary>Weighs a seller's proofs: a help for who decides, never a decision.</summary>
public static class ProofScale
{
    const string File = "notices/proofs.json";

    sealed record Rules(string Version, string Note, IReadOnlyDictionary<ProofOfGoods, double> Weights, double DoesNotNameGoods, double Undated, double DatedAfterListing);

    static readonly Lazy<Rules> Shipped = new(() => ShippedRules.Read<Rules>(File));

    /// <summary>Each proof with its weight.</summary>
    /// <param name="listedOn">When the listing was first seen: what is dated later shows little.</param>
    public static IReadOnlyList<WeighedProof> Weigh(IEnumerable<GoodsProof> proofs, DateOnly listedOn) => [.. proofs.Select(p => Weigh(p, listedOn))];

    static WeighedProof Weigh(GoodsProof p, DateOnly listedOn)
    {
        var rules = Shipped.Value;
        List<(double Factor, string Why)> less = [];
        if (!p.NamesGoods) less.Add((rules.DoesNotNameGoods, "does not name the goods"));
        if (p.Dated is null && p.Kind != ProofOfGoods.InHandPictures) less.Add((rules.Undated, "bears no date"));
        if (p.Dated > listedOn && p.Kind is ProofOfGoods.Invoice or ProofOfGoods.RetailReceipt or ProofOfGoods.PreviousOrder) less.Add((rules.DatedAfterListing, "is dated after the listing was first seen"));
        var weight = less.Aggregate(rules.Weights[p.Kind], (w, l) => w * l.Factor);
        return new(p.Kind, Math.Round(weight, 2), less.Count == 0 ? "as it should be" : string.Join(", ", less.Select(l => l.Why)));
    }

    /// <summary>All together, 0 to 1.</summary>
    public static double Together(IEnumerable<WeighedProof> proofs) => Math.Round(1 - proofs.Aggregate(1.0, (left, p) => left * (1 - p.Weight)), 2);
}
