using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wardmark.Actions.Deposits;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Jobs;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Register;
using Wardmark.Actions.Webhooks;
using Wardmark.Connectors.Delivery;
using Wardmark.Connectors.Fetching;

namespace Wardmark.Server.Jobs;

/// <summary>What runs by itself: a clock, a query, an action. A failure is logged and tried again; it stops nothing else.</summary>
sealed class BackgroundWork(
    RescreenListings rescreen, SettleEnrolments settle, SettleClaims claims, SellerDesk sellers, SeeCampaigns campaigns, TurningDays turning, RenewReferences references, DepositDesk deposits,
    WebhookDesk webhooks, WebhookSender sender, AwaitedPictures awaited, PictureFetcher fetcher,
    MailDesk mail, StatementDesk statements, TimeProvider time, ILogger<BackgroundWork> log, MailSender? mailSender = null, DsaSender? database = null) : BackgroundService
{
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Loop("rescreen", rescreen.RunBatch, stoppingToken), Loop("enrolments", settle.RunBatch, stoppingToken), Loop("turning days", turning.RunBatch, stoppingToken),
            Loop("references", references.RunBatch, stoppingToken),
            Loop("claims", claims.RunBatch, stoppingToken), Loop("accounts", sellers.EndDue, stoppingToken),
            Loop("campaigns", campaigns.RunBatch, stoppingToken), Loop("stamps", deposits.StampNext, stoppingToken), Loop("deposits", deposits.SearchNext, stoppingToken),
            Loop("webhooks", Deliver, stoppingToken), Loop("pictures", FetchPictures, stoppingToken),
            database is null ? Task.CompletedTask : Loop("statements", stop => SendStatements(database, stop), stoppingToken), mailSender is null ? Task.CompletedTask : Loop("mail", stop => SendMail(mailSender, stop), stoppingToken));

    async Task Loop(string what, Func<CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                if (!await SafeRun(what, work, stop))
                    await Task.Delay(Idle, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogDebug("Background work {What} ends with the server.", what);
        }
    }

    async Task<bool> SafeRun(string what, Func<CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        try
        {
            return await work(stop);
        }
#pragma warning disable CA1031 // The border of background work: one failure must not end the loop.
        catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(e, "Background work {What} failed; it is tried again.", what);
            return false;
        }
    }

    async Task<bool> Deliver(CancellationToken stop)
    {
        var due = await webhooks.Take(20, stop);
        foreach (var message in due)
        {
            var error = await sender.Send(message.Url, message.Secret, message.Payload, time.GetUtcNow(), stop);
            await (error is null ? webhooks.Sent(message, stop) : webhooks.Failed(message, error, stop));
            if (error is not null && message.Tries >= WebhookDesk.MostTries)
                log.LogError("Webhook message {EventId} was parked after {Tries} tries.", message.EventId, message.Tries);
        }

        return due.Count > 0;
    }

    async Task<bool> FetchPictures(CancellationToken stop)
    {
        var due = await awaited.Take(16, stop);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (picture, token) =>
        {
            var fetched = await fetcher.Fetch(picture.Url, token);
            await (fetched.Bytes is { } bytes ? awaited.Arrived(picture, bytes, token) : awaited.Failed(picture, fetched.Refusal!, fetched.MayComeLater, token));
        });
        return due.Count > 0;
    }

    async Task<bool> SendStatements(DsaSender to, CancellationToken stop)
    {
        var due = await statements.Take(stop);
        var sent = due.Count == 0 ? [] : await to.Send([.. due.Select(d => new StatementToSend(d.Id, d.Json))], stop);
        for (var i = 0; i < due.Count; i++)
        {
            await statements.Answered(due[i], sent[i].Uuid, sent[i].Error, sent[i].IsFinal, stop);
            if (sent[i].Error is not null && (sent[i].IsFinal || due[i].Tries >= StatementDesk.MostTries)) log.LogError("Statement {Id} was parked: {Error}", due[i].Id, sent[i].Error);
        }

        return due.Count > 0;
    }

    async Task<bool> SendMail(MailSender by, CancellationToken stop)
    {
        var due = await mail.Take(20, stop);
        foreach (var letter in due)
        {
            var message = Compose(by, letter, letter.Secret ?? "");
            var error = await by.Send(message, stop);
            await (error is null ? mail.Sent(letter, message, kept: Compose(by, letter, MailDesk.Mask), stop) : mail.Failed(letter, error, stop));
            if (error is not null && letter.Tries >= MailDesk.MostTries) log.LogError("Mail {Id} was parked after {Tries} tries.", letter.Id, letter.Tries);
        }

        return due.Count > 0;
    }

    static string Compose(MailSender by, DueMail letter, string secret) =>
        by.Compose(letter.Recipient, letter.Subject, letter.Text.Replace("{secret}", secret, StringComparison.Ordinal), letter.MessageId, new(letter.CreatedAt, TimeSpan.Zero));
}
