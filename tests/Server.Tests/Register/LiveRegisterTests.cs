using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Register;

/// <summary>A register changed mark by mark finds what the same register loaded whole finds.</summary>
public sealed class LiveRegisterTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-register").FullName;
    readonly Db _db;
    readonly PictureWorkers _workers = new();
    readonly PictureStore _store;
    readonly LiveRegister _live;

    public LiveRegisterTests()
    {
        _db = TestStore.Open(_folder);
        _store = new(_db, _workers);
        _live = new(_db, _store, TimeProvider.System);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_prepared_alone_and_what_did_not_change_is_shared()
    {
        await Import([.. Enumerable.Range(0, 50).Select(i => new Trademark { Mark = $"Brandel{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}on" })]);
        var before = _live.Current();
        await Import([new() { Mark = "Tarnovik" }]);
        var after = _live.Current();
        after.Version.ShouldBeGreaterThan(before.Version);
        after.Register.Layers[0].ShouldBeSameAs(before.Register.Layers[0]);
        after.Register.Layers[1].Count.ShouldBe(1);
    }

    [Fact]
    public async Task Marks_that_are_changed_and_ended_are_screened_as_they_stand()
    {
        Trademark[] first = [new() { Mark = "Velmora", Aliases = ["Velmo"] }, new() { Mark = "Tarnovik" }, new() { Mark = "Orrelin", PriceFloor = new Dictionary<string, decimal> { ["EUR"] = 50 } }];
        await Import(first);
        _live.Current();
        await Import([new() { Mark = "Tarnovik", Status = "cancelled" }, new() { Mark = "Velmora", Aliases = ["Velmoretta"] }]);
        await Import([new() { Mark = "Quessarin" }, new() { Mark = "Orrelin", PriceFloor = new Dictionary<string, decimal> { ["EUR"] = 500 } }]);
        string[] titles = ["Velmora bag", "Velmo bag", "Velmoretta bag", "T4rnovik boots", "Tarnovik boots", "Quess4rin scarf", "Quesarin scarf", "0rrelin watch", "plain scarf"];
        var whole = new LiveRegister(_db, _store, TimeProvider.System).Current();
        whole.Register.Layers.Count.ShouldBe(1);
        var layered = _live.Current();
        layered.Register.Layers.Count.ShouldBe(2);
        foreach (var title in titles)
            Found(layered, title).ShouldBe(Found(whole, title), title);
        Found(layered, "T4rnovik boots").ShouldBeEmpty("the mark has ended");
        Found(layered, "Velmo bag").ShouldBeEmpty("the alias is gone");
        Found(layered, "Quess4rin scarf").ShouldNotBeEmpty();
        Found(layered, "0rrelin watch").ShouldContain("PRICE_BELOW_FLOOR", Case.Sensitive, "the new floor counts");
    }

    [Fact]
    public async Task A_right_that_the_register_ends_is_screened_no_more_until_the_register_restores_it()
    {
        await Record("Velmora", "registered", new(2026, 1, 1));
        Found(_live.Current(), "V3lmora bag").ShouldNotBeEmpty();
        await Record("", "cancelled", new(2026, 2, 1));
        Found(_live.Current(), "V3lmora bag").ShouldBeEmpty("the register says the right has ended");
        (await Record("", "registered", new(2026, 1, 15))).ShouldBe(0, "an older file says nothing new");
        Found(_live.Current(), "V3lmora bag").ShouldBeEmpty();
        await Record("", "registered", new(2026, 3, 1));
        Found(_live.Current(), "V3lmora bag").ShouldNotBeEmpty();

        async Task<int> Record(string name, string status, DateOnly on)
        {
            var mark = new Trademark { Mark = name, Office = "US", ApplicationNumber = "98000001", Status = status, Source = new("uspto-tdxf", "file.xml", new('0', 64), on) };
            var changed = await new ImportRegister(_db, _live, new RightWatch(new MailDesk(_db, Site.Local, TimeProvider.System)), TimeProvider.System).Run([new(mark, [], RegisterGroups.None)], "test", Stop);
            _live.Changed();
            return changed;
        }
    }

    [Fact]
    public async Task The_number_of_a_mark_on_record_is_that_of_the_layer_it_stands_in()
    {
        await Import([new() { Mark = "Velmora" }, new() { Mark = "Tarnovik" }]);
        _live.Current();
        await Import([new() { Mark = "Velmora", Owner = "Velmora SA" }]);
        var snapshot = _live.Current();
        var finding = new Screener(snapshot.Register, new(Weights.Shipped, Policy.Shipped)).Screen(new() { Id = "1", Title = "V3lmora bag" })[0];
        _db.Read(c => ShowRegister.Find(c, snapshot.MarkIds[finding.MarkIndex]))!.Mark.Mark.ShouldBe("Velmora");
        snapshot.Register.Marks[finding.MarkIndex].Owner.ShouldBe("Velmora SA");
    }

    [Fact]
    public async Task A_layer_that_has_grown_is_loaded_in_beside_the_work_and_nothing_is_missed()
    {
        await Import([.. Names(5_200, "Ab")]);
        _live.Current().Register.Layers.Count.ShouldBe(1);
        await Import([.. Names(5_200, "Cd")]);
        Found(_live.Current(), "Cdx0001q shoes").ShouldNotBeEmpty("at once, from the layer");
        RegisterSnapshot snapshot;
        var tries = 0;
        do
        {
            await Import([new() { Mark = $"Zz{tries}yqw" }]);
            snapshot = _live.Current();
            Found(snapshot, "Cdx0001q shoes").ShouldNotBeEmpty();
            Found(snapshot, $"Zz{tries}yqw shoes").ShouldNotBeEmpty();
            await Task.Delay(20, Stop);
        }
        while (snapshot.Register.Layers[0].Count < 10_400 && ++tries < 500);
        snapshot.Register.Layers[0].Count.ShouldBeGreaterThanOrEqualTo(10_400);
    }

    static IEnumerable<Trademark> Names(int count, string start) => Enumerable.Range(0, count).Select(i => new Trademark { Mark = $"{start}x{i:0000}q" });

    static string Found(RegisterSnapshot snapshot, string title) => string.Join("; ", new Screener(snapshot.Register, new(Weights.Shipped, Policy.Shipped))
        .Screen(new Listing { Id = "1", Title = title, Price = 100, Currency = "EUR", Condition = "new" })
        .OrderBy(f => f.Mark, StringComparer.Ordinal).Select(f => $"{f.Mark} {string.Join(',', f.Signals.Select(s => $"{s.Signal} {s.Weight} {s.Meets}"))}"));

    async Task<int> Import(Trademark[] marks)
    {
        var changed = 0;
        foreach (var batch in marks.Chunk(ImportRegister.Batch))
            changed += await new ImportRegister(_db, _live, new RightWatch(new MailDesk(_db, Site.Local, TimeProvider.System)), TimeProvider.System).Run([.. batch.Select(m => new MarkToImport(m, []))], "test", Stop);
        return changed;
    }

    public void Dispose()
    {
        _db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
