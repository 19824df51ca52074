namespace Wardmark.Detection.Text;

/// <summary>
/// Prints of a text by which nearly equal texts are found without comparing: six super-shingles of four minima each over
/// runs of five words (Broder 1997). Texts nine tenths alike share two prints 98 times of 100; texts half alike, 5 times.
/// </summary>
public static class TextPrint
{
    /// <summary>Prints that two texts must share to be called nearly equal.</summary>
    public const int Shared = 2;

    const int Prints = 6;
    const int MinimaPerPrint = 4;
    const int Run = 5;

    // Shorter texts are alike by chance: "brand new, never worn, free shipping".
    const int FewestWords = 25;

    /// <summary>The prints; none for a short text.</summary>
    public static long[] Of(FoldedText text)
    {
        if (text.Words.Count < FewestWords) return [];
        Span<ulong> minima = stackalloc ulong[Prints * MinimaPerPrint];
        minima.Fill(ulong.MaxValue);
        for (var w = 0; w + Run <= text.Words.Count; w++)
        {
            var run = 0UL;
            for (var i = w; i < w + Run; i++) run = Mix(run ^ text.Words[i].Hash);
            for (var m = 0; m < minima.Length; m++) minima[m] = Math.Min(minima[m], Mix(run + ((ulong)(m + 1) * 0x9E3779B97F4A7C15)));
        }

        var prints = new long[Prints];
        for (var p = 0; p < Prints; p++)
        {
            var print = (ulong)p;
            for (var i = 0; i < MinimaPerPrint; i++) print = Mix(print ^ minima[(p * MinimaPerPrint) + i]);
            prints[p] = unchecked((long)print);
        }

        return prints;
    }

    static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
