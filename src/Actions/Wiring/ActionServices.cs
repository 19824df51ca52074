using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Deposits;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Findings;
using Wardmark.Actions.Jobs;
using Wardmark.Actions.Ledger;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Policies;
using Wardmark.Actions.Register;
using Wardmark.Actions.Searches;
using Wardmark.Actions.Webhooks;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Worker;
using Wardmark.Storage;

namespace Wardmark.Actions.Wiring;

/// <summary>What can be done, registered by name.</summary>
public static class ActionServices
{
    /// <summary>The actions over one store.</summary>
    public static IServiceCollection AddActions(this IServiceCollection services, Db db, Weights weights, Site site) => services
        .AddSingleton(db)
        .AddSingleton(site)
        .AddSingleton(weights)
        .AddSingleton<PictureWorkers>(_ => new())
        .AddSingleton<PictureStore>()
        .AddSingleton<FindPicture>()
        .AddSingleton<PictureUses>()
        .AddSingleton<LiveRegister>()
        .AddSingleton<ScreenerPool>()
        .AddSingleton<SubmitListings>()
        .AddSingleton<AwaitedPictures>()
        .AddSingleton<MailDesk>()
        .AddSingleton<PartyDesk>()
        .AddSingleton<IRightWatch, RightWatch>()
        .AddSingleton<TurningDays>()
        .AddSingleton<RenewReferences>()
        .AddSingleton<ImportRegister>()
        .AddSingleton<DocumentStore>()
        .AddSingleton<KeepBrand>()
        .AddSingleton<JudgeReference>()
        .AddSingleton<DepositDesk>()
        .AddSingleton<DepositCertificate>()
        .AddSingleton<EnrolmentDesk>()
        .AddSingleton<ReviewEnrolment>()
        .AddSingleton<ChallengeEnrolment>()
        .AddSingleton<SettleEnrolments>()
        .AddSingleton<ClaimEffects>()
        .AddSingleton<NoticeDesk>()
        .AddSingleton<BulkNotices>()
        .AddSingleton<NoticeDrafts>()
        .AddSingleton<LumenExport>()
        .AddSingleton<SavedSearches>()
        .AddSingleton<ClaimDesk>()
        .AddSingleton<SellerDesk>()
        .AddSingleton<StandingDesk>()
        .AddSingleton<SettleClaims>()
        .AddSingleton<StatementDesk>()
        .AddSingleton<SeeCampaigns>()
        .AddSingleton<RescreenListings>()
        .AddSingleton<JudgeFinding>()
        .AddSingleton<PolicyDesk>()
        .AddSingleton<AccountDesk>()
        .AddSingleton<ApiKeys>()
        .AddSingleton<WebhookDesk>()
        .AddSingleton<VerifyLedger>();
}
