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

    /// <summary>Runs long work with a line that moves; silent where nobody looks.</summary>
    public static Task Progress(string what, Func<Action<string>, Task> work) =>
        Console.IsErrorRedirected
            ? work(_ => { })
            : Screen.Status().StartAsync(what, status => work(text => status.Status(Markup.Escape($"{what}: {text}"))));
}
