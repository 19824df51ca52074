namespace Wardmark.Detection.Bench;

/// <summary>The photos of the folder that WARDMARK_PICTURES names.</summary>
static class Photos
{
    /// <summary>The bytes of so many, spread over the folder.</summary>
    public static List<byte[]> Spread(int count)
    {
        var all = All();
        return [.. Enumerable.Range(0, count).Select(i => File.ReadAllBytes(all[i * all.Count / count]))];
    }

    /// <summary>The names of all, in order.</summary>
    public static List<string> All() => [.. Directory.EnumerateFiles(Folder("WARDMARK_PICTURES"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>The folder that a variable names.</summary>
    public static string Folder(string variable) => Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} names no folder.");
}
