using System.Text.Json.Nodes;
using Theory = Wardmark.Registry.Rights.Theory;
using Wardmark.Detection.Scope;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scope;

/// <summary>The truth table of <c>Cases/scope.tsv</c>, made by hand.</summary>
public sealed class ScopeCheckTests
{
    static readonly DateOnly Today = new(2026, 11, 24);

    static readonly Dictionary<string, string> Rights = new()
    {
        ["tm"] = """{"type":"trademark","name":"Velmora","status":"registered","office":"EM","classes":[18],"territories":["EU"],"filed_on":"2014-09-01","registered_on":"2015-02-01","expires_on":"2034-09-01"}""",
        ["work"] = """{"type":"copyright","name":"Bear on a swing","images":["sha256:aa"]}""",
        ["design"] = """{"type":"registered_design","name":"Chair No. 7","status":"registered","territories":["EU"],"filed_on":"2020-01-15","registered_on":"2020-02-15","expires_on":"2030-01-15"}""",
        ["shown"] = """{"type":"unregistered_design","name":"Chair No. 8","territories":["EU"],"registered_on":"2025-05-01"}""",
        ["patent"] = """{"type":"patent","name":"Folding frame","status":"granted","territories":["US"],"registered_on":"2018-01-01","expires_on":"2036-01-01"}""",
        ["gi"] = """{"type":"geographical_indication","name":"Orrelin","status":"registered","territories":["EU"],"goods":"cheese","origin":"IT"}""",
    };

    static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "scope.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|'));

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        foreach (var (at, row) in Rows().Index()) cases.Add(at, string.Join(" | ", row[0], row[1], row[2], row[3]));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_truth_table_holds(int at, string what)
    {
        var row = Rows().ElementAt(at);
        var answer = Check(row);
        JsonNamingPolicy(answer.Verdict).ShouldBe(row[4], $"{what}\n{string.Join('\n', answer.Reasons)}");
        if (row[5].Length > 0) answer.Reasons.ShouldContain(r => r.Rule == row[5] && r.Met != true && (answer.Verdict != ScopeVerdict.OutOfScope || r.Met == false), what);
        answer.Reasons.ShouldAllBe(r => r.Why.Length > 0 && r.Source.Length > 0);
    }

    [Fact]
    public void The_table_has_each_verdict_often_and_a_check_that_asked_nothing_would_fail_it()
    {
        var verdicts = Rows().CountBy(r => r[4]).ToDictionary();
        verdicts.Values.Min().ShouldBeGreaterThan(20);
        Rows().Count().ShouldBeGreaterThanOrEqualTo(80);
    }

    static ScopeAnswer Check(string[] row)
    {
        var right = (JsonObject)JsonNode.Parse(Rights[row[0]])!;
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(row[1])!)
            if (value is null) right.Remove(name);
            else right[name] = value.DeepClone();
        var listing = (JsonObject)JsonNode.Parse(row[2])!;
        listing["id"] = "1";
        var theory = Enum.Parse<Theory>(row[3].Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        return ScopeCheck.Run(Read<Right>(right), Read<Listing>(listing), theory, Today);
    }

    static T Read<T>(JsonNode json) => System.Text.Json.JsonSerializer.Deserialize<T>(json.ToJsonString(), FindingJson.Wire)!;

    static string JsonNamingPolicy(ScopeVerdict verdict) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());
}
