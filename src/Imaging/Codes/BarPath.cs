namespace Wardmark.Imaging.Codes;

/// <summary>Where the cells of a code lie along a strip to look most like it.</summary>
sealed class BarPath
{
    /// <summary>How many samples of a strip a module takes where the bars' length is told right.</summary>
    public const int SamplesAModule = 4;

    // How wide a module may be, of the width that the bars' length gives, and what it costs where neighbouring cells differ by a step.
    const int Widths = 16;
    const float Narrowest = 0.62f;
    const float Step = 1.06f;
    const float StepCost = 0.004f;
    const int MostRepeated = 40;
    // How much of the length over which bars are seen a code takes.
    const double LeastCovered = 0.6;
    const double MostCovered = 1.4;
    // No code costs more a module, but for so many modules' worth more on the way.
    const float MostCost = 0.15f;
    const int Slack = 6;
    // By what share of the strip a cell may lie off its place.
    const double Play = 0.25;
    const float Never = float.PositiveInfinity;

    static readonly float[] ModuleWidths = [.. Enumerable.Range(0, Widths).Select(k => SamplesAModule * Narrowest * MathF.Pow(Step, k))];

    /// <summary>Mean cost of a cell, each as its modules weigh.</summary>
    public required float Cost { get; init; }

    /// <summary>What each value of each cell costs there.</summary>
    public required IReadOnlyList<float[]> Costs { get; init; }

    /// <summary>The best path; nothing where the code does not fit on the strip.</summary>
    /// <param name="strip">Brightness, evened out.</param>
    /// <param name="layout">What the code is made of.</param>
    /// <param name="blur">Which of <see cref="BarPattern.Blurs"/>.</param>
    /// <param name="cells">How many cells it must have; any number where it is not given.</param>
    public static BarPath? Find(float[] strip, BarLayout layout, int blur, int? cells)
    {
        var costs = layout.Head.Concat(layout.Tail).Append(layout.Repeated).OfType<BarPattern>().Distinct().ToDictionary(p => p, p => new Cheapest(strip, p, blur));
        var steps = new List<Front> { Front.First(strip.Length) };
        var whole = layout.Repeated is null ? layout.Head.Sum(c => c.Modules) : 0;
        foreach (var cell in layout.Head) steps.Add(steps[^1].Then(costs[cell], whole));
        if (layout.Repeated is not { } repeated) return Traced(strip, steps, blur);
        BarPath? best = null;
        for (var n = 1; n <= MostRepeated && steps[^1].GoesOn; n++)
        {
            steps.Add(steps[^1].Then(costs[repeated], 0));
            if (cells is { } wanted && wanted != layout.Head.Count + n + layout.Tail.Count) continue;
            List<Front> ended = [.. steps];
            foreach (var cell in layout.Tail) ended.Add(ended[^1].Then(costs[cell], 0));
            if (Traced(strip, ended, blur) is { } found && (best is null || found.Cost < best.Cost)) best = found;
        }

        return best;
    }

    static BarPath? Traced(float[] strip, List<Front> steps, int blur)
    {
        var (at, width, cost) = steps[^1].Best();
        if (float.IsPositiveInfinity(cost)) return null;
        var places = new (int At, int Width)[steps.Count - 1];
        var costs = new float[places.Length][];
        for (var s = steps.Count - 1; s > 0; s--)
        {
            var cell = steps[s].Cell!;
            var (begins, before) = steps[s].Before(at, width);
            places[s - 1] = (begins, width);
            costs[s - 1] = new float[cell.Count];
            Compare(strip, cell, begins, width, blur, costs[s - 1]);
            (at, width) = (begins, before);
        }

        // From the first bar to the last, without the quiet zones.
        var covered = (places[^1].At - places[1].At) / (strip.Length / (1 + (2 * BarStrip.Beyond)));
        if (covered is < LeastCovered or > MostCovered) return null;
        return new() { Cost = cost / steps[^1].Modules, Costs = costs };
    }

    static int Reach(BarPattern cell, int k) => (int)MathF.Round(cell.Modules * ModuleWidths[k]);

