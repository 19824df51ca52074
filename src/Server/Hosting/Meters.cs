using System.Diagnostics.Metrics;
using Wardmark.Actions.Alarms;
using Wardmark.Storage;

namespace Wardmark.Server.Hosting;

/// <summary>What an operator's alarms go by, at <c>/metrics</c>: what waits to go out, and what was given up.</summary>
sealed class Meters : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Wardmark";

    readonly Meter _meter = new(Name);

    public Meters(Db db)
    {
        _meter.CreateObservableGauge("wardmark.parked", () => Each(db, w => w.Parked), description: "Messages, mails and statements given up after eight tries; anything above 0 needs a person.");
        _meter.CreateObservableGauge("wardmark.waiting", () => Each(db, w => w.Waiting), description: "Messages, mails and statements that wait to go out.");
    }

    public void Dispose() => _meter.Dispose();

    static IEnumerable<Measurement<long>> Each(Db db, Func<ParkedWork, long> value) => db.Read(ParkedWork.Of).ConvertAll(w => new Measurement<long>(value(w), new KeyValuePair<string, object?>("way", w.Way)));
}
