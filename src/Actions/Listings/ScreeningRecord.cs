using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Actions.Signals;
using Wardmark.Actions.Webhooks;
using Wardmark.Detection.Images;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>Writes screenings within one transaction: the listing, its findings, the ledger, the outbox.</summary>
sealed class ScreeningRecord : IDisposable
{
    readonly DbConnection _connection;
    readonly ScreeningBasis _basis;
    readonly DateTime _at;
    readonly string _now;
    readonly Dictionary<string, int> _fired = [];
    int _screened;
    bool _isFlood;
    readonly LedgerAppender _ledger;
    readonly Outbox _outbox;
    readonly DbCommand _listing;
    readonly DbCommand _forget;
    readonly DbCommand _finding;
    readonly DbCommand _print;
    readonly DbCommand _forgetPrints;
    readonly DbCommand _picture;

    public ScreeningRecord(DbConnection connection, ScreeningBasis basis, DateTime now, string actor)
    {
        (_connection, _basis, _at, _now) = (connection, basis, now, Instants.Write(now));
        _ledger = new(connection, now, actor);
        _outbox = new(connection, now);
        _listing = connection.Prepare("""
            INSERT INTO listings (id, revision, content_hash, seller_id, title, url, json, pictures, received_at, disposition, score, register_version, ledger_seq)
            VALUES (@id, @revision, @hash, @seller, @title, @url, @json, @pictures, @at, @disposition, @score, @version, @seq)
            ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, content_hash = excluded.content_hash,
              seller_id = excluded.seller_id, title = excluded.title, url = excluded.url, json = excluded.json, pictures = excluded.pictures,
              received_at = excluded.received_at, disposition = excluded.disposition, score = excluded.score,
              register_version = excluded.register_version, ledger_seq = excluded.ledger_seq
            """, "@id", "@revision", "@hash", "@seller", "@title", "@url", "@json", "@pictures", "@at", "@disposition", "@score", "@version", "@seq");
        _forget = connection.Prepare("DELETE FROM findings WHERE listing_id = @id", "@id");
        _forgetPrints = connection.Prepare("DELETE FROM text_prints WHERE listing_id = @id", "@id");
        _print = connection.Prepare("INSERT INTO text_prints VALUES (@print, @place, @listing, @seller) ON CONFLICT DO NOTHING", "@print", "@place", "@listing", "@seller");
        _picture = connection.Prepare("INSERT INTO picture_uses (listing_id, seller_id, pdq, sha256, look, first_seen_at) VALUES (@listing, @seller, @pdq, @sha, @look, @at) ON CONFLICT DO NOTHING", "@listing", "@seller", "@pdq", "@sha", "@look", "@at");
        _finding = connection.Prepare("""
            INSERT INTO findings (listing_id, revision, mark_id, mark, score, disposition, signals, ledger_seq, found_at, judgement, judged_by, judged_at, reason, shadow)
            VALUES (@listing, @revision, @mark_id, @mark, @score, @disposition, @signals, @seq, @at, @judgement, @by, @judged_at, @reason, @shadow)
            """, "@listing", "@revision", "@mark_id", "@mark", "@score", "@disposition", "@signals", "@seq", "@at", "@judgement", "@by", "@judged_at", "@reason", "@shadow");
    }

    /// <summary>Writes one. A screening of the same words again keeps what people judged on the same evidence.</summary>
    public void Write(PreparedListing p, int revision, bool carryJudgements)
    {
        var seq = _ledger.Append("listing.screened", p.Listing.Id, Payload(p, revision));
        var judged = carryJudgements ? ListingTable.JudgementsOf(_connection, p.Listing.Id) : [];
        var standing = p.Findings.Where(f => JudgementOf(f)?.Verdict != "dismissed").ToList();
        var disposition = standing.Count == 0 ? Disposition.Allow : standing.Max(f => f.Disposition);
        _listing.With(p.Listing.Id, revision, p.ContentHash, p.Listing.SellerId, p.Listing.Title, p.Listing.Url, p.Json, p.Pictures, _now,
            (int)disposition, p.Score, _basis.Register.Version, seq);
        _forget.With(p.Listing.Id);
        for (var i = 0; i < p.Findings.Count; i++)
        {
            var f = p.Findings[i];
            var j = JudgementOf(f);
            _finding.With(p.Listing.Id, revision, MarkId(f), f.Mark, f.Score, (int)f.Disposition, FindingJson.Rows(f.Signals),
                seq, _now, j?.Verdict, j?.By, j?.At, j?.Reason, (int?)p.Screening.Shadow?[i]);
            if (MarkId(f) is { } mark && p.Listing.SellerId is { } seller) _isFlood |= ReferenceFloods.Met(_connection, _ledger, mark, seller, f.Signals, _at);
        }

        if (!carryJudgements) Count(p);
        if (revision > 1 && !carryJudgements) _forgetPrints.With(p.Listing.Id);
        if (p.Findings.Count > 0) KeepPrints(p, seq);
        if (!carryJudgements)
        {
            KeepPictures(p);
            if (revision > 1 || p.Pictures.Contains(StoredPicture.IsAwaited, StringComparison.Ordinal)) AwaitedPictures.Await(_connection, p.Listing.Id, StoredPicture.Read(p.Pictures), _now);
        }

        if (standing.Exists(f => f.Disposition > Disposition.Allow)) _outbox.Announce(p.Listing.Id, revision, disposition, standing, seq);

        // Who dismissed a mere mention did not see the look-alike letters that a better register finds today.
        Judged? JudgementOf(Finding f) => judged.Find(j => j.Mark == f.Mark && j.Saw.Select(Seen).SequenceEqual(f.Signals.Select(Seen)));
    }

