using System.Reflection;

namespace Wardmark.Detection.Text;

/// <summary>The data files that travel inside the program: tables, lexicons, weights.</summary>
public static class ShippedData
{
    /// <summary>Opens a file of the repository's <c>config</c> folder by its path there.</summary>
    public static Stream Open(string path) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream($"config/{path}")
        ?? throw new FileNotFoundException($"config/{path} is not part of this build.");

    /// <summary>The tab-separated rows of a table, comments left out.</summary>
    public static IEnumerable<string[]> Rows(string path)
    {
        using var reader = new StreamReader(Open(path));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
    }
}
