using System.Text;

namespace Wardmark.Detection.Tests.Fuzzing;

/// <summary>Makes hostile texts out of ordinary ones; the same seed makes the same texts.</summary>
sealed class Mutator(int seed)
{
    static readonly string[] Seeds =
    [
        "Nike Air Zoom running shoes size 42", "G u c c i belt 1:1 mirror quality", "Louis Vuitt0n bag, dust bag and receipt", "case for iPhone 15 – 100% new!",
        "ПоIо Ralph Lauren", "耐克 运动鞋 a货", "ナイキ スニーカー", "نايك حذاء", "N\u200Bi\u200Bk\u200Be", "\U0001D40D\U0001D422\U0001D424\U0001D41E tee", "\u202Eekin\u202C shoes",
        "whatsapp plus four four 7700 900123", "ＧＵＣＣＩ", "a-d-i-d-a-s_y.e.e.z.y", "Rolex's replica, inspired by Chanel", "{\"a\":[1,2,3]}", "<b>Ro</b>lex &amp; co",
    ];

    static readonly int[] Oddities =
    [
        0x200B, 0x200D, 0x202E, 0x202C, 0x2066, 0x2069, 0x0301, 0x0336, 0x20DD, 0xFE0F, 0x1F600, 0x1F1E6, 0xE0041, 0x3164, 0x115F, 0xAD, 0xFEFF, 0xFFFD, 0xFFFE,
        0x0, 0x9, 0xA, 0xD, 0x85, 0x2028, 0xA0, 0x3000, '!', '$', '@', '|', '0', '1', '5', '.', '-', '/', '\'', 0x2019, 0x430, 0x3BF, 0x1D7D8, 0xFB01, 0x132, 0x1C4, 0xDF, 0x130, 0x131, 0x1E9E,
    ];

    readonly Random _random = new(seed);

    /// <summary>The next text: a few mutations of a seed, or, now and then, one repeated to a great length.</summary>
    public string Next()
    {
        var text = new StringBuilder(Pick(Seeds));
        for (var n = _random.Next(1, 12); n > 0; n--) Mutate(text);
        const int longest = 100_000;
        if (_random.Next(400) != 0 || text.Length == 0) return text.ToString();
        var once = text.ToString();
        while (text.Length + once.Length <= longest) text.Append(once);
        return text.ToString();
    }

    void Mutate(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        switch (_random.Next(8))
        {
            case 0: text.Insert(at, char.ConvertFromUtf32(Pick(Oddities))); break;
            case 1 when at < text.Length: text.Remove(at, 1); break;
            case 2 when at < text.Length: text.Insert(at, text[at]); break;
            case 3 when at + 1 < text.Length: (text[at], text[at + 1]) = (text[at + 1], text[at]); break;
            case 4: text.Insert(at, Pick(Seeds)); break;
            case 5: text.Insert(at, AnyRune()); break;
            case 6: text.Insert(at, (char)_random.Next(0xD800, 0xE000)); break;
            case 7 when at < text.Length: text[at] = (char)_random.Next(0x20, 0x3000); break;
            default: text.Append(' '); break;
        }
    }

    string AnyRune()
    {
        var value = _random.Next(0x10F800);
        return char.ConvertFromUtf32(value < 0xD800 ? value : value + 0x800);
    }

    T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
