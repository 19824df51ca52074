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

    public static Letter NoticeReceived(string to, string noticeId, int claims, int lacking, string token) => new(to, "notice.received", noticeId, "Your notice has arrived",
        $"We have your notice; it makes {claims} claim{(claims == 1 ? "" : "s")}. "
        + $"{(lacking > 0 ? $"{lacking} of them lack something that you can still give within fourteen days. " : "")}"
        + $"A machine checks whether the right reaches the listing; people decide. You hear of every decision.\n\nWhere they stand, what is lacking, and how to take the notice back:\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter ClaimDecided(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.decided", claimId, $"Decided: {Plain(right)}, listing {Plain(listing)}",
        $"Your claim for “{Plain(right)}” against listing {Plain(listing)} was decided.\n\n{Plain(why ?? "")}\n\nThe decision, and how to complain about it for six months, free of charge and to somebody else:\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter DecidedForSeller(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.decided", claimId, $"Decided for you: listing {Plain(listing)}",
        $"The claim for “{Plain(right)}” against your listing {Plain(listing)} was decided for you. "
        + $"What was done to the listing ends, what was taken is given back, and nothing of it counts against you.\n\n{Plain(why ?? "")}\n\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter SellerAnswered(string to, string claimId, string right, string listing, string text, string copy, string clock, string token) => new(to, "claim.answer", claimId,
        $"The seller answers: {Plain(right)}, listing {Plain(listing)}",
        $"The seller answers your claim for “{Plain(right)}” against listing {Plain(listing)}:\n\n{text}\n\n{copy}{clock}\n\n{{site}}/case/{{secret}}{Foot}", token);

    public static Letter ComplaintHeard(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.complaint", claimId, $"Your complaint was heard: listing {Plain(listing)}",
        $"Somebody who had not decided before has heard your complaint about “{Plain(right)}”, listing {Plain(listing)}.\n\n{Plain(why ?? "")}\n\nYou can also go to a certified out-of-court body or to a court.\n{{site}}/case/{{secret}}{Foot}",
            token);

    public static Letter ClaimClosed(string to, string claimId, string right, string listing, string? why, string token) => new(to, "claim.closed", claimId, $"Closed: {Plain(right)}, listing {Plain(listing)}",
        $"Your claim for “{Plain(right)}” against listing {Plain(listing)} is closed: {Plain(why ?? "")}.\n\n{{site}}/case/{{secret}}{Foot}", token);

    static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(500)).Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal);
}
