using CsCheck;
using Wardmark.Registry.Ledger;

namespace Wardmark.Registry.Tests.Ledger;

public sealed class LedgerEntryTests
{
    static readonly DateTime At = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_entry_follows_from_the_one_before()
    {
        var first = LedgerEntry.After(0, LedgerEntry.Origin, At, "a", "k", "s", "{}");
        var second = LedgerEntry.After(first.Seq, first.Hash, At, "a", "k", "s", "{}");
        second.Seq.ShouldBe(2);
        second.PreviousHash.ShouldBe(first.Hash);
        second.Hash.ShouldNotBe(first.Hash);
        second.Compute().ShouldBe(second.Hash);
    }

    [Fact]
    public void No_field_changes_unnoticed() => Gen.Select(Gen.Int[0, 5], Gen.String[1, 20]).Sample((field, text) =>
    {
        var entry = LedgerEntry.After(0, LedgerEntry.Origin, At, "actor", "kind", "subject", "payload");
        var changed = field switch
        {
            0 => entry with { Actor = entry.Actor + text }, 1 => entry with { Kind = entry.Kind + text },
            2 => entry with { Subject = entry.Subject + text }, 3 => entry with { Payload = entry.Payload + text },
            4 => entry with { At = entry.At + text }, _ => entry with { Seq = entry.Seq + 1 },
        };
        changed.Compute().ShouldNotBe(entry.Hash);
    });

    [Fact]
    public void Moving_a_letter_from_one_field_to_the_next_is_noticed()
    {
        var one = LedgerEntry.After(0, LedgerEntry.Origin, At, "ab", "c", "s", "{}");
        var other = LedgerEntry.After(0, LedgerEntry.Origin, At, "a", "bc", "s", "{}");
        one.Hash.ShouldNotBe(other.Hash);
    }
}
