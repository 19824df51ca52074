using CsCheck;
using Wardmark.Detection.Tests.Fuzzing;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

/// <summary>Words cut sixteen at a time are the words that are cut letter by letter.</summary>
public sealed class WordCutterTests
{
    static readonly string[] Names = ["Nike", "Gucci", "Louis Vuitton", "iPhone", "Polo Ralph Lauren", "adidas Yeezy", "Rolex", "Chanel"];

    sealed record Cut(int First, int Count, ulong Hash, int Letters, bool IsPlain, WordTraits Traits);

    // The rules as they read: a letter or digit is of a word; so is a symbol like a letter that a letter or digit follows, at the start of
    // a word a letter; ideographs and ampersands are words alone; a word is apart where no space was met since the word before.
    static List<Cut> LetterByLetter(FoldedText text)
    {
        var units = text.Units;
        var words = new List<Cut>();
        GlyphKind Kind(int i) => i < units.Count ? units[i].Glyph.Kind : GlyphKind.Space;
        bool Starts(int i) => Kind(i) is GlyphKind.Word or GlyphKind.Ideograph || units[i].Glyph.IsAnd || (Kind(i) is GlyphKind.LetterLike && Kind(i + 1) is GlyphKind.Word && char.IsLetter(units[i + 1].Glyph.Plain[0]));
        bool GoesOn(int i) => Kind(i) is GlyphKind.Word || (Kind(i) is GlyphKind.LetterLike && Kind(i + 1) is GlyphKind.Word);
        var apart = false;
        for (var i = 0; i < units.Count;)
        {
            if (!Starts(i))
            {
                apart = Kind(i) is not GlyphKind.Space && (apart || i == 0 || Kind(i - 1) is not GlyphKind.Space);
                i++;
                continue;
            }

            var (hash, plain, end) = (new LookHash(), "", i);
            var isAlone = Kind(i) is GlyphKind.Ideograph || units[i].Glyph.IsAnd;
            do
            {
                hash.Add(units[end].Glyph);
                plain += units[end++].Glyph.Letters;
            }
            while (!isAlone && GoesOn(end));
            var article = Enumerable.Range(1, 4).FirstOrDefault(n => n <= end - i - 3 && units[i + n].FollowsApostrophe);
            var isArticle = article > 0 && string.Concat(units.Skip(i).Take(article).Select(u => u.Glyph.Letters)) is "d" or "l" or "un" or "all" or "coll" or "dall" or "dell" or "nell" or "sull";
            var traits = (isArticle ? WordTraits.IsElided : 0) | (apart ? WordTraits.IsApart : 0) | (end - i == 1 && Kind(i) is GlyphKind.Word ? WordTraits.IsSingle : 0) | (Kind(end) is GlyphKind.LetterLike && Kind(end + 1) is GlyphKind.Space ? WordTraits.HasSymbolBehind : 0)
                | (units[end - 1].FollowsApostrophe ? WordTraits.HasApostrophe : 0) | (units[i].Glyph.Plain is [(>= '\u0370' and <= '\u03FF') or (>= '\u0400' and <= '\u052F'), ..] ? WordTraits.IsForeign : 0);
            words.Add(new(i, end - i, hash.Value, hash.Length, plain.All(char.IsAsciiLetterLower), traits));
            (i, apart) = (end, true);
        }

        return words;
    }

    static List<Cut> AsCut(FoldedText text) => [.. text.Words.Select(w => new Cut(w.First, w.Count, w.Hash, w.Letters, w.Plain != 0, w.Traits))];

    [Fact]
    public void Every_text_of_plain_characters_is_cut_as_letter_by_letter()
    {
        var characters = "aAbBlLrRnNvVwW019 \t\n-./,&!|@$+~#(z'`";
        Gen.Char[characters].Array[0, 300].Sample(letters =>
        {
            // Samples run side by side; and a text that is read after a longer one must not see it.
            var text = new FoldedText().Read(new string('z', letters.Length * 2));
            AsCut(text.Read(new(letters))).ShouldBe(LetterByLetter(text));
        }, iter: 3_000);
    }

    [Fact]
    public void Every_text_of_the_fuzzer_is_cut_as_letter_by_letter()
    {
        var (text, mutator) = (new FoldedText(), new Mutator(7));
        for (var i = 0; i < 1_500; i++)
        {
            var source = mutator.Next();
            if (source.Length > 4_000) continue;
            AsCut(text.Read(source)).ShouldBe(LetterByLetter(text), source);
        }
    }

