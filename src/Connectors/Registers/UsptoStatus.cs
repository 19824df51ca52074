namespace Wardmark.Connectors.Registers;

/// <summary>
/// Status codes of the United States Patent and Trademark Office in words. Read in records: 602 and 626 dead, 630 new, 686
/// published, 700 registered, 702 maintained, 800 renewed; the rest after the office's published list, by its hundreds.
/// </summary>
static class UsptoStatus
{
    public static string? InWords(string? code) => !int.TryParse(code, null, out var number) ? null : number switch
    {
        616 => "pending",
        >= 400 and <= 417 => "cancelled",
        >= 600 and <= 629 => "abandoned",
        686 or 687 or 688 or 689 => "published",
        >= 630 and <= 699 => "pending",
        >= 700 and <= 708 => "registered",
        >= 709 and <= 719 => "cancelled",
        >= 720 and <= 759 => "pending",
        >= 760 and <= 777 => "opposed",
        >= 778 and <= 799 => "cancellation pending",
        >= 800 and <= 809 => "renewed",
        >= 900 and <= 909 => "expired",
        _ => $"code {number}",
    };
}
