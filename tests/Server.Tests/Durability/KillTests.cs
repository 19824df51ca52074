using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Wardmark.Actions.Ledger;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Durability;

/// <summary>The program itself, killed while it works. WARDMARK_KILLS says how often; a few times if left out.</summary>
public sealed class KillTests : IDisposable
{
    const int BatchOf = 50;
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-kill").FullName;

    static int Kills => int.TryParse(Environment.GetEnvironmentVariable("WARDMARK_KILLS"), null, out var n) ? n : 3;

    [Fact]
    public async Task What_a_killed_server_had_acknowledged_is_there_once_and_the_ledger_verifies()
    {
        var stop = TestContext.Current.CancellationToken;
        var key = (await Run("key", "create", "kill", "--scopes", "listings:write", "listings:read", "--data", _folder)).Trim();
        var acknowledged = new ConcurrentDictionary<string, string>();
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = Start("serve", "--data", _folder, "--urls", "http://127.0.0.1:0");
            var address = await AddressOf(server, stop);
            using var client = new HttpClient { BaseAddress = new(address) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var senders = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Send(client), stop)).ToArray();
            var before = acknowledged.Count;
            using (var wait = new PeriodicTimer(TimeSpan.FromMilliseconds(10 + (kill * 37 % 90))))
                while (acknowledged.Count < before + (BatchOf * 4)) await wait.WaitForNextTickAsync(stop);
            server.Kill();
            await server.WaitForExitAsync(stop);
            await Task.WhenAll(senders);
        }

        acknowledged.Count.ShouldBeGreaterThan(BatchOf * Kills);
        using var db = TestStore.Open(_folder);
        new VerifyLedger(db).Run(null).Problem.ShouldBeNull();
        NotAsAcknowledged(db).ShouldBeEmpty($"{acknowledged.Count} were acknowledged in {Kills} kills");
        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} acknowledged, {Kills} kills, 0 lost, 0 doubled");

        // The control: the same look finds one that is lost and one that was screened twice.
        var ids = acknowledged.Keys.Order(StringComparer.Ordinal).Take(2).ToList();
        db.Read(c => c.Run("DELETE FROM listings WHERE id = @id", ("@id", ids[0])));
        await db.Write(c => { using var ledger = new LedgerAppender(c, DateTime.UnixEpoch, "control"); return ledger.Append("listing.screened", ids[1], "{}"); }, stop);
        NotAsAcknowledged(db).ShouldBe(ids);

        async Task Send(HttpClient client)
        {
            while (true)
            {
                var first = Interlocked.Add(ref next, BatchOf);
                var batch = Enumerable.Range(first, BatchOf).Select(i => new { id = $"k{i}", title = $"Listing {i}, super clone" }).ToArray();
                try
                {
                    using var answer = await client.PostAsJsonAsync("/api/v1/listings", new { listings = batch }, stop);
                    answer.EnsureSuccessStatusCode();
                    await answer.Content.ReadAsByteArrayAsync(stop);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                foreach (var one in batch) acknowledged[one.id] = one.title;
            }
        }

        List<string> NotAsAcknowledged(Db store)
        {
            var kept = store.Read(c => c.Rows("""
                SELECT l.id, l.title, COUNT(g.seq) FROM listings l LEFT JOIN ledger g ON g.subject = l.id AND g.kind = 'listing.screened' GROUP BY l.id, l.title
                """, r => (Id: r.GetString(0), Title: r.GetString(1), Screened: r.GetInt64(2)))).ToDictionary(k => k.Id);
            return [.. acknowledged.Where(a => !kept.TryGetValue(a.Key, out var k) || k.Title != a.Value || k.Screened != 1).Select(a => a.Key).Order(StringComparer.Ordinal)];
        }
    }

    Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "wardmark.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        if (TestStore.Of(_folder) is { } store) start.Environment[Db.Variable] = store;
        return Process.Start(start)!;
    }

    async Task<string> Run(params string[] args)
    {
        using var process = Start(args);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
        return output;
    }

    static async Task<string> AddressOf(Process server, CancellationToken stop)
    {
        while (await server.StandardError.ReadLineAsync(stop) is { } line)
            if (line.IndexOf("http://127", StringComparison.Ordinal) is var at and >= 0)
                return line[at..].TrimEnd('.', ' ');
        throw new InvalidOperationException("The server ended before it listened.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
