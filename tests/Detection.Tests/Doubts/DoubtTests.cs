using Wardmark.Detection.Doubts;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Doubts;

/// <summary>Look-alike marks and the doubts that ask for a person, each with an innocent beside it.</summary>
public sealed class DoubtTests
{
    static readonly string[] Marks =
        ["Velmora", "Tarnovik", "Quillane", "Osterwyn", "Brandelio", "Kestrava", "Mirovane", "Dastelle", "Feroxia", "Galdwen", "Hestrovia", "Ilvarne", "Jorvelli", "Kaldessa", "Lumenzo", "Marvetti", "Norvaldo", "Orphelia", "Pellucet", "Querandi"];

    // Written by hand, not taken from the table the code reads.
    static readonly (char Letter, string[] Looks)[] Looks =
    [
        ('a', ["а", "α", "ɑ", "ａ", "á"]), ('c', ["с", "ϲ", "ｃ", "ç"]), ('d', ["ԁ", "ｄ"]), ('e', ["е", "є", "ｅ", "é"]), ('i', ["і", "ı", "1", "l", "í"]), ('l', ["1", "I", "ӏ", "ｌ"]),
        ('m', ["rn", "ｍ"]), ('n', ["ո", "ñ"]), ('o', ["о", "ο", "0", "օ", "ｏ", "ö"]), ('r', ["г", "ｒ"]), ('s', ["ѕ", "$", "5", "ｓ"]), ('t', ["τ", "ｔ"]), ('u', ["υ", "ü", "ս"]), ('v', ["ν", "ѵ", "ｖ"]), ('w', ["vv", "ѡ", "ｗ"]), ('x', ["х", "χ"]), ('y', ["у", "ｙ"]),
    ];

    static readonly ScreenedRegister Register = new([.. Marks.Select(m => new Trademark { Mark = m, Owner = $"{m} Brands SA", Office = "EM", Number = $"8{m.Length}00", Classes = [18], RegisteredOn = new(2010, 1, 1) })]);

    static Trademark Mark(string name, string owner = "Quick Trade FZE") => new() { Mark = name, Owner = owner, Office = "EM", Number = "19000001", Classes = [18], RegisteredOn = new(2026, 6, 1) };

    [Fact]
    public void A_mark_with_one_letter_changed_for_a_look_alike_is_found()
    {
        var (spoofs, found) = (0, 0);
        foreach (var mark in Marks)
            foreach (var (letter, looks) in Looks)
                for (var at = mark.IndexOf(letter, StringComparison.OrdinalIgnoreCase); at >= 0; at = mark.IndexOf(letter, at + 1))
                    foreach (var look in looks)
                    {
                        spoofs++;
                        if (MarksAlike.Of(Register, Mark(mark[..at] + look + mark[(at + 1)..])).Any(a => a.Name == mark)) found++;
                    }

        spoofs.ShouldBeGreaterThan(400);
        ((double)found / spoofs).ShouldBeGreaterThanOrEqualTo(0.97, $"{found} of {spoofs}");
    }

    [Theory]
    [InlineData("Brandoria"), InlineData("Kesternova"), InlineData("Orlane"), InlineData("Gallerie"), InlineData("Norwood"), InlineData("Ostrava"), InlineData("Lumen"), InlineData("Marveldom"), InlineData("Quill and Ink"), InlineData("Velvet Moor")]
    public void Another_name_is_no_look_alike(string name) => MarksAlike.Of(Register, Mark(name)).ShouldBeEmpty();

