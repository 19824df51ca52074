using System.Buffers;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Shapes;

/// <summary>
/// All connected parts of a plane that are brighter than their surroundings, at every threshold at once: part within part,
/// the whole plane at the root (max-tree by union and find: Berger et al. 2007).
/// </summary>
sealed class ComponentTree : IDisposable
{
    const int Levels = 64;

    readonly int _width;
    readonly int[] _nodeOfPixel;
    readonly int[] _first;
    readonly int[] _size;

    ComponentTree(int width, int[] nodeOfPixel, Component[] nodes, int count)
    {
        (_width, _nodeOfPixel, Nodes, Count) = (width, nodeOfPixel, nodes, count);
        (_first, _size) = (new int[count], new int[count]);
        Number();
    }

    /// <summary>How many parts.</summary>
    public int Count { get; }

    /// <summary>The parts, in a longer array; a part's parent, which holds it, stands before it, and the root first.</summary>
    public Component[] Nodes { get; }

    /// <summary>The tree of a plane's bright parts, or of its dark ones.</summary>
    public static ComponentTree Of(Plane plane, bool dark)
    {
        var pixels = plane.Values.Length;
        var level = ArrayPool<byte>.Shared.Rent(pixels);
        for (var i = 0; i < pixels; i++)
        {
            var value = (int)Math.Clamp(plane.Values[i] * (Levels / 256f), 0, Levels - 1);
            level[i] = (byte)(dark ? Levels - 1 - value : value);
        }

        var order = Brightest(level.AsSpan(0, pixels));
        var parent = Joined(order.AsSpan(0, pixels), plane.Width, plane.Height);

        // A pixel stands for its part where its parent is darker; a part's parent comes before it from here on.
        var nodeOfPixel = ArrayPool<int>.Shared.Rent(pixels);
        var nodes = ArrayPool<Component>.Shared.Rent(pixels);
        var count = 0;
        for (var i = pixels - 1; i >= 0; i--)
        {
            var p = order[i];
            var above = parent[p];
            if (level[parent[above]] == level[above]) above = parent[p] = parent[above];
            if (above != p && level[above] == level[p])
            {
                nodeOfPixel[p] = nodeOfPixel[above];
            }
            else
            {
                nodes[count] = new() { Level = level[p], Parent = above == p ? -1 : nodeOfPixel[above] };
                nodeOfPixel[p] = count++;
            }
        }

        for (int y = 0, p = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++, p++) nodes[nodeOfPixel[p]].Add(x, y);
        for (var n = count - 1; n > 0; n--) nodes[nodes[n].Parent].Add(nodes[n]);
        ArrayPool<byte>.Shared.Return(level);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<int>.Shared.Return(parent);
        return new(plane.Width, nodeOfPixel, nodes, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_nodeOfPixel);
        ArrayPool<Component>.Shared.Return(Nodes);
    }

    /// <summary>True where a pixel lies in a part.</summary>
    public bool Holds(int node, int x, int y)
    {
        var at = _first[_nodeOfPixel[(y * _width) + x]] - _first[node];
        return at >= 0 && at < _size[node];
    }

    static int[] Brightest(ReadOnlySpan<byte> level)
    {
        Span<int> starts = stackalloc int[Levels + 1];
        foreach (var l in level) starts[Levels - l]++;
        for (var i = 1; i <= Levels; i++) starts[i] += starts[i - 1];
        var order = ArrayPool<int>.Shared.Rent(level.Length);
        for (var p = 0; p < level.Length; p++) order[starts[Levels - 1 - level[p]]++] = p;
        return order;
    }

    static int[] Joined(ReadOnlySpan<int> order, int width, int height)
    {
        var parent = ArrayPool<int>.Shared.Rent(order.Length);
        var root = ArrayPool<int>.Shared.Rent(order.Length);
        root.AsSpan(0, order.Length).Fill(-1);
        foreach (var p in order)
        {
            parent[p] = p;
            root[p] = p;
            var (y, x) = Math.DivRem(p, width);
            if (x > 0) Join(p - 1, p, parent, root);
            if (x < width - 1) Join(p + 1, p, parent, root);
            if (y > 0) Join(p - width, p, parent, root);
            if (y < height - 1) Join(p + width, p, parent, root);
        }

        ArrayPool<int>.Shared.Return(root);
        return parent;
    }

    static void Join(int other, int p, int[] parent, int[] root)
    {
        if (root[other] < 0) return;
        var top = other;
        while (root[top] != top) top = root[top] = root[root[top]];
        if (top == p) return;
        root[top] = p;
        parent[top] = p;
    }

    // Parts numbered so that all that lie in one follow it.
    void Number()
    {
        for (var n = Count - 1; n >= 0; n--)
        {
            _size[n]++;
            if (n > 0) _size[Nodes[n].Parent] += _size[n];
        }

        var next = new int[Count];
        next[0] = 1;
        for (var n = 1; n < Count; n++)
        {
            _first[n] = next[Nodes[n].Parent];
            next[Nodes[n].Parent] += _size[n];
            next[n] = _first[n] + 1;
        }
    }
}
