using System.Text.RegularExpressions;

namespace Wardmark.Detection.Text;

/// <summary>A way to reach the seller past the marketplace.</summary>
public sealed record Contact(string Field, int Start, int Length, string Seen, string Kind);

/// <summary>Finds messengers, handles, telephone numbers and digits in words. One a thread.</summary>
public sealed partial class ContactFinder
{
    const int FewestSpelledDigits = 7;
    static readonly string[] Messengers =
    [
        "whatsapp", "whats app", "watsapp", "whatsap", "wa.me", "telegram", "telegrm", "t.me", "wechat", "we chat", "weixin", "微信", "威信",
        "viber", "kakaotalk", "카카오톡", "카톡", "line id", "snapchat", "instagram", "insta", "ig", "wx", "vx", "wa", "tg", "signal", "skype", "dm",
    ];

    static readonly HashSet<ulong> Digits = HashesOf(
        "zero oh one two three four five six seven eight nine null eins zwei drei vier fünf sechs sieben acht neun "
        + "cero uno dos tres cuatro cinco seis siete ocho nueve un deux trois quatre cinq sept huit neuf");

    static readonly MarkIndex Index = MakeIndex();
    readonly MarkMatcher _matcher = new(Index);
    readonly List<Occurrence> _met = [];

    /// <summary>The first way to reach the seller in a field; nothing where there is none.</summary>
    public Contact? Find(string field, string text)
    {
        if (text.Length < 6) return null;
        _met.Clear();
        _matcher.Find(field, text, _met);
        foreach (var o in _met)
            if (Handle(text, o.Start + o.Length) is var past and > 0 && !IsWithinWord(text, o))
                return new(field, o.Start, past - o.Start, text[o.Start..past], "a messenger");
        for (var number = Telephone().Match(text); number.Success; number = number.NextMatch())
            if (StandsAlone(text, number.Index, number.Index + number.Length))
                return new(field, number.Index, number.Length, number.Value, "a telephone number");
        return Spelled(field, text);
    }

    static bool StandsAlone(string text, int start, int past) =>
        (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.')) && (past == text.Length || !char.IsDigit(text[past]));

    static bool IsWithinWord(string text, Occurrence o) => o.Length <= 3 && o.Start > 0 && (char.IsLetterOrDigit(text[o.Start - 1]) || text[o.Start - 1] is '.' or '-');

    // What makes a messenger's name an invitation: a number, a handle, or the word to use it.
    static int Handle(string text, int from)
    {
        var next = AfterMessenger().Match(text, from, Math.Min(48, text.Length - from));
        return next.Success && next.Index == from ? from + next.Length : 0;
    }

    // Of seven words in a row one stands at every seventh place: only there one is looked for.
    Contact? Spelled(string field, string text)
    {
        var words = _matcher.Text.Words;
        for (var i = FewestSpelledDigits - 1; i < words.Count; i += FewestSpelledDigits)
        {
            if (!Digits.Contains(words[i].Hash)) continue;
            var (first, past) = (i, i + 1);
            while (first > 0 && Digits.Contains(words[first - 1].Hash)) first--;
            while (past < words.Count && Digits.Contains(words[past].Hash)) past++;
            if (past - first < FewestSpelledDigits) continue;
            var (start, end) = _matcher.Text.PlaceOf(words[first], words[past - 1]);
            return new(field, start, end - start, text[start..end], "a number in words");
        }

        return null;
    }

    static HashSet<ulong> HashesOf(string words) => [.. new FoldedText().Read(words).Words.Select(w => w.Hash)];

    static MarkIndex MakeIndex()
    {
        var index = new MarkIndex(fewestLetters: 2);
        for (var i = 0; i < Messengers.Length; i++) index.Add(i, Messengers[i]);
        return index.Freeze();
    }

    // It sees 48 characters at most and tells its words apart by their first letters, so the time cannot run out but by a fault;
    // a short limit ran out where the machine was busy.
    [GeneratedRegex(
        @"\s*(?:[:：=\-–>]|id|no\.?|number|me|us|at|on|chat|only|for|号|號)*\s*[:：=]?\s*(?:@[\w.]{3,30}|/[\w.]{3,30}|\+?\d[\d\s().\-]{6,18}\d|(?<=[:：=@\s](?:id)?\s?)[a-z]+[_\d][\w.]{1,28})"
        + @"|\s*(?:us|me)\s+(?:for|to|before)\b", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex AfterMessenger();

    // With a country code, as people write it; bare digits are article numbers.
    [GeneratedRegex(@"\+\s?\d{1,3}[\s().\-]*\d(?:[\s().\-]?\d){7,12}", RegexOptions.NonBacktracking)]
    private static partial Regex Telephone();
}
