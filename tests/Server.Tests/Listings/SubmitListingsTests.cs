using Wardmark.Actions.Findings;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Listings;

/// <summary>Two workers over one store, as two processes have them: each with a register of its own in memory.</summary>
public sealed class SubmitListingsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-submit").FullName;
    readonly Db _db;
    readonly Worker _one, _other;

    public SubmitListingsTests()
    {
        _db = TestStore.Open(_folder);
        (_one, _other) = (new(_db), new(_db));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_is_kept_as_the_register_of_its_transaction_sees_it()
    {
        (await _one.Submit("before", "Tarnovik shoes, super clone")).Findings.ShouldNotContain(f => f.Mark == "Tarnovik", "nothing is on record yet");
        await _other.Import("Tarnovik");
        (await _one.Submit("after", "Tarnovik boots, super clone")).Findings.ShouldContain(f => f.Mark == "Tarnovik");
    }

    [Fact]
    public async Task A_judgement_is_kept_while_the_evidence_is_the_same_and_no_longer()
    {
        await _one.Import("Tarnovik");
        await _one.Submit("x", "Tarnovik boots with V3lmora laces, super clone");
        var finding = _db.Read(c => ShowFindings.Run(c, new(Listing: "x", Judgement: "all"))).Page.Single(f => f.Mark == "Tarnovik");
        await new JudgeFinding(_db, TimeProvider.System).Run(new(finding.Id, "dismissed", "The owner's own shop."), "test", Stop);
        await _one.Import("Velmora");
        await _one.RescreenAll(Stop);
        Now("Tarnovik").Judgement.ShouldBe("dismissed");
        Now("Velmora").Judgement.ShouldBeNull();
        await _one.Import(new Trademark { Mark = "Tarnovik", PriceFloor = new Dictionary<string, decimal> { ["EUR"] = 100 } });
        await _one.RescreenAll(Stop);
        Now("Tarnovik").Judgement.ShouldBe("dismissed", "a floor says nothing of a listing without a price");
        await _one.Import(new Trademark { Mark = "Tarnovik", AuthorisedSellers = ["S1"] });
        await _one.RescreenAll(Stop);
        Now("Tarnovik").Judgement.ShouldBeNull("the rows are others than those that were judged");
    }

    [Fact]
    public async Task A_description_taken_from_another_sellers_listing_is_seen_and_the_first_is_not_accused()
    {
        const string template = "High quality bag with adjustable strap, inner zip pocket and metal clasp. Ships from our own warehouse within two days. "
            + "Please allow one to three centimetres of difference because of manual measurement. If you are not satisfied write to us before you leave feedback.";
        await _one.Import("Tarnovik");
        (await Copied("1", "S1", "Tarnovik bag", template)).ShouldBeNull("it is the first");
        (await Copied("2", "S1", "Tarnovik purse", template)).ShouldBeNull("a seller may repeat himself");
        (await Copied("3", "S2", "Tarnovik tote", template.Replace("bag", "tote", StringComparison.Ordinal))).ShouldBe("1");
        (await Copied("4", "S3", "Tarnovik tote", "A tote I bought in spring, hardly used, from a home without pets; the strap is long and the lining is clean, the clasp has small scratches that you can see in the second picture, collect or post.")).ShouldBeNull();
        (await Copied("5", "S4", "A plain tote", template)).ShouldBeNull("no mark is named: nobody looks");
        await _one.RescreenAll(Stop);
        _db.Read(c => ShowFindings.Run(c, new(Signal: "COPIED_TEXT", Judgement: "all"))).Page.Select(f => f.ListingId).ShouldBe(["3"]);

        async Task<string?> Copied(string id, string seller, string title, string description) =>
            (await _one.Submit(new Listing { Id = id, SellerId = seller, Title = title, Description = description })).Findings
                .SelectMany(f => f.Signals).FirstOrDefault(s => s.Signal == "COPIED_TEXT")?.Meets;
    }

    FindingView Now(string mark) => _db.Read(c => ShowFindings.Run(c, new(Listing: "x", Judgement: "all"))).Page.Single(f => f.Mark == mark);

    public void Dispose()
    {
        _db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
