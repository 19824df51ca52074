namespace Wardmark.Imaging.Codes;

/// <summary>What a bar code is made of, from left to right, and how its values are turned into text.</summary>
/// <param name="Head">The cells before the repeated one.</param>
/// <param name="Repeated">A cell that stands any number of times; none in a code of fixed length.</param>
/// <param name="Tail">The cells behind it.</param>
/// <param name="Modules">How wide a code of so many bars is from the first to the last, about.</param>
/// <param name="Decide">The likeliest text that its check character allows, by the costs of each value of each cell.</param>
sealed record BarLayout(IReadOnlyList<BarPattern> Head, BarPattern? Repeated, IReadOnlyList<BarPattern> Tail, Func<int, int> Modules, Func<IReadOnlyList<float[]>, Decision?> Decide)
{
    /// <summary>The codes that are read.</summary>
    public static readonly IReadOnlyList<BarLayout> All = [Retail.Long, Retail.Short, Code128.Layout, Itf14.Layout(3), Itf14.Layout(2)];
}

/// <summary>A text, and by how much the next likely one costs more.</summary>
/// <param name="Kind">As a code's kind is named.</param>
/// <param name="Text">What it says.</param>
/// <param name="Margin">Sum over the cells.</param>
readonly record struct Decision(string Kind, string Text, float Margin);

/// <summary>Picks a value a cell so that they sum to what a check character demands.</summary>
static class CheckedSum
{
    sealed record Path(float Cost, Path? Before, int Value);

    /// <summary>The cheapest values whose parts sum to nothing, and what the next cheapest cost more.</summary>
    /// <param name="costs">One array a cell, one cost a value.</param>
    /// <param name="modulus">What the parts are summed in.</param>
    /// <param name="part">What a value of a cell adds.</param>
    public static (float Cost, int[] Values, float Margin) Best(IReadOnlyList<ArraySegment<float>> costs, int modulus, Func<int, int, int> part)
    {
        var paths = new (Path? First, Path? Second)[modulus];
        paths[0].First = new(0, null, -1);
        for (var c = 0; c < costs.Count; c++)
        {
            var next = new (Path? First, Path? Second)[modulus];
            for (var v = 0; v < costs[c].Count; v++)
            {
                var added = part(c, v);
                for (var r = 0; r < modulus; r++)
                {
                    var (first, second) = paths[r];
                    if (first is null) continue;
                    ref var to = ref next[(r + added) % modulus];
                    Offer(ref to, first, v, costs[c][v]);
                    if (second is not null) Offer(ref to, second, v, costs[c][v]);
                }
            }

            paths = next;
        }

        var best = paths[0].First;
        if (best is null) return (float.PositiveInfinity, [], 0);
        var values = new int[costs.Count];
        var at = best;
        for (var c = costs.Count - 1; c >= 0; c--, at = at!.Before) values[c] = at!.Value;
        return (best.Cost, values, (paths[0].Second?.Cost ?? float.PositiveInfinity) - best.Cost);
    }

    static void Offer(ref (Path? First, Path? Second) to, Path before, int value, float cost)
    {
        var total = before.Cost + cost;
        if (to.First is null || total < to.First.Cost) to = (new(total, before, value), to.First);
        else if (to.Second is null || total < to.Second.Cost) to.Second = new(total, before, value);
    }
}
