using System.Diagnostics;
using System.IO.Compression;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;

namespace Wardmark.Server.Tests.Pictures;

public sealed class PictureWorkersTests
{
    static readonly byte[] Picture = File.ReadAllBytes(Path.Combine(Samples(), "pictures", "ref-01.jpg"));

    static string Samples()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "samples", "pictures"))) return Path.Combine(at.FullName, "samples");
        throw new DirectoryNotFoundException("samples");
    }

    static Func<ProcessStartInfo> Shell(string script) => () => new("/bin/sh") { ArgumentList = { "-c", script } };

    static WorkerLimits Limits(double seconds = 20, long mebibytes = 1536) => new(2, TimeSpan.FromSeconds(seconds), mebibytes * 1024 * 1024);

    [Fact]
    public async Task A_picture_comes_back_with_its_print_and_a_copy_without_the_originals_bytes()
    {
        using var workers = new PictureWorkers();
        var seen = await workers.Examine(Picture, PictureAsk.Print | PictureAsk.Copy, TestContext.Current.CancellationToken);
        seen.Refusal.ShouldBeNull();
        var print = seen.Print.ShouldNotBeNull();
        PictureComparison.Compare(print, null, print).SamePicture.ShouldBeGreaterThan(0.99);
        var copy = seen.Copy.ShouldNotBeNull();
        PictureHeader.Read(copy).ShouldNotBeNull().Kind.ShouldBe("image/jpeg");
        copy.ShouldNotBe(Picture);
        (await workers.Examine(copy, PictureAsk.Nothing, TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(c => c.Refusal.ShouldBeNull(), c => c.Print.ShouldBeNull(), c => c.Copy.ShouldBeNull());
    }

    [Theory]
    [InlineData("exit 1", 20, "broke the program")]
    [InlineData("cat > /dev/null; exit 0", 1, "took more than 1 seconds")]
    [InlineData("kill -SEGV $$", 20, "broke the program")]
    [InlineData("head -c 400 /dev/urandom; sleep 60", 2, "broke the program|took more than")]
    public async Task A_worker_that_fails_costs_the_picture_only(string script, double seconds, string reason)
    {
        using var workers = new PictureWorkers(Limits(seconds), Shell(script));
        var seen = await workers.Examine(Picture, PictureAsk.Print, TestContext.Current.CancellationToken);
        seen.IsDangerous.ShouldBeTrue();
        reason.Split('|').ShouldContain(r => seen.Refusal!.Contains(r, StringComparison.Ordinal), seen.Refusal);
    }

    [Fact]
    public async Task A_certificate_is_written_by_a_worker_that_has_read_no_strangers_picture()
    {
        var started = 0;
        using var workers = new PictureWorkers(Limits(), () =>
        {
            Interlocked.Increment(ref started);
            return WorkerCommand.OfThisProgram();
        });
        var stop = TestContext.Current.CancellationToken;
        (await workers.Examine(Picture, PictureAsk.Nothing, stop)).Refusal.ShouldBeNull();
        var pdf = await workers.Write(new("Title", ["A paragraph."], [new("Name", "Value")], [Picture], new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)), stop);
        System.Text.Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        started.ShouldBe(2);
    }

    [Fact]
    public async Task A_certificate_that_no_worker_writes_is_an_error_with_its_reason()
    {
        using var workers = new PictureWorkers(Limits(), Shell("exit 1"));
        (await Should.ThrowAsync<InvalidOperationException>(() => workers.Write(new("Title", [], [], [], default), TestContext.Current.CancellationToken))).Message.ShouldContain("was not written");
    }

    // tail keeps what it reads until a line ends, and this one never does.
    [Fact]
    public async Task A_worker_that_eats_memory_is_stopped_at_its_limit()
    {
        using var workers = new PictureWorkers(Limits(mebibytes: 200), Shell("exec tail /dev/zero"));
        var seen = await workers.Examine(Picture, PictureAsk.Print, TestContext.Current.CancellationToken);
        seen.IsDangerous.ShouldBeTrue();
        seen.Refusal.ShouldNotBeNull().ShouldContain("200 MiB");
    }

    [Fact]
    public async Task Workers_killed_between_pictures_are_replaced_and_nobody_is_blamed()
    {
        // Other tests have workers of their own in this process; these are told by a mark in their environment.
        var mark = Guid.NewGuid().ToString();
        using var workers = new PictureWorkers(Limits(), () =>
        {
            var command = WorkerCommand.OfThisProgram();
            command.Environment["WARDMARK_TEST"] = mark;
            return command;
        });
        var killed = 0;
        for (var i = 0; i < 3; i++)
        {
            (await workers.Examine(Picture, PictureAsk.Nothing, TestContext.Current.CancellationToken)).Refusal.ShouldBeNull();
            foreach (var child in Process.GetProcessesByName("dotnet").Where(p => HasMark(p, mark)))
            {
                child.Kill();
                killed++;
                await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        killed.ShouldBe(3);
    }

    static bool HasMark(Process process, string mark)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_worker_that_does_not_start_is_said_so_and_the_picture_is_not_called_dangerous()
    {
        using var workers = new PictureWorkers(Limits(), () => new("/no/such/program"));
        var seen = await workers.Examine(Picture, PictureAsk.Print, TestContext.Current.CancellationToken);
        seen.IsDangerous.ShouldBeFalse();
        seen.Refusal.ShouldNotBeNull().ShouldContain("does not start");
    }

    [Fact]
    public async Task A_bomb_is_refused_at_its_header_before_any_worker_sees_it()
    {
        using var workers = new PictureWorkers(Limits(), () => throw new InvalidOperationException("a worker was asked"));
        (await workers.Examine(Png(20_000, 20_000), PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("20000 × 20000");
        (await workers.Examine(new byte[PictureHeader.LargestFile + 1], PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("bytes");
        (await workers.Examine("<svg onload=alert(1)>"u8.ToArray(), PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("not a PNG");
        (await workers.Examine([], PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("empty");
        // The control: a picture within bounds does reach a worker.
        (await workers.Examine(Png(20, 20), PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("a worker was asked");
    }

    // The control of every cap: a small file that the decoder alone unpacks into as much memory as its header says.
    [Fact]
    public async Task Without_the_check_of_the_header_a_small_file_takes_hundreds_of_megabytes()
    {
        const int side = 10_000;
        byte[] bomb;
        using (var blank = new SkiaSharp.SKBitmap(side, side, SkiaSharp.SKColorType.Gray8, SkiaSharp.SKAlphaType.Opaque))
        {
            blank.Erase(SkiaSharp.SKColors.White);
            using var packed = blank.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
            bomb = packed.ToArray();
        }

        bomb.Length.ShouldBeLessThan(1024 * 1024);
        using (var unpacked = SkiaSharp.SKBitmap.Decode(bomb)) ((long)unpacked.ByteCount).ShouldBeGreaterThanOrEqualTo((long)side * side, "the decoder has no cap of its own");
        using var workers = new PictureWorkers(Limits(), () => throw new InvalidOperationException("a worker was asked"));
        (await workers.Examine(bomb, PictureAsk.Print, TestContext.Current.CancellationToken)).Refusal.ShouldNotBeNull().ShouldContain("at most 50000000");
    }

    static byte[] Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk("IHDR"u8, [(byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width, (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 0, 0, 0, 0]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(new byte[1 + width]);
        Chunk("IDAT"u8, packed.ToArray());
        Chunk("IEND"u8, []);
        return file.ToArray();

        void Chunk(ReadOnlySpan<byte> kind, byte[] data)
        {
            file.Write([(byte)(data.Length >> 24), (byte)(data.Length >> 16), (byte)(data.Length >> 8), (byte)data.Length, .. kind, .. data]);
            file.Write(new byte[4]);
        }
    }

    // Every file of other people's collections of damaged pictures ends in a named outcome.
    [Fact]
    public async Task Malformed_files_end_in_a_named_outcome()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("WARDMARK_DATA") ?? Path.Combine(Samples(), "..", "..", "shared", "data"), "robust-images");
        Assert.SkipUnless(Directory.Exists(folder), "The malformed pictures are not here; name their folder with WARDMARK_DATA.");
        using var workers = new PictureWorkers();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
        int read = 0, refused = 0, dangerous = 0;
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (file, stop) =>
        {
            var seen = await workers.Examine(await File.ReadAllBytesAsync(file, stop), PictureAsk.Print | PictureAsk.Copy, stop);
            if (seen.IsDangerous) Interlocked.Increment(ref dangerous);
            if (seen.Refusal is null) seen.Print.ShouldNotBeNull(file);
            Interlocked.Increment(ref seen.Refusal is null ? ref read : ref refused);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Count} files: {read} read, {refused} refused, {dangerous} of them dangerous");
        (read + refused).ShouldBe(files.Count);
        read.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(100);
        dangerous.ShouldBe(0);
    }
}
