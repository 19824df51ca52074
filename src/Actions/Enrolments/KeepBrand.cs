using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>What an owner tells the marketplace about a mark; a field that is left out stays as it is.</summary>
public sealed record Brand(
    IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? CodeWords = null, IReadOnlyDictionary<string, decimal>? PriceFloor = null,
    IReadOnlyList<string>? AuthorisedSellers = null, IReadOnlyList<string>? Licensees = null, IReadOnlyList<PermittedSeller>? PermittedSellers = null,
    IReadOnlyList<string>? GtinPrefixes = null, double? CopyFrom = null, double? LogoFrom = null);

/// <summary>Keeps a brand: its names, floors and permitted sellers. Screening knows within a second, and stored listings are screened again.</summary>
public sealed class KeepBrand(Db db, LiveRegister live, PictureStore pictures, TimeProvider time)
{
    /// <summary>Most reference pictures and logos of one mark.</summary>
    public const int MostPictures = 1_000;

    const int MostEntries = 1_000;
    const int LongestEntry = 200;

    /// <summary>Changes what is given. A party needs a proof that is strong enough; the marketplace's own people need none.</summary>
    public async Task<Outcome<Trademark>> Run(long markId, Brand brand, Caller caller, CancellationToken stop)
    {
        if (Problem(brand) is { } problem) return problem;
        var done = await db.Write<Outcome<Trademark>>(connection =>
        {
            var (found, no) = Standing(connection, markId, caller);
            if (found is null) return no!;
            var mark = found.Mark with
            {
                Aliases = brand.Aliases ?? found.Mark.Aliases,
                CodeWords = brand.CodeWords ?? found.Mark.CodeWords,
                PriceFloor = brand.PriceFloor ?? found.Mark.PriceFloor,
                AuthorisedSellers = brand.AuthorisedSellers ?? found.Mark.AuthorisedSellers,
                Licensees = brand.Licensees ?? found.Mark.Licensees,
                GtinPrefixes = brand.GtinPrefixes ?? found.Mark.GtinPrefixes,
                PermittedSellers = brand.PermittedSellers ?? found.Mark.PermittedSellers,
                CopyFrom = brand.CopyFrom ?? found.Mark.CopyFrom,
                LogoFrom = brand.LogoFrom ?? found.Mark.LogoFrom,
            };
            Keep(connection, found.Key, mark, caller.Name);
            return mark;
        }, stop);
        live.Changed();
        return done;
    }

    /// <summary>Adds reference pictures and logos; one that is there already changes nothing.</summary>
    public async Task<Outcome<MarkView>> AddPictures(long markId, IReadOnlyList<(string Name, byte[] Bytes)> files, Caller caller, CancellationToken stop)
    {
        var kept = (await Task.WhenAll(files.Select((f, i) => pictures.KeepReference(i, f.Name, f.Bytes, stop)))).ToList();
        if (kept.Count == 0) return new NotAccepted("pictures", "are one or more");
        if (kept.Find(k => k.Problem is not null) is { } bad) return new NotAccepted($"pictures/{bad.Index}", bad.Problem!);
        var done = await db.Write<Outcome<MarkView>>(connection =>
        {
            var (found, no) = Standing(connection, markId, caller);
            if (found is null) return no!;
            var all = Named(found.Pictures.Concat(kept).DistinctBy(p => p.Sha256 ?? p.Source));
            if (all.Count > MostPictures) return new NotAccepted("pictures", $"a mark has at most {MostPictures}; it has {found.Pictures.Count}");
            if (all.Count == found.Pictures.Count) return found;
            var now = time.GetUtcNow().UtcDateTime;
            connection.Run("UPDATE marks SET pictures = @pictures, updated_at = @at, version = @version WHERE key = @key",
                ("@pictures", StoredPicture.Write(all)), ("@at", Instants.Write(now)), ("@version", RegisterVersion.Of(connection) + 1), ("@key", found.Key));
            using (var ledger = new LedgerAppender(connection, now, caller.Name)) ledger.Append("brand.pictures", found.Key, JsonSerializer.Serialize(new { added = all.Skip(found.Pictures.Count).Select(p => p.Sha256) }, FindingJson.Wire));
            RescreenRequest.Write(connection, now);
            return ShowRegister.Find(connection, markId)!;
        }, stop);
        live.Changed();
        return done;
    }

