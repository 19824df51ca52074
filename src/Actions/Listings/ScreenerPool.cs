using System.Collections.Concurrent;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;

namespace Wardmark.Actions.Listings;

/// <summary>A listing with its pictures, ready to be screened.</summary>
public sealed record ListingToScreen(Listing Listing, IReadOnlyList<Pictures.StoredPicture> Pictures);

/// <summary>Screeners against the register in force, lent one to a thread.</summary>
public sealed class ScreenerPool(LiveRegister live, Weights weights, Policy policy)
{
    ConcurrentBag<Screener> _idle = [];
    RegisterSnapshot? _of;

    /// <summary>The policy in force.</summary>
    public Policy Policy => policy;

    /// <summary>Screens one listing; the snapshot it was screened against comes with it.</summary>
    public (RegisterSnapshot Snapshot, IReadOnlyList<Finding> Findings) Screen(ListingToScreen one)
    {
        var snapshot = live.Current();
        return (snapshot, Screen(snapshot, one));
    }

    /// <summary>Screens many on all cores, in order, against one snapshot of at least the version asked for.</summary>
    public (RegisterSnapshot Snapshot, IReadOnlyList<Finding>[] Findings) Screen(IReadOnlyList<ListingToScreen> many, long atLeast = 0)
    {
        var snapshot = live.Current(atLeast);
        var findings = new IReadOnlyList<Finding>[many.Count];
        Parallel.For(0, many.Count, i => findings[i] = Screen(snapshot, many[i]));
        return (snapshot, findings);
    }

    IReadOnlyList<Finding> Screen(RegisterSnapshot snapshot, ListingToScreen one)
    {
        if (_of != snapshot) (_of, _idle) = (snapshot, []);
        var idle = _idle;
        if (!idle.TryTake(out var screener)) screener = new(snapshot.Register, new(weights, policy));
        var pictures = new List<HashedPicture>();
        foreach (var p in one.Pictures)
            if (p.Pdq is not null) pictures.Add(new(p.Index, p.Source, p.Hash));
        var found = screener.Screen(one.Listing, pictures);
        idle.Add(screener);
        return [.. found.Where(f => f.Score >= policy.Find || f.Signals.Any(s => s.Signal == "AUTHORISED_SELLER"))];
    }
}
