using System.Text.RegularExpressions;
using Wardmark.Cli.Commands;

namespace Wardmark.House.Tests;

/// <summary>The house rules, each with the file and line that breaks it.</summary>
public sealed partial class TidyTests
{
    static readonly string Root = Path.GetFullPath(Path.Combine(ArrowTests.Source(), "..", ".."));

    static IEnumerable<(string Path, string[] Lines)> Sources(string pattern = "*.cs") =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), pattern, SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(Root, f), File.ReadAllLines(f)));

    [Fact]
    public void No_file_has_more_than_400_lines() => Sources().Where(f => f.Lines.Length > 400).Select(f => f.Path).ShouldBeEmpty();

    [Fact]
    public void No_line_is_longer_than_the_ratchet() =>
        Sources().SelectMany(f => f.Lines.Select((l, i) => (f.Path, Line: i + 1, l.Length))).Where(l => l.Length > 254).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_unfinished_by_its_own_words() =>
        Sources().SelectMany(f => f.Lines.Where(l => Unfinished().IsMatch(l)).Select(l => $"{f.Path}: {l.Trim()}")).ShouldBeEmpty();

    [Fact]
    public void Type_names_have_no_empty_suffix() =>
        Sources().SelectMany(f => f.Lines.Select(l => EmptySuffix().Match(l)).Where(m => m.Success).Select(m => $"{f.Path}: {m.Groups[1].Value}")).ShouldBeEmpty();

    [Fact]
    public void Everything_is_caught_only_at_the_borders() => Sources()
        .Where(f => f.Lines.Any(l => l.Contains("catch (Exception)", StringComparison.Ordinal) || Regex.IsMatch(l, @"catch \(Exception e\)\s*$", RegexOptions.None, TimeSpan.FromSeconds(1))))
        .Select(f => f.Path.Replace('\\', '/')).ShouldBe(["src/Cli/Program.cs", "src/Connectors/Delivery/PublicHttp.cs"], ignoreOrder: true, "the one ends the program with a message, the other closes the socket and throws on");

    [Fact]
    public void The_root_holds_only_known_documents() => Directory.EnumerateFiles(Root, "*.md").Select(f => Path.GetFileName(f))
        .Except(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]).ShouldBeEmpty();

    [Fact]
    public void Links_in_the_documents_lead_somewhere()
    {
        var dead = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")))
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
                if (!link.Groups[1].Value.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value)))
                    dead.Add($"{Path.GetRelativePath(Root, file)}: {link.Groups[1].Value}");
        dead.ShouldBeEmpty();
    }

    [Fact]
    public void Types_that_the_documents_name_exist()
    {
        var types = Sources().SelectMany(f => f.Lines.Select(l => TypeName().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)).ToHashSet();
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .SelectMany(f => QuotedType().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value).Where(t => !types.Contains(t)).Select(t => $"{Path.GetRelativePath(Root, f)}: {t}")).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_of_the_configuration_is_read() => Directory.EnumerateFiles(Path.Combine(Root, "config"), "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Path.Combine(Root, "config"), f).Replace('\\', '/'))
        .Where(f => !Sources().Any(s => s.Lines.Any(l => l.Contains($"\"{f}\"", StringComparison.Ordinal) || l.Contains($"\"{f[..(f.IndexOf('/') + 1)]}\"", StringComparison.Ordinal)))).ShouldBeEmpty();

    [Fact]
    public void Every_decision_has_a_status_and_a_date() => Directory.EnumerateFiles(Path.Combine(Root, "docs", "decisions"), "*.md")
        .Where(f => !Regex.IsMatch(File.ReadAllText(f), @"Status: \w+, \d{4}-\d\d-\d\d", RegexOptions.None, TimeSpan.FromSeconds(1))).ShouldBeEmpty();

    [Fact]
    public void The_reference_of_signals_is_the_generated_one()
    {
        var file = Path.Combine(Root, "docs", "reference", "signals.md");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(file, SignalsCommand.Markdown(Detection.Scoring.Weights.Shipped));
        File.ReadAllText(file).ShouldBe(SignalsCommand.Markdown(Detection.Scoring.Weights.Shipped));
    }

    [GeneratedRegex(@"\b(NotImplementedException|TODO|FIXME|HACK)\b|#region", RegexOptions.None, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\b(?:class|record|struct|interface) (\w+(?:Manager|Helper|Utils?|Service|Processor|Impl|Base|Info|Common|Misc))\b", RegexOptions.None, 1000)]
    private static partial Regex EmptySuffix();

    [GeneratedRegex(@"\b(?:class|record|record struct|struct|interface|enum) (\w+)", RegexOptions.None, 1000)]
    private static partial Regex TypeName();

    // Two capitals make a type's name among quoted words; a field or a command has none or one.
    [GeneratedRegex(@"`([A-Z][a-z]+[A-Z]\w+)`", RegexOptions.None, 1000)]
    private static partial Regex QuotedType();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