    [Fact]
    public void The_senior_mark_and_the_owners_own_marks_imitate_nobody()
    {
        MarksAlike.Of(Register, Mark("Velrnora")).ShouldNotBeEmpty();
        MarksAlike.Of(Register, Mark("Velrnora") with { RegisteredOn = new(1990, 1, 1) }).ShouldBeEmpty();
        MarksAlike.Of(Register, Mark("Velrnora", "VELMORA BRANDS S.A.")).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_word_is_another_mark_in_other_classes_only()
    {
        MarksAlike.Of(Register, Mark("Velmora")).Single().How.ShouldBe("is the same word");
        MarksAlike.Of(Register, Mark("Velmora") with { Classes = [33] }).ShouldBeEmpty();
    }

    static readonly EnrolmentFacts Clean = new(
        new() { Mark = "Velmora", Owner = "Velmora GmbH", Office = "US", Number = "8050131", Status = "registered", RegisteredOn = new(2012, 5, 1), FirstUse = new(2011, 1, 1), Source = new("uspto-tdxf", "f", "", null) },
        true, EnrolmentRole.Owner, "VELMORA G.m.b.H.", "velmora.example", [], [], [], 1, 1, 1, 3, [], new(2026, 11, 25));

    static string[] Rules(EnrolmentFacts facts) => [.. EnrolmentDoubts.Of(facts).Select(d => d.Rule)];

    [Fact]
    public void A_plain_owner_of_a_plain_mark_is_not_doubted() => Rules(Clean).ShouldBeEmpty();

    public static TheoryData<string, bool> EveryRule() => new()
    {
        { "SANCTIONED", true }, { "OTHER_OWNER", true }, { "LOOK_ALIKE_PARTY", true }, { "OWNER_PROVED", true }, { "MIXED_SCRIPTS", true }, { "MANY_ENROLMENTS", true }, { "MANY_FOR_ONE_RIGHT", true }, { "LOOK_ALIKE_MARK", true },
        { "NOT_IN_FORCE", true }, { "MANY_MARKS", true }, { "FREE_MAIL", false }, { "YOUNG_MARK", false }, { "NOT_REGISTERED", false }, { "NO_USE_SHOWN", false }, { "CHANGED_HANDS", false }, { "COMMON_WORD", false }, { "NO_USE_HERE", false },
    };

    [Theory]
    [MemberData(nameof(EveryRule))]
    public void Every_rule_doubts_what_it_is_for_and_says_why(string rule, bool isStrong)
    {
        var mark = Clean.Mark;
        var facts = rule switch
        {
            "SANCTIONED" => Clean with { Sanctioned = [("Velmora GmbH", "void filings")] },
            "OTHER_OWNER" => Clean with { PartyName = "Tarnovik AG" },
            "LOOK_ALIKE_PARTY" => Clean with { PartiesAlike = [new("Velmora GmbH (velmora.example)", null, "looks the same")] },
            "OWNER_PROVED" => Clean with { OwnersProved = ["Velmora Holding AG"] },
            "MIXED_SCRIPTS" => Clean with { PartyName = "Vеlmora GmbH" },
            "MANY_ENROLMENTS" => Clean with { RecentEnrolments = 11 },
            "MANY_FOR_ONE_RIGHT" => Clean with { EnrolmentsOfRight = 6 },
            "LOOK_ALIKE_MARK" => Clean with { MarksAlike = [new("Velrnora", "Somebody", "looks the same")] },
            "NOT_IN_FORCE" => Clean with { Mark = mark with { Status = "cancelled" } },
            "MANY_MARKS" => Clean with { MarksOfOwner = 51 },
            "FREE_MAIL" => Clean with { PartyDomain = "gmail.com" },
            "YOUNG_MARK" => Clean with { Mark = mark with { RegisteredOn = new(2026, 10, 1) } },
            "NOT_REGISTERED" => Clean with { Mark = mark with { RegisteredOn = null, Number = null } },
            "NO_USE_SHOWN" => Clean with { Mark = mark with { FirstUse = null } },
            "CHANGED_HANDS" => Clean with { Mark = mark with { OwnerHistory = ["A AG", "B AG", "Velmora GmbH"] } },
            "COMMON_WORD" => Clean with { Mark = mark with { Mark = "Orange Coach" } },
            _ => Clean with { ListingsNamingIt = 0 },
        };
        var doubt = EnrolmentDoubts.Of(facts).Single(d => d.Rule == rule);
        doubt.IsStrong.ShouldBe(isStrong);
        doubt.Why.Length.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void At_the_edge_of_each_number_nobody_is_doubted() =>
        Rules(Clean with { RecentEnrolments = EnrolmentDoubts.ManyEnrolments, EnrolmentsOfRight = EnrolmentDoubts.ManyForOneRight, MarksOfOwner = EnrolmentDoubts.ManyMarks, Mark = Clean.Mark with { RegisteredOn = Clean.Today.AddDays(-EnrolmentDoubts.YoungDays) } }).ShouldBeEmpty();

    [Theory]
    [InlineData("velmora.example", "ve1mora.example", true), InlineData("velmora.example", "velrnora.example", true), InlineData("velmora.example", "vеlmora.example", true), InlineData("velmora.example", "vellmora.example", true)]
    [InlineData("velmora.example", "tarnovik.example", false), InlineData("velmora.example", "velmora.example", false), InlineData("acme.example", "apex.example", false)]
    public void Domains_that_may_be_taken_for_each_other_are_told(string name, string seen, bool alike) => (LookKey.Compare(name, seen) is not null).ShouldBe(alike);
}
