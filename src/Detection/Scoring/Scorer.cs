using Wardmark.Detection.Signals;

namespace Wardmark.Detection.Scoring;

/// <summary>Weighs what the signals see.</summary>
public sealed class Scorer(Weights weights, Policy policy)
{
    const string SetAside = " This reference is set aside: by itself it leads to no more than a look by a person.";

    /// <summary>The finding of one mark in one listing; nothing where no main signal fired.</summary>
    public Finding? Weigh(int mark, Sight sight)
    {
        var rows = new List<SignalRow>();
        var hasMainSignal = false;
        var isPermitted = false;
        foreach (var signal in AllSignals.InOrder)
        {
            if (signal.Look(sight) is not { } evidence) continue;
            hasMainSignal |= !signal.IsQualifier;
            isPermitted |= signal is AuthorisedSeller;
            var points = (int)Math.Round(weights.Signals[signal.Name].Weight * evidence.Strength, MidpointRounding.AwayFromZero);
            rows.Add(new(signal.Name, points, evidence.Field, evidence.Start, evidence.Length,
                evidence.Seen, evidence.Meets, evidence.IsSetAside ? evidence.Sentence + SetAside : evidence.Sentence) { Box = evidence.Box, IsSetAside = evidence.IsSetAside ? true : null });
        }

        if (!hasMainSignal) return null;
        AddCaps(rows);
        var finding = new Finding { MarkIndex = mark, Mark = sight.Mark?.Mark, Signals = rows, Disposition = Disposition.Allow };
        return isPermitted ? finding
            : finding with { Disposition = policy.For(finding.Score, finding.SureScore, new(sight.Listing.Category, sight.Listing.Market, sight.Mark?.Mark, sight.SellerTier)) };
    }

    void AddCaps(List<SignalRow> rows)
    {
        foreach (var (name, family) in weights.Families)
        {
            var sum = 0;
            foreach (var row in rows)
                if (row.Weight > 0 && row.Signal != SignalRow.Cap && weights.Signals[row.Signal].Family == name) sum += row.Weight;
            if (sum > family.Cap)
                rows.Add(new(SignalRow.Cap, family.Cap - sum, name, 0, 0, $"{sum}", $"{family.Cap}",
                    $"Signals of the family “{name}” see the same thing; together they count {family.Cap}, not {sum}."));
        }
    }
}
