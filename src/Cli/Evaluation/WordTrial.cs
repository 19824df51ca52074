using SkiaSharp;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Pictures;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Evaluation;

/// <summary>Made-up words on photos, in Latin letters or Chinese characters, read under every condition, and marks found by them.</summary>
sealed class WordTrial(IReadOnlyList<string> photos, IReadOnlyList<string> fonts, bool isChinese)
{
    static readonly string[] Onsets = ["b", "br", "c", "d", "dr", "f", "g", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "tr", "v", "z"];
    static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ae", "io"];
    static readonly string[] Codas = ["", "l", "n", "r", "s", "x"];

    // Characters that names of brands are often written with.
    const string Han = "安阿爱奥百宝贝奔比波博达大德迪蒂典斯丁东多恩尔法菲芬丰福格古谷瓜海汉豪和华皇吉佳家金锦京娟卡凯康科可克肯库拉兰蓝朗乐雷力丽利莲联林龙伦洛马玛曼美梦米名莫纳耐娜南尼宁诺欧帕派皮琪奇乔秦青瑞森莎山尚神圣施士舒双思斯苏索泰坦特天通万威维沃西希香雅雅亚扬怡依亿英优尤宇玉远云泽兆真正芝智中珠卓姿";

    /// <summary>A made-up name: three syllables, or two to four characters.</summary>
    public string Name(Random random)
    {
        if (isChinese) return string.Concat(Enumerable.Range(0, 2 + random.Next(3)).Select(_ => Han[random.Next(Han.Length)]));
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

    /// <summary>Photos with the name of one of 200 marks, of which the screening names the mark, or another one, and photos without a name in which it names any.</summary>
    public (int Found, int Others, int Alarms) Marks(int count)
    {
        var random = new Random(5);
        var names = Enumerable.Range(0, 200).Select(_ => Name(random)).Distinct(StringComparer.Ordinal).ToList();
        var register = new ScreenedRegister([.. names.Select(n => new Trademark { Mark = n })]);
        using var screeners = new ThreadLocal<Screener>(() => new(register, new(Weights.Shipped, Policy.Shipped)));
        IEnumerable<string?> Found(IReadOnlyList<Detection.Pictures.PictureLine> lines) => screeners.Value!.Screen(new() { Id = "photo", Title = "" }, [new(0, "photo", null) { Lines = lines }])
            .Where(f => f.Signals.Any(s => s.Signal == "MARK_IN_PICTURE")).Select(f => f.Mark);
        int found = 0, others = 0, alarms = 0;
        Parallel.For(0, count, i =>
        {
            var chance = new Random((i * 17) + 3);
            var name = names[chance.Next(names.Count)];
            var condition = ReadingConditions.All[chance.Next(ReadingConditions.All.Count)].Edit;
            var named = Found(Read(name, 28 + chance.Next(40), chance.Next(2) == 0, condition, chance)).ToList();
            if (named.Contains(name)) Interlocked.Increment(ref found);
            if (named.Exists(n => n != name)) Interlocked.Increment(ref others);
            if (Found(PictureExaminer.Examine(File.ReadAllBytes(photos[i % photos.Count]), PictureAsk.Words).Lines).Any()) Interlocked.Increment(ref alarms);
        });
        return (found, others, alarms);
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
