using Wardmark.Connectors.Feeds;
using Wardmark.Connectors.Registers;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Tests.Registers;

/// <summary>Registers in their offices' own XML: written here for the rules, and real records where the data is beside the checkout.</summary>
public sealed class RegisterXmlTests
{
    const string Head = """<?xml version="1.0"?><trademark-applications-daily><application-information><file-segments><action-keys>""";
    const string Tail = "</action-keys></file-segments></application-information></trademark-applications-daily>";

    static async Task<List<RegisterRow>> Read(string xml, string format = "uspto-tdxf")
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.xml");
        await File.WriteAllTextAsync(path, xml, TestContext.Current.CancellationToken);
        try
        {
            return await RegisterXml.Records(path, format, await RegisterXml.HashOf(path, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static string File1(string inner) => $"<case-file><serial-number>98000001</serial-number><transaction-date>20260102</transaction-date>{inner}</case-file>";

    [Fact]
    public async Task A_case_file_gives_its_mark_dates_classes_goods_and_the_owner_of_the_highest_party_type()
    {
        var row = (await Read(Head + File1("""
            <registration-number>0000000</registration-number>
            <case-file-header><mark-identification>VELMORA</mark-identification><mark-drawing-code>4000</mark-drawing-code><status-code>630</status-code><filing-date>20250304</filing-date></case-file-header>
            <case-file-statements><case-file-statement><type-code>GS0251</type-code><text>Shoes; belts</text></case-file-statement><case-file-statement><type-code>DM0000</type-code><text>A drawing.</text></case-file-statement></case-file-statements>
            <classifications><classification><international-code-total-no>1</international-code-total-no><international-code>025</international-code></classification></classifications>
            <case-file-owners><case-file-owner><party-type>10</party-type><party-name>First Owner Inc.</party-name></case-file-owner><case-file-owner><party-type>30</party-type><party-name>Later Owner LLC</party-name></case-file-owner></case-file-owners>
            """) + Tail)).ShouldHaveSingleItem();
        var mark = row.Record!.Mark;
        (mark.Mark, mark.Kind, mark.Number, mark.ApplicationNumber, mark.Status).ShouldBe(("VELMORA", MarkKind.Word, null, "98000001", "pending"));
        mark.FiledOn.ShouldBe(new DateOnly(2025, 3, 4));
        mark.Classes.ShouldBe([25]);
        mark.Goods.ShouldBe("Shoes; belts");
        (mark.Owner, mark.Source!.RecordedOn).ShouldBe(("Later Owner LLC", new DateOnly(2026, 1, 2)));
        mark.OwnerHistory.ShouldBe(["First Owner Inc.", "Later Owner LLC"]);
        mark.Source.Sha256.Length.ShouldBe(64);
    }

    [Fact]
    public async Task What_a_later_record_leaves_out_stays_and_what_it_holds_is_replaced_whole()
    {
        var whole = (await Read(Head + File1("""
            <case-file-header><mark-identification>VELMORA</mark-identification><status-code>700</status-code></case-file-header>
            <classifications><classification><international-code>018</international-code></classification><classification><international-code>025</international-code></classification></classifications>
            <case-file-owners><case-file-owner><party-type>30</party-type><party-name>Owner</party-name></case-file-owner></case-file-owners>
            """) + Tail))[0].Record!;
        var status = (await Read(Head + File1("<case-file-header><status-code>710</status-code><status-date>20260101</status-date></case-file-header>") + Tail))[0].Record!;
        var classes = (await Read(Head + File1("<classifications><classification><international-code>025</international-code></classification></classifications>") + Tail))[0].Record!;
        var known = whole.Mark.With(status.Mark, status.Groups);
        (known.Mark, known.Owner, known.Status, known.IsInForce).ShouldBe(("VELMORA", "Owner", "cancelled", false));
        known.Classes.ShouldBe([18, 25]);
        known.With(classes.Mark, classes.Groups).Classes.ShouldBe([25]);
        known.With(classes.Mark, classes.Groups).Status.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_record_without_its_number_is_named_and_the_rest_goes_on()
    {
        var rows = await Read(Head + "\n<case-file><serial-number>12</serial-number></case-file>\n" + File1("<case-file-header><filing-date>20240230</filing-date><registration-date>20240500</registration-date></case-file-header>") + Tail);
        rows.Select(r => (r.Line, r.Problem is null)).ShouldBe([(2L, false), (3L, true)]);
        // A day of 00 is unknown and taken as the first; the 30th of February is nothing.
        (rows[1].Record!.Mark.FiledOn, rows[1].Record!.Mark.RegisteredOn).ShouldBe((null, new DateOnly(2024, 5, 1)));
    }

    [Fact]
    public async Task A_file_that_breaks_off_says_where()
    {
        (await Should.ThrowAsync<FeedException>(() => Read(Head + File1("") + "\n<case-file><serial-number>98"))).Message.ShouldContain("line 2");
    }

    [Fact]
    public async Task Entities_of_a_document_type_are_not_expanded()
    {
        var xml = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><trademark-applications-daily><case-file><serial-number>98000001</serial-number><case-file-header><mark-identification>&x;</mark-identification></case-file-header></case-file></trademark-applications-daily>""";
        (await Should.ThrowAsync<FeedException>(() => Read(xml))).Message.ShouldContain("x");
    }

    [Theory]
    [InlineData("trademark-uspto-tdxf/sample-two-real-case-files.xml", "uspto-tdxf", "MACHINE-PISTOL", "60146682", "AUTO ORDNANCE CORPORATION", "abandoned")]
    [InlineData("trademark-uspto-tsdr/tests/testfiles/rn2178784-ST-962.2.1.xml", "st96", "JAVA", "74631225", "Oracle America, Inc.", "renewed")]
    [InlineData("trademark-uspto-tsdr/tests/testfiles/rn2178784-ST-961_D3.xml", "st96", "JAVA", "74631225", "Oracle America, Inc.", "renewed")]
    [InlineData("trademark-uspto-tsdr/tests/testfiles/sn76044902.xml", "st66", "PYTHON", "76044902", "PYTHON SOFTWARE FOUNDATION", "registered")]
    public async Task Real_records_are_read(string file, string format, string mark, string number, string owner, string status)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("WARDMARK_DATA") ?? Path.Combine(Scanning.SampleMarketplaceTests.Find(), "..", "..", "shared", "data"), file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not beside this checkout; set WARDMARK_DATA to the folder that holds it.");
        RegisterXml.FormatOf(path).ShouldBe(format);
        var first = (await RegisterXml.Records(path, format, await RegisterXml.HashOf(path, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))[0];
        first.Problem.ShouldBeNull();
        var read = first.Record!.Mark;
        (read.Mark, read.ApplicationNumber, read.Owner, read.Status).ShouldBe((mark, number, owner, status));
    }
}
