using Wardmark.Detection.Images;

namespace Wardmark.Detection.Shapes;

/// <summary>
/// All connected parts of a plane that are brighter than their surroundings, at every threshold at once: part within part,
/// the whole plane at the root (max-tree by union and find: Berger et al. 2007).
/// </summary>
sealed class ComponentTree
{
    const int Levels = 64;

    readonly int _width;
    readonly int[] _nodeOfPixel;
    readonly int[] _first;
    readonly int[] _size;

    ComponentTree(int width, int[] nodeOfPixel, Component[] nodes)
    {
        (_width, _nodeOfPixel, Nodes) = (width, nodeOfPixel, nodes);
        (_first, _size) = Numbered(nodes);
    }

    /// <summary>The parts; a part's parent, which holds it, stands before it, and the root first.</summary>
    public Component[] Nodes { get; }

    /// <summary>The tree of a plane's bright parts, or of its dark ones.</summary>
    public static ComponentTree Of(Plane plane, bool dark)
    {
        var level = new byte[plane.Values.Length];
        for (var i = 0; i < level.Length; i++)
        {
            var value = (int)Math.Clamp(plane.Values[i] * Levels / 256, 0, Levels - 1);
            level[i] = (byte)(dark ? Levels - 1 - value : value);
        }

        var order = Brightest(level);
        var parent = Joined(order, plane.Width, plane.Height);

        // A pixel stands for its part where its parent is darker.
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var p = order[i];
            if (level[parent[parent[p]]] == level[parent[p]]) parent[p] = parent[parent[p]];
        }

        var nodeOfPixel = new int[level.Length];
        var nodes = new List<Component>();
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var p = order[i];
            var isOne = parent[p] == p || level[parent[p]] != level[p];
            if (isOne) nodes.Add(new() { Level = level[p], Parent = parent[p] == p ? -1 : nodeOfPixel[parent[p]] });
            nodeOfPixel[p] = isOne ? nodes.Count - 1 : nodeOfPixel[parent[p]];
        }

        var all = nodes.ToArray();
        for (var p = 0; p < nodeOfPixel.Length; p++) all[nodeOfPixel[p]].Add(p % plane.Width, p / plane.Width);
        for (var n = all.Length - 1; n > 0; n--) all[all[n].Parent].Add(all[n]);
        return new(plane.Width, nodeOfPixel, all);
    }

    /// <summary>True where a pixel lies in a part.</summary>
    public bool Holds(int node, int x, int y)
    {
        var at = _first[_nodeOfPixel[(y * _width) + x]] - _first[node];
        return at >= 0 && at < _size[node];
    }

    static int[] Brightest(byte[] level)
    {
        Span<int> starts = stackalloc int[Levels + 1];
        foreach (var l in level) starts[Levels - l]++;
        for (var i = 1; i <= Levels; i++) starts[i] += starts[i - 1];
        var order = new int[level.Length];
        for (var p = 0; p < level.Length; p++) order[starts[Levels - 1 - level[p]]++] = p;
        return order;
    }

    static int[] Joined(int[] order, int width, int height)
    {
        var parent = new int[order.Length];
        var root = new int[order.Length];
        Array.Fill(root, -1);
        foreach (var p in order)
        {
            parent[p] = p;
            root[p] = p;
            int x = p % width, y = p / width;
            if (x > 0) Join(p - 1, p);
            if (x < width - 1) Join(p + 1, p);
            if (y > 0) Join(p - width, p);
            if (y < height - 1) Join(p + width, p);
        }

        return parent;

        void Join(int other, int p)
        {
            if (root[other] < 0) return;
            var top = other;
            while (root[top] != top) top = root[top] = root[root[top]];
            if (top == p) return;
            root[top] = p;
            parent[top] = p;
        }
    }

    // Parts numbered so that all that lie in one follow it.
    static (int[] First, int[] Size) Numbered(Component[] nodes)
    {
        var size = new int[nodes.Length];
        for (var n = nodes.Length - 1; n >= 0; n--)
        {
            size[n]++;
            if (n > 0) size[nodes[n].Parent] += size[n];
        }

        var first = new int[nodes.Length];
        var next = new int[nodes.Length];
        next[0] = 1;
        for (var n = 1; n < nodes.Length; n++)
        {
            first[n] = next[nodes[n].Parent];
            next[nodes[n].Parent] += size[n];
            next[n] = first[n] + 1;
        }

        return (first, size);
    }
}
