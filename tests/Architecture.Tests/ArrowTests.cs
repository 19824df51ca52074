using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Wardmark.House.Tests;

/// <summary>The rooms of the house and the arrows between them.</summary>
public sealed class ArrowTests
{
    static readonly string[] Floors = ["Registry", "Procedure", "Detection", "Imaging", "Storage", "Connectors", "Actions", "Server"];

    static readonly Lazy<List<(string From, string To)>> Arrows = new(() =>
    {
        var loaded = new ArchLoader().LoadAssemblies([.. Floors.Select(f => System.Reflection.Assembly.Load($"Wardmark.{f}")), System.Reflection.Assembly.Load("wardmark")]).Build();
        return [.. loaded.Types.SelectMany(t => t.Dependencies).Select(d => (From: Room(d.Origin), To: Room(d.Target)))
            .Where(a => a.From != a.To && a.From.Length > 0 && a.To.Length > 0).Distinct().Order()];
    });

    static string Room(IType type)
    {
        var parts = (type.Namespace?.FullName ?? "").Split('.');
        return parts is ["Wardmark", var floor, var room, ..] ? $"{floor}.{room}" : parts is ["Wardmark", var only] ? only : "";
    }

    [Fact]
    public void Rooms_form_no_circle()
    {
        var circles = CirclesIn(Arrows.Value);
        circles.ShouldBeEmpty(string.Join("; ", circles));
        CirclesIn([("a", "b"), ("b", "c"), ("c", "a")]).ShouldNotBeEmpty("the control: a planted circle is found");
    }

    [Fact]
    public void Arrows_between_rooms_are_the_approved_ones()
    {
        var now = string.Concat(Arrows.Value.Select(a => $"{a.From} -> {a.To}\n"));
        var file = Path.Combine(Source(), "arrows.approved.txt");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(file, now);
        File.ReadAllText(file).ShouldBe(now, "run with APPROVE=1 to approve a new arrow");
    }

    [Fact]
    public void The_pure_floors_reference_no_package()
    {
        foreach (var floor in (string[])["Registry", "Procedure", "Detection"])
            System.Reflection.Assembly.Load($"Wardmark.{floor}").GetReferencedAssemblies().Select(a => a.Name!)
                .ShouldAllBe(n => n.StartsWith("System", StringComparison.Ordinal) || n.StartsWith("Wardmark", StringComparison.Ordinal) || n.StartsWith("netstandard", StringComparison.Ordinal));
    }

    static List<string> CirclesIn(IReadOnlyList<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(a => a.From, a => a.To);
        var found = new List<string>();
        foreach (var start in arrows.Select(a => a.From).Distinct())
        {
            var (seen, todo) = (new HashSet<string>(), new Stack<string>(next[start]));
            while (todo.TryPop(out var at))
            {
                if (at == start) { found.Add(start); break; }
                if (seen.Add(at)) foreach (var n in next[at]) todo.Push(n);
            }
        }

        return found;
    }

    internal static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
