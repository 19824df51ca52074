using System.Collections.Concurrent;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Registry.Listings;

namespace Wardmark.Actions.Listings;

/// <summary>A listing with its pictures, ready to be screened.</summary>
public sealed record ListingToScreen(Listing Listing, IReadOnlyList<Pictures.StoredPicture> Pictures);

/// <summary>What a screening was made with: the register as it stood, the weights and the policy.</summary>
public sealed record ScreeningBasis(RegisterSnapshot Register, Weights Weights, Policy Policy);

/// <summary>Screeners against the register in force, lent one to a thread.</summary>
public sealed class ScreenerPool(LiveRegister live, Weights weights, Policy policy)
{
    // Screeners stay with the snapshot they were made for; a new snapshot has its own.
    Lent _lent = new(new(new(-1, [], new([])), weights, policy));

    /// <summary>Screens one listing.</summary>
    public IReadOnlyList<Finding> Screen(ListingToScreen one) => Against(live.Current()).Screen(one);

    /// <summary>Screens many on all cores, in order, against one snapshot of at least the version asked for.</summary>
    public (ScreeningBasis Basis, IReadOnlyList<Finding>[] Findings) Screen(IReadOnlyList<ListingToScreen> many, long atLeast = 0)
    {
        var lent = Against(live.Current(atLeast));
        var findings = new IReadOnlyList<Finding>[many.Count];
        Parallel.For(0, many.Count, i => findings[i] = lent.Screen(many[i]));
        return (lent.Basis, findings);
    }

    Lent Against(RegisterSnapshot snapshot)
    {
        var lent = _lent;
        if (lent.Basis.Register != snapshot) _lent = lent = new(new(snapshot, weights, policy));
        return lent;
    }

    sealed class Lent(ScreeningBasis basis)
    {
        readonly ConcurrentBag<Screener> _idle = [];

        public ScreeningBasis Basis => basis;

        public IReadOnlyList<Finding> Screen(ListingToScreen one)
        {
            if (!_idle.TryTake(out var screener)) screener = new(basis.Register.Register, new(basis.Weights, basis.Policy));
            var pictures = new List<HashedPicture>();
            foreach (var p in one.Pictures)
                if (p.Pdq is not null) pictures.Add(new(p.Index, p.Source, p.Hash));
            var found = screener.Screen(one.Listing, pictures);
            _idle.Add(screener);
            return [.. found.Where(f => f.Score >= basis.Policy.Find || f.Signals.Any(s => s.Signal == AuthorisedSeller.SignalName))];
        }
    }
}