    // A name stands for one picture: what people said of one they saw must not hold for another that is named alike.
    static List<StoredPicture> Named(IEnumerable<StoredPicture> pictures)
    {
        var taken = new HashSet<string>();
        return [.. pictures.Select((p, i) => p with { Index = i, Source = taken.Add(p.Source) ? p.Source : $"{p.Source} ({p.Sha256?[..12]})" })];
    }

    /// <summary>Takes a reference picture or logo away: one that is not the mark's, or meets what it should not.</summary>
    public async Task<Outcome<MarkView>> RemovePicture(long markId, string sha256, Caller caller, CancellationToken stop)
    {
        var done = await db.Write<Outcome<MarkView>>(connection =>
        {
            var (found, no) = Standing(connection, markId, caller);
            if (found is null) return no!;
            if (found.Pictures.FirstOrDefault(p => p.Sha256 == sha256) is not { } removed) return new NotFound($"Picture {sha256} of mark {markId}");
            var now = time.GetUtcNow().UtcDateTime;
            connection.Run("UPDATE marks SET pictures = @pictures, updated_at = @at, version = @version WHERE key = @key",
                ("@pictures", StoredPicture.Write([.. found.Pictures.Where(p => p.Sha256 != sha256).Select((p, i) => p with { Index = i })])),
                ("@at", Instants.Write(now)), ("@version", RegisterVersion.Of(connection) + 1), ("@key", found.Key));
            connection.Run("DELETE FROM references_set_aside WHERE mark_id = @mark AND reference = @reference", ("@mark", markId), ("@reference", removed.Source));
            connection.Run("DELETE FROM reference_meetings WHERE mark_id = @mark AND reference = @reference", ("@mark", markId), ("@reference", removed.Source));
            using (var ledger = new LedgerAppender(connection, now, caller.Name)) ledger.Append("brand.picture_removed", found.Key, JsonSerializer.Serialize(new { removed.Sha256, removed.Source }, FindingJson.Wire));
            RescreenRequest.Write(connection, now);
            return ShowRegister.Find(connection, markId)!;
        }, stop);
        live.Changed();
        return done;
    }

    /// <summary>Says that a picture of a listing may be used for the mark, by whoever: licensed to sellers, or judged so. It is known again in every turn.</summary>
    public Task<Outcome<MarkView>> Permit(long markId, string listingId, int picture, string? why, Caller caller, CancellationToken stop) => Permitted(markId, caller, "brand.picture_permitted", (connection, was, now) =>
    {
        if (string.IsNullOrWhiteSpace(why) || why.Length > 2_000) return new NotAccepted("why", "is required; one sentence of at most 2000 characters");
        if (ListingTable.Find(connection, listingId)?.Pictures.FirstOrDefault(p => p.Index == picture) is not { } found) return new NotFound($"Picture {picture} of listing {listingId}");
        return found.Pdq is null || found.Quality < Detection.Images.Pdq.LowestUsefulQuality ? new NotAccepted("picture", "is too flat to be known again, or could not be read")
            : was.Count >= MostPictures ? new NotAccepted("picture", $"a mark permits at most {MostPictures}; take one back")
            : (Outcome<List<PermittedPicture>>)(List<PermittedPicture>)[.. was.Where(p => p.Pdq != found.Pdq), new(found.Pdq, found.Sha256, why.Trim(), caller.Name, now)];
    }, stop);

    /// <summary>Takes a permission back.</summary>
    public Task<Outcome<MarkView>> Forbid(long markId, string pdq, Caller caller, CancellationToken stop) => Permitted(markId, caller, "brand.picture_forbidden", (_, was, _) =>
        was.All(p => p.Pdq != pdq) ? new NotFound($"Permitted picture {pdq}") : (Outcome<List<PermittedPicture>>)(List<PermittedPicture>)[.. was.Where(p => p.Pdq != pdq)], stop);

