using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Stores;

/// <summary>The embedded store and PostgreSQL are one store to whoever writes statements.</summary>
public sealed class StoreTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-stores").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_and_uniqueness()
    {
        if (TestStore.Server is null) Assert.Skip("WARDMARK_TEST_DATABASE names no PostgreSQL.");
        using var embedded = new Db(_folder);
        using var server = TestStore.Open(_folder);
        string[] columns(Db db) => [.. db.Read(c => c.Rows(db.Engine == "SQLite"
            ? "SELECT m.name || '.' || p.name || CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN ' given' ELSE '' END FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"
            : "SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'NO' THEN ' given' ELSE '' END FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'schema_version'",
            r => r.GetString(0))).Order(StringComparer.Ordinal)];
        string[] indexes(Db db) => [.. db.Read(c => c.Rows(db.Engine == "SQLite"
            ? "SELECT name || CASE WHEN sql LIKE '% UNIQUE %' THEN ' unique' ELSE '' END FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            : "SELECT indexname || CASE WHEN indexdef LIKE '% UNIQUE %' THEN ' unique' ELSE '' END FROM pg_indexes WHERE schemaname = current_schema() AND indexname NOT LIKE '%_key' AND indexname NOT LIKE '%_pkey'",
            r => r.GetString(0))).Order(StringComparer.Ordinal)];
        columns(server).ShouldBe(columns(embedded));
        indexes(server).ShouldBe(indexes(embedded));
        columns(embedded).Length.ShouldBeGreaterThan(150);

        // The control: a column more on one of them is seen.
        await server.Write(c => c.Run("ALTER TABLE sellers ADD COLUMN planted TEXT"), TestContext.Current.CancellationToken);
        columns(server).ShouldNotBe(columns(embedded));
    }

    [Fact]
    public async Task Processes_that_start_together_make_one_store()
    {
        if (TestStore.Server is null) Assert.Skip("WARDMARK_TEST_DATABASE names no PostgreSQL.");
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TestStore.Open(_folder), TestContext.Current.CancellationToken)));
        stores.Select(s => s.SchemaVersion).Distinct().ShouldHaveSingleItem().ShouldBeGreaterThan(9);
        stores[0].Read(c => c.Scalar<long>("SELECT COUNT(*) FROM schema_version WHERE number = 10")).ShouldBe(1);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public async Task Two_processes_write_in_turn_and_the_chain_of_the_ledger_holds()
    {
        using var one = TestStore.Open(_folder);
        using var other = TestStore.Open(_folder);
        await Parallel.ForAsync(0, 60, TestContext.Current.CancellationToken, async (i, stop) => await (i % 2 == 0 ? one : other).Write(c =>
        {
            using var ledger = new LedgerAppender(c, DateTime.UnixEpoch, "a");
            return ledger.Append("k", $"s{i}", "{}");
        }, stop));
        new Actions.Ledger.VerifyLedger(one).Run(null).ShouldSatisfyAllConditions(r => r.Problem.ShouldBeNull(), r => r.Entries.ShouldBe(60));
    }

    [Fact]
    public async Task A_text_with_a_nul_in_it_is_kept_and_breaks_nothing()
    {
        using var db = TestStore.Open(_folder);
        await db.Write(c => c.Run("INSERT INTO sellers (id, name) VALUES ('nul', @name)", ("@name", "A\0B")), TestContext.Current.CancellationToken);
        db.Read(c => c.Scalar<string>("SELECT name FROM sellers WHERE id = 'nul'"))!.ShouldMatch("^A.B$");
        db.Read(c => c.Scalar<string>("SELECT json_extract(@json, '$.a')", ("@json", """{"a":"x\u0000y","b":1}""")))!.ShouldStartWith("x");
    }

    [Fact]
    public async Task What_fails_half_way_leaves_nothing()
    {
        using var db = TestStore.Open(_folder);
        await Should.ThrowAsync<DbException>(() => db.Write(c =>
        {
            c.Run("INSERT INTO sellers (id) VALUES ('first')");
            return c.Run("INSERT INTO sellers (id) VALUES ('first')");
        }, TestContext.Current.CancellationToken));
        db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM sellers")).ShouldBe(0);
    }
}
