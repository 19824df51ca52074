using System.Text.Json;
using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>Days on which marks change by themselves: a permission begins or has ended, a term is over. Rows, so that a restart misses none.</summary>
public sealed class TurningDays(Db db, LiveRegister live, IRightWatch watch, TimeProvider time)
{
    const string Due = "SELECT right_key FROM turning_days WHERE day <= @today";

    /// <summary>Lets what turns today take effect: marks are read anew, stored listings screened again, and what hangs on a mark hears of it.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = $"{now:yyyy-MM-dd}";
        if (db.Read(c => c.Scalar<long>($"SELECT EXISTS ({Due})", ("@today", today))) == 0) return false;
        await db.Write(connection =>
        {
            var marks = connection.Rows($"SELECT key, json FROM marks WHERE key IN ({Due})", r => (Key: r.GetString(0), Mark: JsonSerializer.Deserialize<Trademark>(r.GetString(1), FindingJson.Wire)!), ("@today", today));
            connection.Run($"UPDATE marks SET version = @version WHERE key IN ({Due})", ("@version", RegisterVersion.Of(connection) + 1), ("@today", today));
            connection.Run("DELETE FROM turning_days WHERE day <= @today", ("@today", today));
            foreach (var (key, mark) in marks) watch.Changed(connection, key, mark, mark, contact: null, now);
            RescreenRequest.Write(connection, now);
            return marks.Count;
        }, stop);
        live.Changed();
        return true;
    }

    internal static void Keep(DbConnection connection, string key, Trademark mark, DateTime now)
    {
        foreach (var day in mark.TurnsAfter(DateOnly.FromDateTime(now)))
            connection.Run("INSERT INTO turning_days (day, right_key) VALUES (@day, @key) ON CONFLICT DO NOTHING", ("@day", $"{day:yyyy-MM-dd}"), ("@key", key));
    }
}
