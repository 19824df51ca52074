using System.CommandLine;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Policies;
using Wardmark.Actions.Register;
using Wardmark.Cli.Scanning;
using Wardmark.Connectors.Fetching;
using Wardmark.Imaging.Worker;
using Wardmark.Storage;

namespace Wardmark.Cli.Commands;

/// <summary>A data folder opened by a command, with what commands do to it.</summary>
sealed class DataFolder : IDisposable
{
    /// <summary>The option that names it.</summary>
    public static readonly Option<string> Option = new("--data")
    {
        Description = "The data folder: store, pictures, weights.json. The store lies in PostgreSQL instead where WARDMARK_DATABASE is its connection string.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("WARDMARK_DATA_FOLDER") ?? "wardmark-data",
    };

    public DataFolder(string path)
    {
        Db = new(path, Environment.GetEnvironmentVariable(Storage.Db.Variable));
        Weights = ScoringConfig.Weights(path);
        Pictures = new(Db, Workers);
        Live = new(Db, Pictures, TimeProvider.System);
        Uses = new(Db);
        Screeners = new(Db, Live, Pictures, Uses, Weights);
    }

    readonly SemaphoreSlim _reading = new(Environment.ProcessorCount * 2);

    public Db Db { get; }

    public Detection.Scoring.Weights Weights { get; }

    public PictureStore Pictures { get; }

    public FindPicture FindPicture => new(Db, Pictures, Uses, Workers);

    PictureUses Uses { get; }

    PictureWorkers Workers { get; } = new();

    public AccountDesk Accounts => new(Db, TimeProvider.System);

    public ApiKeys Keys => new(Db, TimeProvider.System);

    public ImportRegister ImportRegister => new(Db, Live, Watch, TimeProvider.System);

    public IRightWatch Watch => new RightWatch(Mail);

    public ReviewEnrolment ReviewEnrolment => new(Db, Mail, TimeProvider.System);

    public NoticeDesk Notices => new(Db, Effects, Mail, TimeProvider.System);

    public BulkNotices BulkNotices => new(Notices);

    public static LumenExport LumenExport => new(Here);

    public ClaimDesk Claims => new(Db, Effects, TimeProvider.System);

    ClaimEffects Effects => new(Mail, Here);

    MailDesk Mail => new(Db, Here, TimeProvider.System);

    static Site Here => new(new(Environment.GetEnvironmentVariable("WARDMARK_PUBLIC_URL") ?? Site.Local.Address.ToString()), Site.Local.MailFrom);

    public PolicyDesk Policies => new(Db, Live, TimeProvider.System);

    public SubmitListings SubmitListings => new(Db, Screeners, TimeProvider.System);

    public ScreenerPool Screeners { get; }

    LiveRegister Live { get; }

    /// <summary>The pictures a row names, kept in the folder; those that cannot be had are described by their problem.</summary>
    public async Task<List<StoredPicture>> Keep(IReadOnlyList<string> images, string folder, bool isReference, CancellationToken stop)
    {
        var kept = new List<StoredPicture>();
        for (var i = 0; i < images.Count; i++)
        {
            // A batch asks for all its pictures at once; only so many lie in memory.
            await _reading.WaitAsync(stop);
            try
            {
                var bytes = LocalPictures.Bytes(images[i], folder, out var problem);
                kept.Add(bytes is null
                    ? new(i, images[i].Length <= 300 ? images[i] : $"picture {i + 1}", null, null, 0, problem ?? (PictureFetcher.Refuse(images[i], allowPrivate: true, out _) is { } no ? $"the address {no}" : StoredPicture.IsAwaited))
                    : await (isReference ? Pictures.KeepReference(i, images[i], bytes, stop) : Pictures.Keep(i, images[i], bytes, stop)));
            }
            finally
            {
                _reading.Release();
            }
        }

        return kept;
    }

    public void Dispose()
    {
        Workers.Dispose();
        _reading.Dispose();
        Db.Dispose();
    }
}
