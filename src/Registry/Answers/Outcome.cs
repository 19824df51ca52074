namespace Wardmark.Registry.Answers;

/// <summary>A no, with the sentence that is shown.</summary>
public abstract record Refusal(string Sentence);

/// <summary>Nothing is on record under this name.</summary>
public sealed record NotFound(string What) : Refusal($"{What} is not on record.");

/// <summary>What was asked cannot be taken as it is.</summary>
public sealed record NotAccepted(string Field, string Reason) : Refusal($"{Field}: {Reason}");

/// <summary>Several fields cannot be taken as they are.</summary>
public sealed record NotAcceptedFields(IReadOnlyList<NotAccepted> Fields) : Refusal(string.Join(" ", Fields.Select(f => $"{f.Field}: {f.Reason}.")));

/// <summary>Done, or refused.</summary>
public readonly struct Outcome<T>
{
    readonly T? _done;
    readonly Refusal? _refusal;

    Outcome(T? done, Refusal? refusal) => (_done, _refusal) = (done, refusal);

    /// <summary>What was done.</summary>
    public static implicit operator Outcome<T>(T done) => new(done, null);

    /// <summary>Why it was not.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>Goes on with the one or the other.</summary>
    public TResult Match<TResult>(Func<T, TResult> done, Func<Refusal, TResult> refused) =>
        _refusal is { } no ? refused(no) : done(_done!);
}
