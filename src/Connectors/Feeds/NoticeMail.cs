using MimeKit;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Feeds;

/// <summary>
/// A notice by mail: plain text with a line for each field, <c>Listing: …</c> as often as there are listings. Who wrote it is not proved
/// by a mail, so it is taken as a notice without an account. The message's own number makes it one notice however often it comes.
/// </summary>
public static class NoticeMail
{
    /// <summary>Largest message.</summary>
    public const int Largest = 2 * 1024 * 1024;

    static readonly string[] Fields = ["listing", "right", "work", "theory", "regime", "explanation", "evidence", "name", "address", "phone", "signature", "good faith", "accuracy", "undertaking", "territory"];

    /// <summary>Reads a message (RFC 5322). What cannot be read says what to write instead.</summary>
    public static Notice Read(Stream message)
    {
        MimeMessage mail;
        try
        {
            mail = MimeMessage.Load(message);
        }
        catch (FormatException e)
        {
            throw new FeedException($"This is no mail message: {e.Message}", e);
        }

        if (mail.From.Mailboxes.FirstOrDefault() is not { } sender) throw new FeedException("The message has no sender.");
        var given = Lines(mail.TextBody ?? throw new FeedException("The message has no plain text; send it as text, a line for each field: Listing: …, Right: …, Theory: …"));
        if (!given.Contains("listing")) throw new FeedException($"The message names no listing. Write a line for each field, as “Listing: https://…”; the fields are {string.Join(", ", Fields)}.");
        var theory = One(given, "theory");
        if (!Enum.TryParse<Theory>(theory?.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var read) || !Enum.IsDefined(read))
            throw new FeedException($"“{theory}” is no theory; write one of {string.Join(", ", Enum.GetNames<Theory>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName))}.");
        return new()
        {
            Id = "", Channel = Channel.Mail, ReceivedAt = default, Reference = mail.MessageId is { Length: <= 200 } id ? id : null, Theory = read, Regime = One(given, "regime") ?? "", RightKey = One(given, "right"), Work = One(given, "work"),
            Explanation = One(given, "explanation"), Evidence = One(given, "evidence"), Name = One(given, "name") ?? (sender.Name is { Length: > 0 } name ? name : null), Email = sender.Address, Address = One(given, "address"),
            Phone = One(given, "phone"), Signature = One(given, "signature"), GoodFaith = Yes(given, "good faith"), Accuracy = Yes(given, "accuracy"), Undertaking = Yes(given, "undertaking"),
            Territory = One(given, "territory")?.ToUpperInvariant(), Listings = [.. given["listing"]],
        };
    }

    // A line that begins no field goes on with the one before it; quoted lines are not the sender's.
    static ILookup<string, string> Lines(string text)
    {
        var found = new List<(string Field, string Value)>();
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => !l.StartsWith('>')))
        {
            if (line.TrimEnd() == "--") break;
            var at = line.IndexOf(':', StringComparison.Ordinal);
            var field = at > 0 ? line[..at].Trim().ToLowerInvariant().Replace('_', ' ') : "";
            if (Fields.Contains(field)) found.Add((field, line[(at + 1)..].Trim()));
            else if (found.Count > 0 && line.Trim().Length > 0) found[^1] = (found[^1].Field, $"{found[^1].Value}\n{line.Trim()}".Trim());
        }

        return found.Where(f => f.Value.Length > 0).ToLookup(f => f.Field, f => f.Value);
    }

    static string? One(ILookup<string, string> given, string field) => given[field].LastOrDefault();

    static bool Yes(ILookup<string, string> given, string field) => One(given, field)?.ToLowerInvariant() is "yes" or "true";
}
