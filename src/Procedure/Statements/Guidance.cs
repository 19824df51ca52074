using Wardmark.Procedure.Shipped;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Statements;

/// <summary>What a seller who agrees with a claim learns from it, instead of a strike.</summary>
/// <param name="Rule">In one sentence.</param>
/// <param name="Points">What to do, a sentence each.</param>
/// <param name="Source">Where the rule stands.</param>
public sealed record Guidance(string Language, string Rule, IReadOnlyList<string> Points, string Source)
{
    const string File = "notices/guidance.json";

    sealed record Lesson(string Source, IReadOnlyDictionary<string, IReadOnlyList<string>> Languages);

    sealed record Lessons(string Version, string Note, IReadOnlyDictionary<Theory, Lesson> Theories);

    static readonly Lazy<Lessons> Shipped = new(() => ShippedRules.Read<Lessons>(File));

    /// <summary>The guidance of a theory in the language somebody reads; in English where there is none. Nothing for a theory that is none.</summary>
    public static Guidance? Of(Theory theory, string? language)
    {
        if (Shipped.Value.Theories.GetValueOrDefault(theory) is not { } lesson) return null;
        var two = (language ?? "en").Split('-', '_')[0].ToLowerInvariant();
        if (!lesson.Languages.ContainsKey(two)) two = "en";
        return new(two, lesson.Languages[two][0], [.. lesson.Languages[two].Skip(1)], lesson.Source);
    }

    /// <summary>As plain text.</summary>
    public string Text() => $"{Rule}.\n\n{string.Join('\n', Points.Select(p => $"- {p}"))}\n\n{Source}";
}
