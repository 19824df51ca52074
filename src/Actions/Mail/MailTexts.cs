using Wardmark.Registry.Answers;

namespace Wardmark.Actions.Mail;

/// <summary>The mails, word for word. Names that strangers gave stand in quotation marks and on one line.</summary>
static class MailTexts
{
    const string Foot = "\n\nWardmark, for the marketplace at {site}\n";

    public static Letter Confirm(string to, string partyId, string token) => new(to, "party.confirm", partyId, "Confirm your address",
        $"Somebody, probably you, gave this address when joining the rights-holder programme.\n\nConfirm it within two days:\n{{site}}/confirm/{{secret}}\n\nIf it was not you, do nothing.{Foot}", token);

    public static Letter AlreadyOnRecord(string to) => new(to, "party.known", to, "You are on record already",
        $"Somebody, probably you, tried to join the rights-holder programme with this address, which is on record already.\n\nSign in: {{site}}/sign-in\n\nIf it was not you, do nothing.{Foot}");

    public static Letter Added(string to, string partyId, string password) => new(to, "party.member", partyId, "You were added to a rights holder",
        $"A colleague added you on this marketplace. Sign in with this address and the password\n\n    {{secret}}\n\n{{site}}/sign-in{Foot}", password);

    public static Letter Code(string to, string enrolmentId, string right, string applicant, string code) => new(to, "enrolment.code", enrolmentId, $"Code for {Plain(right)}",
        $"“{Plain(applicant)}” asks to act for the right “{Plain(right)}”, for which the register names this address as contact.\n\n"
        + $"If you agree, give them this code. It is good for ten minutes and once:\n\n    {{secret}}\n\nIf you do not know them, give it to nobody.{Foot}", code);

    public static Letter NotMe(string to, string enrolmentId, string right, string applicant, string token, bool isFormerContact) => new(to, "enrolment.notice", enrolmentId, $"Somebody asks to act for {Plain(right)}",
        $"“{Plain(applicant)}” asks to act for the right “{Plain(right)}” on this marketplace. "
        + (isFormerContact ? "The register named this address as contact until lately.\n\nIf you did not agree to the change of contact" : "The register names this address as contact.\n\nIf you did not agree")
        + $", say so; everything they have begun stands still at once:\n{{site}}/not-me/{{secret}}\n\nIf you agree, do nothing.{Foot}", token);

    public static Letter OtherOwner(string to, string enrolmentId, string right, string applicant, string token) => new(to, "enrolment.notice", enrolmentId, $"Somebody else says they own {Plain(right)}",
        $"“{Plain(applicant)}” asks to act as owner of “{Plain(right)}”, which you have proved to own. One of our people looks at it.\n\n"
        + $"If you have not handed the right over, say so; everything they have begun stands still at once:\n{{site}}/not-me/{{secret}}{Foot}", token);

    public static Letter Settled(string to, string enrolmentId, string right, string state, string? why) => new(to, "enrolment.state", enrolmentId, $"{Plain(right)}: {state}",
        $"Your enrolment for “{Plain(right)}” is now {state}{(why is null ? "" : $": {Plain(why)}")}.\n\nWhat it asks and allows: {{site}}/enrolments/{enrolmentId}{Foot}");

    public static Letter Nominated(string to, string enrolmentId, string right, string agent) => new(to, "enrolment.nomination", enrolmentId, $"“{Plain(agent)}” asks to be your agent for {Plain(right)}",
        $"“{Plain(agent)}” asks to act as your agent for “{Plain(right)}”. Sign in to agree or to object:\n{{site}}/enrolments/{enrolmentId}{Foot}");

    /// <summary>The receipt. What is lacking is named field by field (17 U.S.C. 512(c)(3)(B)(ii) asks for help with what can be mended).</summary>
    public static Letter NoticeReceived(string to, string noticeId, int claims, IReadOnlyList<(string Listing, IReadOnlyList<NotAccepted> Lacks)> lacking, string token) => new(to, "notice.received", noticeId, "Your notice has arrived",
        $"We have your notice; it makes {claims} claim{(claims == 1 ? "" : "s")}.\n\n"
        + (lacking.Count == 0 ? "" : $"{lacking.Count} of them lack something that you can still give within fourteen days:\n{Lacks(lacking)}\n")
        + $"A machine checks whether the right reaches the listing; people decide. You hear of every decision.\n\nWhere they stand, how to give what is lacking, and how to take the notice back:\n{{site}}/case/{{secret}}{Foot}", token);

