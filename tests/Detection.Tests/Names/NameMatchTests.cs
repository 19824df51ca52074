using CsCheck;
using Wardmark.Detection.Names;

namespace Wardmark.Detection.Tests.Names;

public sealed class NameMatchTests
{
    public static TheoryData<string, string, string, string> Pairs()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "names.tsv")))
            if (!line.StartsWith('#') && line.Split('\t') is [var kind, var truth, var first, var second])
                data.Add(kind, truth, first, second);
        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pairs_are_told_apart(string kind, string truth, string first, string second)
    {
        var answer = NameMatch.Compare(first, second, kind == "person" ? NameOf.Person : NameOf.Company);
        answer.IsMatch.ShouldBe(truth == "one", $"{answer.Score}: {answer.Why}; {string.Join("; ", answer.Parts)}");
    }

    [Fact]
    public void Reasons_name_the_parts_that_met()
    {
        var answer = NameMatch.Compare("Dr. Bill Hawthorne", "HAWTHORN, William J.", NameOf.Person);
        answer.IsMatch.ShouldBeTrue();
        answer.Parts.ShouldContain(p => p.First == "Bill" && p.Second == "William" && p.How == "one given name");
        answer.Parts.ShouldContain(p => p.First == "Hawthorne" && p.Second == "HAWTHORN" && p.How == "spelt otherwise");
        answer.Parts.ShouldContain(p => p.First == null && p.Second == "J" && p.How == "met nothing");
    }

    [Fact]
    public void Order_of_asking_changes_nothing() =>
        Gen.Select(Gen.OneOf(Parts.Select(p => Gen.Const(p)).ToArray()), Gen.OneOf(Parts.Select(p => Gen.Const(p)).ToArray()), Gen.OneOf(Parts.Select(p => Gen.Const(p)).ToArray()), Gen.OneOf(Parts.Select(p => Gen.Const(p)).ToArray()), Gen.Enum<NameOf>()).Sample((a, b, c, d, kind) =>
        {
            var (there, back) = (NameMatch.Compare($"{a} {b}", $"{c} {d}", kind), NameMatch.Compare($"{c} {d}", $"{a} {b}", kind));
            Math.Abs(there.Score - back.Score).ShouldBeLessThan(0.001);
        }, iter: 1_000);

    [Fact]
    public void Any_text_is_compared_and_is_itself() => Gen.String[0, 60].Sample(text =>
    {
        var answer = NameMatch.Compare(text, text);
        answer.Score.ShouldBeInRange(0, 1);
        NameMatch.Compare(text, "Velmora GmbH").Score.ShouldBeInRange(0, 1);
    }, iter: 1_000);

    [Fact]
    public void A_company_is_itself_although_one_of_its_names_holds_no_word()
    {
        var answer = NameMatch.Compare("Velmora Trading AB/---", "Velmora Trading AB/---");
        (answer.IsMatch, answer.Score).ShouldBe((true, 1));
    }

    [Fact]
    public void A_very_long_name_is_cut_and_answered() =>
        NameMatch.Compare(string.Concat(Enumerable.Repeat("Alpha Beta ", 100_000)), "Alpha Beta").Score.ShouldBeInRange(0, 1);

    static readonly string[] Parts =
        ["Ben", "bin", "Salem", "Nasser", "GmbH", "Velmora", "Vellmora", "J.", "A.B.C.", "Bank", "China", "II", "of", "Müller", "Мария", "ソニー", "", "(UK)", "& Co", "Ann", "Anna"];
}
