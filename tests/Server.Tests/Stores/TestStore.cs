using Wardmark.Storage;

namespace Wardmark.Server.Tests.Stores;

/// <summary>
/// A store of a test's own: embedded, or a schema of the PostgreSQL database that WARDMARK_TEST_DATABASE names as a
/// connection string. Make that database for the tests alone; their schemas stay in it.
/// </summary>
public static class TestStore
{
    public static string? Server { get; } = Environment.GetEnvironmentVariable("WARDMARK_TEST_DATABASE") is { Length: > 0 } named ? named : null;

    public static string? Of(string folder) => Server is null ? null : $"{Server};Maximum Pool Size=12;Search Path=t_{Path.GetFileName(folder).Replace('-', '_').Replace('.', '_').ToLowerInvariant()}";

    public static Db Open(string folder) => new(folder, Of(folder));
}
