namespace Wardmark.Procedure.Clocks;

/// <summary>
/// Days of a zone. Only the way from UTC to local time is asked, which is never ambiguous: the conversion the other way is wrong
/// at midnights that do not exist (dotnet/runtime 114476, 96269).
/// </summary>
public static class LocalDays
{
    // No zone is further from UTC than fourteen hours; a day more on each side lets the search begin outside.
    const long Reach = 40 * 3600;

    /// <summary>The local date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first instant whose local date is a day or later: its beginning, also where midnight does not exist or comes twice.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var middle = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        var (low, high) = (middle - Reach, middle + Reach);
        while (high - low > 1)
        {
            var at = low + ((high - low) / 2);
            if (DateOf(DateTimeOffset.FromUnixTimeSeconds(at), zone) >= day) high = at;
            else low = at;
        }

        return DateTimeOffset.FromUnixTimeSeconds(high);
    }

    /// <summary>
    /// The first instant, to the minute, at which the clock of a zone shows a local time or more: of two showings the first, and
    /// where it leaps over the time, the leap.
    /// </summary>
    public static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        var at = new DateTimeOffset(local, TimeSpan.Zero).AddSeconds(-Reach);
        while (TimeZoneInfo.ConvertTime(at, zone).DateTime < local) at = at.AddMinutes(1);
        return at;
    }
}