    static void Fill(float[,] table, float value) => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref table[0, 0], table.Length).Fill(value);

    // The cost of the likeliest value of a cell at a place, worked out when it is asked for.
    sealed class Cheapest
    {
        readonly float[] _strip;
        readonly float[,] _costs;
        readonly float[] _values;
        readonly int _blur;

        public Cheapest(float[] strip, BarPattern cell, int blur)
        {
            (_strip, _costs, _values, _blur, Cell) = (strip, new float[Widths, strip.Length], new float[cell.Count], blur, cell);
            Fill(_costs, float.NaN);
        }

        public BarPattern Cell { get; }

        public float At(int k, int at)
        {
            ref var cost = ref _costs[k, at];
            if (!float.IsNaN(cost)) return cost;
            Compare(_strip, Cell, at, k, _blur, _values);
            return cost = System.Numerics.Tensors.TensorPrimitives.Min<float>(_values);
        }
    }

    static void Compare(float[] strip, BarPattern cell, int at, int k, int blur, Span<float> costs)
    {
        Span<float> seen = stackalloc float[cell.Points];
        float spacing = ModuleWidths[k] / BarPattern.PointsAModule, from = at - (0.5f * ModuleWidths[k]) + (0.5f * spacing) - 0.5f, sum = 0;
        for (var p = 0; p < seen.Length; p++)
        {
            var place = Math.Clamp(from + (p * spacing), 0, strip.Length - 1.001f);
            var left = (int)place;
            seen[p] = strip[left] + ((place - left) * (strip[left + 1] - strip[left]));
            sum += seen[p];
        }

        float mean = sum / seen.Length, energy = 0;
        for (var p = 0; p < seen.Length; p++)
        {
            seen[p] -= mean;
            energy += seen[p] * seen[p];
        }

        cell.Compare(seen, energy, blur, costs);
    }

    // What it costs at least to have come to each place with each width, and from which width. What costs more than a code can is not followed.
    sealed class Front
    {
        readonly float[,] _costs;
        readonly sbyte[,] _from;

        Front(int places, BarPattern? cell, int modules)
        {
            (_costs, _from, Cell, Modules) = (new float[Widths, places + 1], new sbyte[Widths, places + 1], cell, modules);
            if (cell is not null) Fill(_costs, Never);
        }

        public BarPattern? Cell { get; }

        /// <summary>How many modules lie behind.</summary>
        public int Modules { get; }

        public bool GoesOn { get; private set; } = true;

        public static Front First(int places) => new(places, null, 0);

        public Front Then(Cheapest cheapest, int whole)
        {
            var (places, cell) = (_costs.GetLength(1) - 1, cheapest.Cell);
            var next = new Front(places, cell, Modules + cell.Modules) { GoesOn = false };
            float most = MostCost * (Modules + Slack), turn = StepCost * cell.Modules;
            // A code of fixed length lies about where the bars do, so its cells do as well.
            var share = whole == 0 ? 0 : (double)Modules / whole;
            int first = whole == 0 ? 0 : Math.Max(0, (int)(places * (share - Play))), last = whole == 0 ? places : Math.Min(places, (int)(places * (share + Play)));
            for (var k = 0; k < Widths; k++)
            {
                var reach = Reach(cell, k);
                for (var p = first; p + reach <= places && p < last; p++)
                {
                    var (cost, from) = (_costs[k, p], k);
                    if (k > 0 && _costs[k - 1, p] + turn < cost) (cost, from) = (_costs[k - 1, p] + turn, k - 1);
                    if (k < Widths - 1 && _costs[k + 1, p] + turn < cost) (cost, from) = (_costs[k + 1, p] + turn, k + 1);
                    if (cost > most) continue;
                    next._costs[k, p + reach] = cost + (cheapest.At(k, p) * cell.Modules);
                    next._from[k, p + reach] = (sbyte)from;
                    next.GoesOn = true;
                }
            }

            return next;
        }

        public (int At, int Width, float Cost) Best()
        {
            var best = (At: 0, Width: 0, Cost: Never);
            for (var k = 0; k < Widths; k++)
                for (var p = 0; p < _costs.GetLength(1); p++)
                    if (_costs[k, p] < best.Cost) best = (p, k, _costs[k, p]);
            return best;
        }

        // Where the cell that ends here begins, and the width of the one before it.
        public (int At, int Width) Before(int at, int width) => (at - Reach(Cell!, width), _from[width, at]);
    }
}
