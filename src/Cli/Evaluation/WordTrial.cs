using SkiaSharp;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Pictures;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Evaluation;

/// <summary>Words of Latin letters on photos, read under every condition, and marks found by them.</summary>
sealed class WordTrial(IReadOnlyList<string> photos, IReadOnlyList<string> fonts)
{
    static readonly string[] Onsets = ["b", "br", "c", "d", "dr", "f", "g", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "tr", "v", "z"];
    static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ae", "io"];
    static readonly string[] Codas = ["", "l", "n", "r", "s", "x"];

    /// <summary>A made-up name of three syllables.</summary>
    public static string Name(Random random)
    {
        var name = string.Concat(Enumerable.Range(0, 3).Select(_ => Onsets[random.Next(Onsets.Length)] + Vowels[random.Next(Vowels.Length)])) + Codas[random.Next(Codas.Length)];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>Of so many words at a height in pixels, how many were read exactly: a line that is the word, letter for letter but for their case.</summary>
    public int Exact(float height, bool onLabel, Func<SKBitmap, Random, SKBitmap> condition, int count)
    {
        var exact = 0;
        Parallel.For(0, count, i =>
        {
            var random = new Random((i * 13) + 1);
            var word = Name(random);
            if (Read(word, height, onLabel, condition, random).Any(l => string.Equals(l.Text.Trim(), word, StringComparison.OrdinalIgnoreCase))) Interlocked.Increment(ref exact);
        });
        return exact;
    }

    /// <summary>Photos with the name of one of 200 marks, of which the screening names the mark, and other photos in which it names any.</summary>
    public (int Found, int Alarms) Marks(int count)
    {
        var random = new Random(5);
        var names = Enumerable.Range(0, 200).Select(_ => Name(random)).Distinct(StringComparer.Ordinal).ToList();
        var register = new ScreenedRegister([.. names.Select(n => new Trademark { Mark = n })]);
        using var screeners = new ThreadLocal<Screener>(() => new(register, new(Weights.Shipped, Policy.Shipped)));
        IEnumerable<string?> Found(IReadOnlyList<Detection.Pictures.PictureLine> lines) => screeners.Value!.Screen(new() { Id = "photo", Title = "" }, [new(0, "photo", null) { Lines = lines }])
            .Where(f => f.Signals.Any(s => s.Signal == "MARK_IN_PICTURE")).Select(f => f.Mark);
        int found = 0, alarms = 0;
        Parallel.For(0, count, i =>
        {
            var chance = new Random((i * 17) + 3);
            var name = names[chance.Next(names.Count)];
            var condition = ReadingConditions.All[chance.Next(ReadingConditions.All.Count)].Edit;
            if (Found(Read(name, 28 + chance.Next(40), chance.Next(2) == 0, condition, chance)).Contains(name)) Interlocked.Increment(ref found);
            if (Found(PictureExaminer.Examine(File.ReadAllBytes(photos[i % photos.Count]), PictureAsk.Words).Lines).Any()) Interlocked.Increment(ref alarms);
        });
        return (found, alarms);
    }

    IReadOnlyList<Detection.Pictures.PictureLine> Read(string word, float height, bool onLabel, Func<SKBitmap, Random, SKBitmap> condition, Random random)
    {
        using var face = SKTypeface.FromFile(fonts[random.Next(fonts.Count)]);
        using var font = new SKFont(face, height);
        using var photo = SKBitmap.Decode(photos[random.Next(photos.Count)]);
        var width = font.MeasureText(word);
        using var scene = ReadingConditions.Scene(photo, width + 40, (height * 1.4f) + 20, c =>
        {
            using var ground = new SKPaint { Color = onLabel ? new SKColor(250, 248, 240) : new SKColor(0, 0, 0, 0) };
            c.DrawRect(0, 0, width + 40, (height * 1.4f) + 20, ground);
            using var ink = new SKPaint { Color = onLabel ? new SKColor(20, 20, 30) : SKColors.White, IsAntialias = true };
            c.DrawText(word, 20, (height * 1.1f) + 10, SKTextAlign.Left, font, ink);
        });
        using var seen = condition(scene, random);
        return PictureExaminer.Examine(PictureEdits.Jpeg(seen), PictureAsk.Words).Lines;
    }
}
