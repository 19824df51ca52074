using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A register as it stood at one version, ready to screen, with the policies in force beside it.</summary>
/// <param name="Permitted">By number of mark: pictures that may be used for it although they are copies of its references.</param>
public sealed record RegisterSnapshot(long Version, IReadOnlyList<long> MarkIds, ScreenedRegister Register, PoliciesInForce Policies, IReadOnlyDictionary<long, IReadOnlyList<PdqHash>> Permitted)
{
    /// <summary>References that lead to no measure by themselves until a person has looked at them, by number of mark and name.</summary>
    public required IReadOnlySet<(long Mark, string Reference)> SetAside { get; init; }
}

/// <summary>
/// The register in force. A change by this process or another is seen within a second: only marks that changed are read
/// and prepared, in a layer over the register as it was loaded; a layer that has grown is loaded in beside the work.
/// </summary>
public sealed class LiveRegister(Db db, PictureStore store, TimeProvider time)
{
    // Preparing as many takes some hundredths of a second; up to here a layer is cheaper than loading everything.
    const int MostChanged = 5_000;
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    readonly Lock _refresh = new();
    readonly SortedDictionary<long, LoadedMark> _changed = [];
    Loaded? _whole;
    Loaded? _loaded;
    bool _isLoading;
    RegisterSnapshot? _snapshot;
    long _checkedAt;

    sealed record LoadedMark(long Id, Trademark Mark, IReadOnlyList<StoredPicture> Pictures, long Version);

    sealed record Loaded(long Version, long[] Ids, ScreenedRegister Register);

    /// <summary>The current snapshot, of at least the version that is asked for.</summary>
    public RegisterSnapshot Current(long atLeast = 0)
    {
        if (_snapshot is { } fresh && fresh.Version >= atLeast && time.GetElapsedTime(Volatile.Read(ref _checkedAt)) < Freshness) return fresh;
        // One looks; the others go on with what is known, unless they need what is newer.
        if (!_refresh.TryEnter())
        {
            if (_snapshot is { } known && known.Version >= atLeast) return known;
            _refresh.Enter();
        }

        try
        {
            var version = db.Read(RegisterVersion.Of);
            if (_snapshot?.Version != version || Volatile.Read(ref _loaded) is not null) _snapshot = db.Read(Refresh);
            Volatile.Write(ref _checkedAt, time.GetTimestamp());
            return _snapshot;
        }
        finally
        {
            _refresh.Exit();
        }
    }

    /// <summary>Looks again before the next screening: this process changed the register.</summary>
    public void Changed() => Volatile.Write(ref _checkedAt, long.MinValue / 2);

    RegisterSnapshot Refresh(DbConnection connection)
    {
        var version = RegisterVersion.Of(connection);
        if (_whole is null) Adopt(Load(connection, version));
        else if (Interlocked.Exchange(ref _loaded, null) is { } loaded) Adopt(loaded);
        foreach (var mark in Read(connection, Math.Max(_whole!.Version, _snapshot?.Version ?? 0))) _changed[mark.Id] = mark;
        if (_changed.Count > MostChanged && !Volatile.Read(ref _isLoading))
        {
            if (_whole.Ids.Length <= MostChanged) Adopt(Load(connection, version));
            else LoadBeside();
        }

        var policies = PoliciesInForce.Of(connection);
        var (ids, register) = _changed.Count == 0 ? (_whole.Ids, _whole.Register) : ((IReadOnlyList<long>)new Joined<long>(_whole.Ids, [.. _changed.Keys]), Layered());
        return new(version, ids, register, policies, PermittedOn(connection)) { SetAside = ReferenceFloods.SetAside(connection) };
    }

    static Dictionary<long, IReadOnlyList<PdqHash>> PermittedOn(DbConnection connection) => connection.Rows("SELECT id, permitted FROM marks WHERE permitted <> '[]'",
        r => (r.GetInt64(0), PermittedPicture.Read(r.GetString(1)))).ToDictionary(m => m.Item1, m => (IReadOnlyList<PdqHash>)[.. m.Item2.Select(p => PdqHash.Parse(p.Pdq))]);

    // A failure leaves the layer as it is; the next change tries again.
    void LoadBeside()
    {
        Volatile.Write(ref _isLoading, true);
        new Thread(() =>
        {
            try
            {
                Volatile.Write(ref _loaded, db.Read(c => Load(c, RegisterVersion.Of(c))));
            }
            catch (DbException)
            {
                Volatile.Write(ref _loaded, null);
            }
            finally
            {
                Volatile.Write(ref _isLoading, false);
            }
        })
        { IsBackground = true, Name = "register" }.Start();
    }

    // What changed after the whole was read stays in the layer.
    void Adopt(Loaded whole)
    {
        _whole = whole;
        foreach (var done in _changed.Values.Where(m => m.Version <= whole.Version).ToList()) _changed.Remove(done.Id);
    }

    ScreenedRegister Layered() => _whole!.Register.With(
        [.. _changed.Values.Select(m => m.Mark)],
        References([.. _changed.Values], _whole.Ids.Length),
        _changed.Keys.Select(id => Array.BinarySearch(_whole.Ids, id)).Where(at => at >= 0));

    Loaded Load(DbConnection connection, long version)
    {
        var marks = Read(connection, after: -1);
        return new(version, [.. marks.Select(m => m.Id)], new([.. marks.Select(m => m.Mark)], References(marks, 0)));
    }

    List<LoadedMark> Read(DbConnection connection, long after) => Read(connection, after, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));

    static List<LoadedMark> Read(DbConnection connection, long after, DateOnly today) => connection.Rows(
        "SELECT id, json, pictures, version FROM marks WHERE version > @after ORDER BY id",
        r => new LoadedMark(r.GetInt64(0), JsonSerializer.Deserialize<Trademark>(r.GetString(1), FindingJson.Wire)!.On(today), StoredPicture.Read(r.GetString(2)), r.GetInt64(3)), ("@after", after));

    IEnumerable<ReferencePicture> References(List<LoadedMark> marks, int first) =>
        marks.SelectMany((m, i) => m.Pictures.Select(p => (Picture: p, Head: store.HeadOf(p))).Where(p => p.Head is not null)
            .Select(p => new ReferencePicture(first + i, p.Picture.Source, p.Head!, () => store.PrintOf(p.Picture)) { Lines = p.Picture.Lines }));
}
