using System.Collections.Concurrent;
using System.Text.Json;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>A listing with its pictures, ready to be screened.</summary>
public sealed record ListingToScreen(Listing Listing, IReadOnlyList<StoredPicture> Pictures);

/// <summary>What the policies in force make of a listing.</summary>
/// <param name="Shadow">For each finding, what the policy in shadow would have done; nothing where none is in shadow.</param>
public sealed record Screening(IReadOnlyList<Finding> Findings, IReadOnlyList<Disposition>? Shadow);

/// <summary>What a screening was made with: the register and the policies as they stood, and the weights.</summary>
public sealed record ScreeningBasis(RegisterSnapshot Register, Weights Weights)
{
    /// <summary>The policy that decides.</summary>
    public Policy Policy => Register.Policies.Live;
}

/// <summary>Screeners against the register in force, lent one to a thread.</summary>
public sealed class ScreenerPool(Db db, LiveRegister live, PictureStore store, PictureUses uses, Weights weights)
{
    // Screeners stay with the snapshot they were made for; a new snapshot has its own.
    Lent? _lent;

    /// <summary>Loads the register of at least the version asked for, before pictures are kept: what is read of them depends on whether it holds logos.</summary>
    public void Ready(long atLeast = 0) => Against(live.Current(atLeast));

    /// <summary>Screens one listing.</summary>
    public Screening Screen(ListingToScreen one)
    {
        return Screen([one]).Screenings[0];
    }

    /// <summary>Screens many on all cores, in order, against one snapshot of at least the version asked for.</summary>
    public (ScreeningBasis Basis, Screening[] Screenings) Screen(IReadOnlyList<ListingToScreen> many, long atLeast = 0)
    {
        var lent = Against(live.Current(atLeast));
        var tiers = TiersOf(many, lent.Basis);
        var screenings = new Screening[many.Count];
        if (many is [var one]) screenings[0] = lent.Screen(one, tiers, null);
        else Parallel.For(0, many.Count, i => screenings[i] = lent.Screen(many[i], tiers, null));
        foreach (var (at, twins) in TwinsOf(many, screenings)) screenings[at] = lent.Screen(many[at], tiers, twins);
        return (lent.Basis, screenings);
    }

    // Looked for only where something was found: by itself a shared text or picture is no finding.
    Dictionary<int, Twins> TwinsOf(IReadOnlyList<ListingToScreen> many, Screening[] screenings)
    {
        var suspects = Enumerable.Range(0, many.Count).Where(i => screenings[i].Findings.Count > 0 && many[i] is { Listing.SellerId: not null } one && (one.Pictures.Count > 0 || one.Listing.Description is { Length: > 0 })).ToList();
        if (suspects.Count == 0) return [];
        var written = suspects.Select(i => (At: i, many[i].Listing, Prints: TextTwins.PrintsOf(many[i].Listing))).Where(s => s.Prints.Length > 0).ToList();
        return db.Read(c =>
        {
            var texts = written.Count == 0 ? [] : TextTwins.Find(c, written);
            return suspects.Select(i => (At: i, Twins: new Twins(texts.GetValueOrDefault(i), uses.TwinOf(c, many[i].Listing.Id, many[i].Listing.SellerId, PrintsOf(many[i])))))
                .Where(t => t.Twins is not { Text: null, Picture: null }).ToDictionary(t => t.At, t => t.Twins);
        });
    }

    IEnumerable<(int, PicturePrint)> PrintsOf(ListingToScreen one) => one.Pictures.Where(p => p.Pdq is not null && p.Quality >= Pdq.LowestUsefulQuality)
        .Select(p => (p.Index, Print: store.PrintOf(p))).Where(p => p.Print is not null).Select(p => (p.Index, p.Print!));

    Lent Against(RegisterSnapshot snapshot)
    {
        var lent = _lent;
        if (lent?.Basis.Register != snapshot)
        {
            _lent = lent = new(new(snapshot, weights), store);
            store.LooksForLogos = snapshot.Register.LogoCount > 0;
        }

        return lent!;
    }

    // Asked of the store only where a rule goes by it.
    Dictionary<string, string> TiersOf(IReadOnlyList<ListingToScreen> many, ScreeningBasis basis)
    {
        var (policy, shadow) = basis.Register.Policies;
        if (!policy.AsksForTier && shadow is not { AsksForTier: true }) return [];
        var sellers = many.Select(l => l.Listing.SellerId).OfType<string>().Distinct();
        return db.Read(c => c.Rows("SELECT id, tier FROM sellers WHERE tier IS NOT NULL AND id IN (SELECT value FROM json_each(@ids))",
            r => (Id: r.GetString(0), Tier: r.GetString(1)), ("@ids", JsonSerializer.Serialize(sellers)))).ToDictionary(s => s.Id, s => s.Tier);
    }

    sealed class Lent(ScreeningBasis basis, PictureStore store)
    {
        readonly ConcurrentBag<Screener> _idle = [];

        public ScreeningBasis Basis => basis;

        public Screening Screen(ListingToScreen one, Dictionary<string, string> tiers, Twins? twins)
        {
            if (!_idle.TryTake(out var screener)) screener = new(basis.Register.Register, new(basis.Weights, basis.Policy)) { IsSetAside = basis.Register.SetAside.Count == 0 ? null : IsSetAside };
            var pictures = new List<SeenPicture>();
            foreach (var p in one.Pictures)
                if (p.Pdq is not null)
                {
                    var print = basis.Register.Register.PictureCount > 0 ? store.PrintOf(p) : null;
                    pictures.Add(new(p.Index, p.Source, print) { Lines = p.Lines, Codes = p.Codes, Origin = p.Origin, IsPermittedFor = print is null || basis.Register.Permitted.Count == 0 ? null : mark => IsPermitted(print, mark) });
                }

            var tier = one.Listing.SellerId is { } seller ? tiers.GetValueOrDefault(seller) : null;
            var found = screener.Screen(one.Listing, pictures, tier, twins);
            _idle.Add(screener);
            Finding[] kept = [.. found.Where(f => f.Score >= basis.Policy.Find || IsPermitted(f))];
            return new(kept, basis.Register.Policies.Shadow is not { } shadow ? null : [.. kept.Select(f => IsPermitted(f)
                ? Disposition.Allow
                : shadow.For(f.Score, f.SureScore, new(one.Listing.Category, one.Listing.Market, f.Mark, tier)))]);
        }

        bool IsSetAside(int mark, string reference) => basis.Register.SetAside.Contains((basis.Register.MarkIds[mark], reference));

        bool IsPermitted(PicturePrint print, int mark) => basis.Register.Permitted.TryGetValue(basis.Register.MarkIds[mark], out var permitted) && PermittedPicture.Covers(permitted, print);

        static bool IsPermitted(Finding f) => f.Signals.Any(s => s.Signal == AuthorisedSeller.SignalName);
    }
}
