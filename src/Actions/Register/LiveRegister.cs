using System.Text.Json;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Images;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Actions.Register;

/// <summary>A register as it stood at one version, ready to screen.</summary>
public sealed record RegisterSnapshot(long Version, IReadOnlyList<long> MarkIds, ScreenedRegister Register);

/// <summary>The register in force. A change by this process or another is seen within a second.</summary>
public sealed class LiveRegister(Db db, TimeProvider time)
{
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    readonly Lock _rebuild = new();
    RegisterSnapshot? _snapshot;
    long _checkedAt;

    /// <summary>The current snapshot, of at least the version that is asked for.</summary>
    public RegisterSnapshot Current(long atLeast = 0)
    {
        if (_snapshot is { } fresh && fresh.Version >= atLeast && time.GetElapsedTime(Volatile.Read(ref _checkedAt)) < Freshness) return fresh;
        var version = db.Read(RegisterVersion.Of);
        lock (_rebuild)
        {
            if (_snapshot is null || _snapshot.Version != version) _snapshot = Load();
            Volatile.Write(ref _checkedAt, time.GetTimestamp());
            return _snapshot;
        }
    }

    /// <summary>Looks again before the next screening: this process changed the register.</summary>
    public void Changed() => Volatile.Write(ref _checkedAt, long.MinValue / 2);

    RegisterSnapshot Load() => db.Read(connection =>
    {
        var version = RegisterVersion.Of(connection);
        var rows = connection.Rows("SELECT id, json, pictures FROM marks ORDER BY id", r => (Id: r.GetInt64(0), Json: r.GetString(1), Pictures: r.GetString(2)));
        var marks = rows.ConvertAll(r => JsonSerializer.Deserialize<Trademark>(r.Json, FindingJson.Wire)!);
        var pictures = rows.SelectMany((r, i) => StoredPicture.Read(r.Pictures).Select(p => new ReferencePicture(i, p.Source, p.Hash)));
        return new RegisterSnapshot(version, rows.ConvertAll(r => r.Id), new(marks, pictures));
    });
}
