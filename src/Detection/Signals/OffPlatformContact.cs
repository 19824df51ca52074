namespace Wardmark.Detection.Signals;

/// <summary>The seller asks to be reached past the marketplace, where nothing is screened.</summary>
public sealed class OffPlatformContact : ISignal
{
    /// <inheritdoc/>
    public string Name => "OFF_PLATFORM_CONTACT";

    /// <inheritdoc/>
    public string Meaning => "The seller asks to be reached past the marketplace, where nothing is screened.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Contact is { } contact
            ? new(contact.Field, contact.Start, contact.Length, contact.Seen, contact.Kind, $"“{contact.Seen}” is {contact.Kind} past the marketplace.")
            : null;
}