    async Task<Outcome<MarkView>> Permitted(long markId, Caller caller, string what, Func<DbConnection, IReadOnlyList<PermittedPicture>, DateTime, Outcome<List<PermittedPicture>>> step, CancellationToken stop)
    {
        var done = await db.Write<Outcome<MarkView>>(connection =>
        {
            var (found, no) = Standing(connection, markId, caller);
            if (found is null) return no!;
            var now = time.GetUtcNow().UtcDateTime;
            return step(connection, found.Permitted, now).Match<Outcome<MarkView>>(permitted =>
            {
                connection.Run("UPDATE marks SET permitted = @permitted, updated_at = @at WHERE id = @id", ("@permitted", PermittedPicture.Write(permitted)), ("@at", Instants.Write(now)), ("@id", markId));
                using (var ledger = new LedgerAppender(connection, now, caller.Name)) ledger.Append(what, found.Key, JsonSerializer.Serialize(permitted.Count == 0 ? null : permitted[^1], FindingJson.Wire));
                RescreenRequest.Write(connection, now);
                return ShowRegister.Find(connection, markId)!;
            }, refused => refused);
        }, stop);
        live.Changed();
        return done;
    }

    // A mark the caller may keep; what another party owns is not there.
    static (MarkView? Found, Refusal? No) Standing(DbConnection connection, long markId, Caller caller)
    {
        if (ShowRegister.Find(connection, markId) is not { } found) return (null, new NotFound($"Mark {markId}"));
        if (caller.PartyId is not { } party || EnrolmentTable.May(connection, party, found.Key, HolderAct.KeepBrand)) return (found, null);
        return (null, EnrolmentTable.OfRight(connection, found.Key).Exists(e => e.PartyId == party)
            ? new NotAccepted("mark", "your proof is not strong enough to keep the brand; add the code of the register or documents")
            : new NotFound($"Mark {markId}"));
    }

    void Keep(DbConnection connection, string key, Trademark mark, string actor)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var json = JsonSerializer.Serialize(mark, FindingJson.Wire);
        if (connection.Run("UPDATE marks SET json = @json, updated_at = @at, version = @version WHERE key = @key AND json <> @json",
            ("@json", json), ("@at", Instants.Write(now)), ("@version", RegisterVersion.Of(connection) + 1), ("@key", key)) == 0) return;
        TurningDays.Keep(connection, key, mark, now);
        using (var ledger = new LedgerAppender(connection, now, actor)) ledger.Append("brand.kept", key, json);
        RescreenRequest.Write(connection, now);
    }

    /// <summary>Why a mark cannot ask so much of pictures; nothing where it can.</summary>
    public static NotAccepted? SurenessProblem(double? copyFrom, double? logoFrom) =>
        copyFrom is < Likeness.CopyFrom or > 0.99 or double.NaN ? new("copy_from", "is from 0.5, as for every mark, to 0.99")
            : logoFrom is < LogoInPicture.Fewest or > 40 or double.NaN ? new("logo_from", "is from 6, as for every mark, to 40") : null;

    static NotAccepted? Problem(Brand brand)
    {
        foreach (var (field, list) in new[] { ("aliases", brand.Aliases), ("code_words", brand.CodeWords), ("authorised_sellers", brand.AuthorisedSellers), ("licensees", brand.Licensees) })
        {
            if (list?.Count > MostEntries) return new(field, $"has more than {MostEntries} entries");
            if (list?.Any(e => string.IsNullOrWhiteSpace(e) || e.Length > LongestEntry || e.Any(char.IsControl)) == true) return new(field, $"holds an entry that is empty or longer than {LongestEntry} characters");
        }

        if (SurenessProblem(brand.CopyFrom, brand.LogoFrom) is { } unsure) return unsure;
        if (brand.GtinPrefixes?.Any(p => p.Length is < 4 or > 12 || !p.All(char.IsAsciiDigit)) == true) return new("gtin_prefixes", "are 4 to 12 digits each, as article numbers begin");
        if (brand.PriceFloor?.Any(f => f.Key.Length != 3 || !f.Key.All(char.IsAsciiLetterUpper) || f.Value <= 0) == true) return new("price_floor", "is an amount above nothing by ISO 4217 currency, as {\"EUR\":50}");
        if (brand.PermittedSellers?.Count > MostEntries) return new("permitted_sellers", $"has more than {MostEntries} entries");
        return brand.PermittedSellers?.Any(p => string.IsNullOrWhiteSpace(p.SellerId) || p.SellerId.Length > LongestEntry || p.Until < p.From || p.Territories.Any(t => t.Length != 2)) == true
            ? new("permitted_sellers", "holds one without a seller, with a territory that is not two letters, or that ends before it begins") : null;
    }
}
