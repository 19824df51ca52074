using Spectre.Console;

namespace Wardmark.Cli;

/// <summary>What a person at the terminal sees: on standard error, so that standard output stays a stream of results.</summary>
static class Terminal
{
    static readonly IAnsiConsole Screen = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });

    public static void Say(string text) => Screen.MarkupLineInterpolated($"{text}");

    public static void Warn(string text) => Screen.MarkupLineInterpolated($"[yellow]{text}[/]");

    public static void Fail(string text) => Screen.MarkupLineInterpolated($"[red]{text}[/]");

    public static void Show(Table table) => Screen.Write(table);

    /// <summary>Runs long work beside a bar that fills with the rows of a file; silent where nobody looks.</summary>
    public static Task Progress(string what, string file, Func<Action<string, long, double?>, Task> work)
    {
        if (Console.IsErrorRedirected) return work((_, _, _) => { });
        var rows = RowsOf(file);
        return Screen.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(what, maxValue: rows ?? 1);
            bar.IsIndeterminate = rows is null;
            await work((text, done, share) =>
            {
                bar.Description = Markup.Escape($"{what}: {text}");
                bar.IsIndeterminate = rows is null && share is null;
                if (rows is not null) bar.Value = done;
                else if (share is { } part) bar.Value = part;
            });
            bar.IsIndeterminate = false;
            bar.Value = bar.MaxValue;
        });
    }

    // A file of a line a row tells how long the way is; counting a gigabyte of others would be a wait of its own.
    static long? RowsOf(string file)
    {
        const long mostCounted = 512L * 1024 * 1024;
        if (!File.Exists(file) || new FileInfo(file).Length > mostCounted || Path.GetExtension(file) is not (".jsonl" or ".csv" or ".txt")) return null;
        return Math.Max(1, File.ReadLines(file).LongCount());
    }
}
