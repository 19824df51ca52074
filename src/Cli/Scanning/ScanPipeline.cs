using System.Threading.Channels;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Listings;

namespace Wardmark.Cli.Scanning;

/// <summary>A listing that was screened, or a row that was not taken.</summary>
public sealed record Screened(Listing? Listing, IReadOnlyList<Finding> Findings, Reject? Reject, IReadOnlyList<string> PictureProblems);

/// <summary>Reads a file on one thread and screens on the others; results come out in the file's order, memory stays bounded.</summary>
public sealed class ScanPipeline(ScreenedRegister register, Weights weights, Policy policy, PictureWorkers workers)
{
    const int BatchRows = 256;
    readonly System.Collections.Concurrent.ConcurrentBag<Screener> _idle = [];

    /// <summary>Every row of the file, screened.</summary>
    public async IAsyncEnumerable<Screened> Run(
        string path, ColumnMap map, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var ahead = Channel.CreateBounded<Task<List<Screened>>>(Math.Max(2, Environment.ProcessorCount * 2));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = Task.Run(() => Read(path, map, ahead.Writer, ending.Token), ending.Token);
        try
        {
            await foreach (var batch in ahead.Reader.ReadAllAsync(stop))
                foreach (var screened in await batch)
                    yield return screened;
            await reading;
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    async Task Read(string path, ColumnMap map, ChannelWriter<Task<List<Screened>>> ahead, CancellationToken stop)
    {
        var folder = path == "-" ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(path))!;
        Exception? fault = null;
        try
        {
            var batch = new List<Fed<Listing>>(BatchRows);
            await foreach (var row in Feed.Listings(path, map, stop))
            {
                batch.Add(row);
                if (batch.Count < BatchRows) continue;
                await Send(batch);
                batch = new(BatchRows);
            }

            if (batch.Count > 0) await Send(batch);
        }
        catch (FeedException e)
        {
            fault = e;
        }
        finally
        {
            ahead.Complete(fault);
        }

        ValueTask Send(List<Fed<Listing>> batch) => ahead.WriteAsync(Task.Run(() => Screen(batch, folder, stop), stop), stop);
    }

    async Task<List<Screened>> Screen(List<Fed<Listing>> batch, string folder, CancellationToken stop)
    {
        if (!_idle.TryTake(out var screener)) screener = new(register, new(weights, policy));
        var results = new List<Screened>(batch.Count);
        foreach (var row in batch)
        {
            if (row.Value is not { } listing)
            {
                results.Add(new(null, [], row.Reject, []));
                continue;
            }

            var problems = new List<string>();
            var pictures = await LocalPictures.Of(listing, folder, workers, register.LogoCount > 0, problems, stop);
            var named = listing.Id.Length > 0 ? listing : listing with { Id = $"row-{row.Line}" };
            results.Add(new(named, screener.Screen(named, pictures), null, problems));
        }

        _idle.Add(screener);
        return results;
    }
}
