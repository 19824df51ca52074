using System.Diagnostics;
using System.Globalization;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Detection.Bench;

/// <summary>
/// Pictures a second on one thread and on two, as one worker and two take them. Run once:
/// <c>WARDMARK_PICTURES=… dotnet run --project bench/Detection.Bench -c Release -- cores</c>
/// </summary>
static class Cores
{
    const int Count = 40;
    const int Rounds = 3;

    public static void Run()
    {
        var files = Photos.Spread(Count);
        foreach (var (name, ask) in new[]
        {
            ("unpacking", PictureAsk.Nothing), ("unpacking, print and look", PictureAsk.Print), ("unpacking and words", PictureAsk.Words), ("unpacking and codes", PictureAsk.Codes),
            ("everything, no logos on the register", PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes), ("everything, with logos", PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes | PictureAsk.Fine),
        })
        {
            Once(files, ask, 1);
            var (one, two) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                one.Add(Once(files, ask, 1));
                two.Add(Once(files, ask, 2));
            }

            var (alone, both) = (one.Order().ElementAt(Rounds / 2), two.Order().ElementAt(Rounds / 2));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {alone / Count * 1000:0.0} | {Count / alone:0.0} | {Count / both:0.0} | {alone / both:0.00} |"));
        }
    }

    static double Once(List<byte[]> files, PictureAsk ask, int threads)
    {
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = threads }, f => PictureExaminer.Examine(f, ask));
        return clock.Elapsed.TotalSeconds;
    }
}