    /// <summary>Writes a second look at the same words. What is found as before is not written again, and nobody is told twice.</summary>
    public void WriteAgain(PreparedListing p, int revision)
    {
        KeepPictures(p);
        if (!Same(ListingTable.FindingsOf(_connection, p.Listing.Id), p.Findings)) Write(p, revision, carryJudgements: true);
    }

    // What was seen, whatever is said of it: that a reference is set aside changes nothing of it.
    static SignalRow Seen(SignalRow row) => row with { IsSetAside = null, Sentence = "" };

    static bool Same(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after) =>
        before.Count == after.Count && before.OrderBy(f => f.Mark, StringComparer.Ordinal).Zip(after.OrderBy(f => f.Mark, StringComparer.Ordinal))
            .All(p => p.First.Mark == p.Second.Mark && p.First.Disposition == p.Second.Disposition && p.First.Signals.SequenceEqual(p.Second.Signals));

    // When a picture was first seen in a listing is never written over.
    void KeepPictures(PreparedListing p)
    {
        if (p.Pictures == "[]") return;
        foreach (var picture in StoredPicture.Read(p.Pictures))
            if (picture.Pdq is not null && picture.Quality >= Pdq.LowestUsefulQuality)
                _picture.With(p.Listing.Id, p.Listing.SellerId, picture.Pdq, picture.Sha256, picture.Look, _now);
    }

    void KeepPrints(PreparedListing p, long place)
    {
        var prints = TextTwins.PrintsOf(p.Listing);
        if (prints.Length == 0 || _connection.Scalar<long>("SELECT EXISTS (SELECT 1 FROM text_prints WHERE listing_id = @id)", ("@id", p.Listing.Id)) == 1) return;
        foreach (var print in prints) _print.With(print, place, p.Listing.Id, p.Listing.SellerId);
    }

    // The rates of signals are those of what sellers send; a second look at the same words is not news.
    void Count(PreparedListing p)
    {
        _screened++;
        foreach (var signal in p.Findings.SelectMany(f => f.Signals.Select(s => s.Signal)).Distinct()) _fired[signal] = _fired.GetValueOrDefault(signal) + 1;
    }

    /// <summary>Adds what was written to the rates of the day; a reference that was set aside is news for every listing it met.</summary>
    public void Finish()
    {
        ReferenceFloods.Forget(_connection, _at);
        if (_isFlood) RescreenRequest.Write(_connection, _at);
        if (_screened > 0) SignalRates.Count(_connection, _at, _fired, _screened);
    }

    long? MarkId(Finding f) => f.MarkIndex >= 0 ? _basis.Register.MarkIds[f.MarkIndex] : null;

    string Payload(PreparedListing p, int revision) => JsonSerializer.Serialize(new
    {
        revision,
        content_hash = p.ContentHash,
        register_version = _basis.Register.Version,
        weights = _basis.Weights.Version,
        policy = _basis.Policy.Version,
        disposition = p.Disposition,
        shadow = _basis.Register.Policies.Shadow is { } shadow ? new { policy = shadow.Version, dispositions = p.Screening.Shadow } : null,
        findings = p.Findings.Select(f => new { mark = f.Mark, score = f.Score, disposition = f.Disposition, signals = f.Signals }),
    }, FindingJson.Wire);

    public void Dispose()
    {
        _ledger.Dispose();
        _outbox.Dispose();
        _listing.Dispose();
        _forget.Dispose();
        _finding.Dispose();
        _print.Dispose();
        _forgetPrints.Dispose();
        _picture.Dispose();
    }
}