    [Fact]
    public void What_is_found_begins_and_ends_where_folding_one_by_one_says_that_units_do()
    {
        var index = new MarkIndex();
        foreach (var (i, name) in Names.Index()) index.Add(i, name);
        var (matcher, found, mutator, seen) = (new MarkMatcher(index.Freeze()), new List<Occurrence>(), new Mutator(11), 0);
        for (var i = 0; i < 4_000; i++)
        {
            var source = mutator.Next();
            if (source.Length > 2_000 || source.Contains('\u202E')) continue;
            found.Clear();
            matcher.Find("title", source, found);
            var units = new FoldedText().Read(source).Units;
            foreach (var o in found)
            {
                units.ShouldContain(u => u.Start == o.Start, source);
                units.ShouldContain(u => u.Start + u.Length == o.Start + o.Length, source);
                seen++;
            }
        }

        seen.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void Each_character_of_ascii_is_what_its_glyph_says_wherever_it_stands()
    {
        var text = new FoldedText();
        for (var c = (char)0; c < 0x80; c++)
            for (var at = 0; at < 40; at++)
                AsCut(text.Read(new string('a', at) + c + "b c")).ShouldBe(LetterByLetter(text), $"U+{(int)c:X4} at {at}");
    }

    [Fact]
    public void A_pair_that_reads_as_one_is_one_across_every_border()
    {
        // The control: the letters of the pair hashed as they lie would make another word.
        for (var at = 0; at < 150; at++)
        {
            var before = string.Concat(Enumerable.Repeat("a ", at)) + (at % 2 == 0 ? "x" : "");
            var (pair, single) = (new FoldedText().Read(before + "darnel"), new FoldedText().Read(before + "damel"));
            pair.Words[^1].Hash.ShouldBe(single.Words[^1].Hash);
            new FoldedText().Read(before + "daxnel").Words[^1].Hash.ShouldNotBe(single.Words[^1].Hash);
        }
    }

    [Fact]
    public void Names_of_any_number_are_all_found_and_nothing_else()
    {
        var names = Gen.String[Gen.Char['a', 'z'], 4, 30].Array[1, 400];
        names.Sample(all =>
        {
            var index = new MarkIndex();
            for (var i = 0; i < all.Length; i++) index.Add(i, all[i]);
            var found = new List<Occurrence>();
            var matcher = new MarkMatcher(index.Freeze());
            for (var i = 0; i < all.Length; i++)
            {
                found.Clear();
                matcher.Find("title", $"new {all[i]} bag", found);
                found.Where(o => o.Name.Name == all[i] && o.Disguise == Disguise.None).Select(o => o.Name.Mark).Order().ShouldBe(Enumerable.Range(0, all.Length).Where(n => all[n] == all[i]));
                found.ShouldAllBe(o => o.Name.Name == all[i] || o.Disguise != Disguise.None);
            }
        }, iter: 60);
    }

    [Fact]
    public void An_index_takes_no_names_once_it_is_frozen_and_is_not_looked_in_before()
    {
        var index = new MarkIndex();
        index.Add(0, "Velmora");
        Should.Throw<InvalidOperationException>(() => new MarkMatcher(index));
        index.Freeze();
        Should.Throw<InvalidOperationException>(() => index.Add(1, "Tarnovik"));
    }

    // What is known of an everyday word is known by the key of its letters and asked for in place of its look.
    [Fact]
    public void Words_of_the_same_letters_look_the_same_however_they_are_written()
    {
        var text = new FoldedText();
        var looks = new Dictionary<ulong, (ulong Hash, string First)>();
        var met = 0;
        for (var c = 0x21; c < 0x20000; c++)
        {
            if (c is >= 0xD800 and < 0xE000) continue;
            var letter = char.ConvertFromUtf32(c);
            foreach (var written in new[] { $"{letter}ma", $"ma{letter}", $"ma{letter}k", $"r{letter}n", $"{letter}{letter}o", $"ma{letter}koverlongwordsareslow" })
                foreach (var word in text.Read(written).Words.Where(w => w.Plain != 0))
                {
                    met++;
                    if (!looks.TryAdd(word.Plain, (word.Hash, written))) word.Hash.ShouldBe(looks[word.Plain].Hash, $"“{written}” (U+{c:X4}) and “{looks[word.Plain].First}” have the same letters");
                }
        }

        met.ShouldBeGreaterThan(looks.Count * 3, "the control: most are written in several ways");
    }
}
