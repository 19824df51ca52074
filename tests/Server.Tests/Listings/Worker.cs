using Wardmark.Actions.Jobs;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Policies;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;
using Wardmark.Actions.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Listings;

/// <summary>One worker over a store, as a process has it: with a register of its own in memory.</summary>
sealed class Worker
{
    readonly LiveRegister _live;
    readonly ScreenerPool _pool;
    readonly PictureStore _store;
    readonly Db _db;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Worker(Db db)
    {
        _db = db;
        _store = new PictureStore(db, new PictureWorkers());
        _live = new(db, _store, TimeProvider.System);
        _pool = new(db, _live, _store, new(db), Weights.Shipped);
    }

    public PolicyDesk Policies => new(_db, _live, TimeProvider.System);

    public Task<SubmittedListing> Submit(string id, string title) => Submit(new Listing { Id = id, Title = title, SellerId = "S1" });

    public async Task<SubmittedListing> Submit(Listing listing) =>
        (await new SubmitListings(_db, _pool, TimeProvider.System).Run([new(listing, [])], "test", Stop))[0];

    public Task<int> Import(string mark) => Import(new Trademark { Mark = mark });

    public Task<int> Import(Trademark mark) => new ImportRegister(_db, _live, new RightWatch(new MailDesk(_db, Site.Local, TimeProvider.System)), TimeProvider.System).Run([new(mark, [])], "test", Stop);

    public async Task RescreenAll(CancellationToken stop)
    {
        var rescreen = new RescreenListings(_db, _pool, _store, TimeProvider.System);
        while (await rescreen.RunBatch(stop)) stop.ThrowIfCancellationRequested();
    }
}