    // What every claim lacks is said once; of the rest the first twenty.
    static string Lacks(IReadOnlyList<(string Listing, IReadOnlyList<NotAccepted> Lacks)> lacking)
    {
        var common = lacking[0].Lacks.Where(l => lacking.All(x => x.Lacks.Any(y => y.Field == l.Field && y.Reason == l.Reason))).ToList();
        var own = lacking.Select(x => (x.Listing, Lacks: x.Lacks.Where(l => !common.Exists(c => c.Field == l.Field && c.Reason == l.Reason)).ToList())).Where(x => x.Lacks.Count > 0).ToList();
        return string.Concat(common.Select(l => $"- {Line(l)}\n")) + string.Concat(own.Take(20).Select(x => $"- listing {Plain(x.Listing)}: {string.Join("; ", x.Lacks.Select(Line))}\n"))
            + (own.Count > 20 ? $"- and {own.Count - 20} listings more; the page names them\n" : "");

        static string Line(NotAccepted l) => $"{l.Field.Replace('_', ' ')}: {Plain(l.Reason)}";
    }

    public static Letter Warned(string to, string notifier, string why, string token) => new(to, "notifier.warned", notifier, "A warning about your notices",
        $"Too many of your notices were unfounded. {Plain(why)}\n\nThis is a warning: if it goes on, your notices are not processed for a time (Art. 23(2) of the Digital Services Act). "
        + $"Your record, and how to complain about this warning; somebody else than who warned hears it:\n{{site}}/notifier/{{secret}}{Foot}", token);

    public static Letter Suspended(string to, string notifier, string why, DateTime until, string token) => new(to, "notifier.suspended", notifier, "Your notices are not processed for a time",
        $"After a warning, your notices are not processed until {until:yyyy-MM-dd HH:mm} UTC (Art. 23(2) of the Digital Services Act). {Plain(why)}\n\nClaims that were made before go on. "
        + $"You can complain; somebody else than who decided hears it:\n{{site}}/notifier/{{secret}}{Foot}", token);

    public static Letter StandingHeard(string to, string notifier, bool isGranted, string why, string token) => new(to, "notifier.complaint", notifier, "Your complaint was heard",
        $"Your complaint about the measure against you as a notifier was {(isGranted ? "granted: warning and suspension are ended" : "not granted")}.\n\n{Plain(why)}\n\n{{site}}/notifier/{{secret}}{Foot}", token);

    public static Letter ClaimDecided(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.decided", claimId, $"Decided: {Plain(right)}, listing {Plain(listing)}",
        $"Your claim for “{Plain(right)}” against listing {Plain(listing)} was decided.\n\n{Plain(why ?? "")}\n\nThe decision, and how to complain about it for six months, free of charge and to somebody else:\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter DecidedForSeller(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.decided", claimId, $"Decided for you: listing {Plain(listing)}",
        $"The claim for “{Plain(right)}” against your listing {Plain(listing)} was decided for you. "
        + $"What was done to the listing ends, what was taken is given back, and nothing of it counts against you.\n\n{Plain(why ?? "")}\n\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter SellerAnswered(string to, string claimId, string right, string listing, string text, string copy, string clock, string token) => new(to, "claim.answer", claimId,
        $"The seller answers: {Plain(right)}, listing {Plain(listing)}",
        $"The seller answers your claim for “{Plain(right)}” against listing {Plain(listing)}:\n\n{text}\n\n{copy}{clock}\n\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter Guided(string to, string claimId, string listing, string rule, string text, string token) => new(to, "claim.guidance", claimId, Plain(rule),
        $"{text}\n\nListing {Plain(listing)}: {{site}}/case/{{secret}}{Foot}", token);

    public static Letter ComplaintHeard(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.complaint", claimId, $"Your complaint was heard: listing {Plain(listing)}",
        $"Somebody who had not decided before has heard your complaint about “{Plain(right)}”, listing {Plain(listing)}.\n\n{Plain(why ?? "")}\n\nYou can also go to a certified out-of-court body or to a court.\n{{site}}/case/{{secret}}{Foot}",
            token);

    public static Letter ClaimClosed(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.closed", claimId, $"Closed: {Plain(right)}, listing {Plain(listing)}",
        $"Your claim for “{Plain(right)}” against listing {Plain(listing)} is closed: {Plain(why ?? "")}.\n\n{{site}}/case/{{secret}}{Foot}", token);

    static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(500)).Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal);
}
