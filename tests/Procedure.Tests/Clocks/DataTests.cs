using Wardmark.Procedure.Clocks;

namespace Wardmark.Procedure.Tests.Clocks;

public sealed class DataTests
{
    [Fact]
    public void Every_shipped_regime_reads_and_its_calendar_and_zone_exist()
    {
        Regime.Shipped.Select(r => r.Id).ShouldBe(["cn_ec43", "eu_dsa", "eu_dsa_small", "eu_dsa_vlop", "in_r75", "jp_idpa", "pause_4_4", "uk", "us_512"]);
        foreach (var regime in Regime.Shipped)
        {
            Regime.CalendarOf(regime.Calendar).Version.ShouldNotBeEmpty();
            regime.Sources.ShouldNotBeEmpty();
            regime.Deadlines.ShouldAllBe(d => d.Why.Length > 20 && d.AtSilence.Length > 5);
        }
    }

    [Theory]
    [InlineData("""{"regime":"x","version":"1","name":"x","calendar":"de","zone":"Etc/UTC","sources":[],"facts":[],"deadlines":[{"deadline":"d","from":"nothing","due":{"days":1},"rolls":false,"stopped_by":[],"at_silence":"","rule":"r","why":""}]}""", "none of its facts")]
    [InlineData("""{"regime":"x","version":"1","name":"x","calendar":"de","zone":"Etc/UTC","sources":[],"facts":[{"fact":"f","meaning":""}],"deadlines":[{"deadline":"d","from":"f","due":{"days":1,"hours":2},"rolls":false,"stopped_by":[],"at_silence":"","rule":"r","why":""}]}""", "one unit")]
    [InlineData("""{"regime":"x","version":"1","name":"x","calendar":"de","zone":"Etc/UTC","sources":[],"facts":[{"fact":"f","meaning":""}],"deadlines":[{"deadline":"d","from":"f","due":{"days":1},"rolls":false,"stopped_by":[],"at_silence":"","rule":" ","why":""}]}""", "names no rule")]
    public void A_regime_that_contradicts_itself_is_refused(string json, string why) => Should.Throw<InvalidDataException>(() => Regime.Parse(json)).Message.ShouldContain(why);

    [Fact]
    public void A_fact_that_the_regime_does_not_know_and_a_year_beyond_the_calendar_are_refused()
    {
        var regime = Regime.Find("cn_ec43")!;
        var calendar = Regime.CalendarOf("cn");
        Should.Throw<InvalidDataException>(() => Deadlines.Of(regime, [new("judgment", DateTimeOffset.UnixEpoch)], TimeZoneInfo.Utc, calendar)).Message.ShouldContain("statement_arrived");
        Should.Throw<InvalidDataException>(() => Deadlines.Of(regime, [new("statement_arrived", new(2026, 12, 30, 0, 0, 0, TimeSpan.Zero))], TimeZoneInfo.Utc, calendar)).Message.ShouldContain("Bring it up to date");
    }

    [Theory]
    [InlineData(2000, 4, 23), InlineData(2024, 3, 31), InlineData(2025, 4, 20), InlineData(2026, 4, 5), InlineData(2038, 4, 25), InlineData(2285, 3, 22)]
    public void Easter_falls_where_the_church_has_it(int year, int month, int day) => BusinessCalendar.EasterSunday(year).ShouldBe(new(year, month, day));

    [Fact]
    public void Skipped_days_say_why()
    {
        var regime = Regime.Find("us_512")!;
        var at = new DateTimeOffset(2026, 7, 2, 21, 30, 0, TimeSpan.Zero);
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(regime.Zone, out var zone), "This machine has no time-zone data (the package tzdata).");
        Deadlines.Of(regime, [new("counter_notice_received", at)], zone!, Regime.CalendarOf(regime.Calendar)).Single().Skipped
            .ShouldContain(new SkippedDay(new(2026, 7, 3), "Independence Day, observed"));
    }

    [Theory]
    [InlineData("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z")]
    [InlineData("Asia/Kolkata", "2026-03-02T10:00", "2026-03-02T04:30Z")]
    [InlineData("Asia/Amman", "2021-03-26T00:00", "2021-03-25T22:00Z")]
    public void A_local_time_that_is_leapt_over_or_comes_twice_has_one_instant(string zoneId, string local, string utc)
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone), "This machine has no time-zone data (the package tzdata).");
        LocalDays.InstantOf(DateTime.Parse(local, null), zone!).ShouldBe(DateTimeOffset.Parse(utc, null));
    }
}
