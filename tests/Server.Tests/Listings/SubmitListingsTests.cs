using Wardmark.Actions.Findings;
using Wardmark.Registry.Rights;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Server.Tests.Listings;

/// <summary>Two workers over one store, as two processes have them: each with a register of its own in memory.</summary>
public sealed class SubmitListingsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-submit").FullName;
    readonly Db _db;
    readonly Worker _one, _other;

    public SubmitListingsTests()
    {
        _db = new(_folder);
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

    FindingView Now(string mark) => _db.Read(c => ShowFindings.Run(c, new(Listing: "x", Judgement: "all"))).Page.Single(f => f.Mark == mark);

    public void Dispose()
    {
        _db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
