using System.Data.Common;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Detection.Names;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;

namespace Wardmark.Actions.Enrolments;

/// <summary>
/// Suspends what hangs on a right that ends, changes hands or is sanctioned, and restores it when the register does; notes
/// a changed contact, and asks the former one.
/// </summary>
public sealed class RightWatch(MailDesk mail) : IRightWatch
{
    static readonly TimeSpan LinkLife = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public void Changed(DbConnection connection, string key, Trademark? was, Trademark mark, string? contact, DateTime now)
    {
        if (contact is not null && PartyDesk.AddressOf(contact) is var (address, _) && ContactBook.Saw(connection, key, address, now) is { IsNew: true, Former: { } former })
            ContactChanged(connection, key, former, now);
        if (was is null || EnrolmentTable.OfRight(connection, key) is not { Count: > 0 } hanging) return;
        var sanctions = SanctionList.All(connection);
        mark = mark.On(DateOnly.FromDateTime(now));
        foreach (var e in hanging)
        {
            var stop = !mark.IsInForce ? $"the register says {mark.Status}"
                : Sanctioned(sanctions, mark.Owner) ?? Sanctioned(sanctions, PartyDesk.Find(connection, e.PartyId)!.Name) ?? OtherOwner(e, was, mark);
            if (stop is not null && e.State == EnrolmentState.Verified) EnrolmentTable.Change(connection, mail, e, x => x.Suspend(stop), "suspended", "register", now);
            else if (stop is null && e.State == EnrolmentState.Suspended && IsBack(e, was, mark)) EnrolmentTable.Change(connection, mail, e, x => x.Restore(), "restored", "register", now);
        }
    }

    void ContactChanged(DbConnection connection, string key, string former, DateTime now)
    {
        foreach (var e in EnrolmentTable.OfRight(connection, key).Where(e => e.State is EnrolmentState.Open or EnrolmentState.Frozen))
        {
            var token = Links.Make(connection, "not-me", e.Id, now + LinkLife);
            mail.Queue(connection, MailTexts.NotMe(former, e.Id, e.RightName, PartyDesk.Find(connection, e.PartyId)!.Name, token, isFormerContact: true), now);
            EnrolmentTable.Change(connection, mail, e, x => x.ContactChanged(now), "contact_changed", "register", now);
        }
    }

    // Another writing of the same name is the same owner.
    static string? OtherOwner(Enrolment e, Trademark was, Trademark mark) =>
        e.State == EnrolmentState.Verified && mark.Owner is { } now && was.Owner is { } before && before != now && !NameMatch.Compare(before, now).IsMatch
            ? $"the register names {now} as owner in place of {before}" : null;

    // An authority that has ended is not the register's to restore; a changed owner is restored by the owner of before.
    static bool IsBack(Enrolment e, Trademark was, Trademark mark) => e.Why?.StartsWith("the register says", StringComparison.Ordinal) == true
        || e.Why?.StartsWith("sanctioned", StringComparison.Ordinal) == true
        || (e.Why?.StartsWith("the register names", StringComparison.Ordinal) == true && mark.Owner is { } now && was.Owner != now
            && e.Why.Split(" in place of ") is [_, var before] && NameMatch.Compare(before, now).IsMatch);

    static string? Sanctioned(List<Sanction> sanctions, string? name) =>
        name is not null && sanctions.Find(s => NameMatch.Compare(s.Name, name).IsMatch) is { } found ? $"sanctioned: {name} is on the list as {found.Name} ({found.Reason})" : null;
}
