using Wardmark.Actions.Pictures;
using Wardmark.Imaging.Documents;
using Wardmark.Imaging.Worker;
using Wardmark.Storage;

namespace Wardmark.Actions.Deposits;

/// <summary>The certificate of a deposit, as PDF, made from what is on record each time it is asked for.</summary>
public sealed class DepositCertificate(Db db, PictureStore pictures, PictureWorkers workers)
{
    const int MostShown = 12;

    /// <summary>Writes it.</summary>
    public async Task<byte[]> Write(Deposit deposit, CancellationToken stop)
    {
        var earlier = db.Read(c => DepositDesk.Uses(c, deposit)).Where(u => u.IsEarlier).ToList();
        List<CertificateFact> facts =
        [
            new("Title", deposit.Title),
            new("Kind", deposit.Kind.Replace('_', ' ')),
            new("Deposited", $"{deposit.DepositedAt:yyyy-MM-dd HH:mm:ss} UTC"),
            new("SHA-256 of the manifest", deposit.Sha256),
            new("Place in the ledger, and the hash that chains it", $"{deposit.LedgerSeq}, {deposit.LedgerHash}"),
            new("Time stamp (RFC 3161)", deposit.StampedAt is { } at ? $"{at:yyyy-MM-dd HH:mm:ss} UTC, by the authority named in the token" : "none: no authority has stamped it yet"),
            new("Seen earlier in the marketplace", earlier.Count == 0 ? "no listing on record showed these pictures before" : $"{earlier.Count} listings; the first, {earlier[0].ListingId}, on {earlier[0].FirstSeenAt:yyyy-MM-dd}"),
            .. deposit.Pictures.Select(p => new CertificateFact($"Picture {p.Index + 1}: {p.Source}", $"SHA-256 {p.Sha256}")),
            new("The manifest, word for word", deposit.Manifest),
        ];
        var shown = deposit.Pictures.Take(MostShown).Select(p => p.Sha256 is { } sha && pictures.ShownFile(sha) is { } file ? File.ReadAllBytes(file) : null).OfType<byte[]>().ToList();
        return await workers.Write(new("Certificate of deposit", [
            "This certifies that the works named below were on deposit at the time stated. It does not certify who made them.",
            "To verify: hash the file of the manifest with SHA-256 and compare; hash each picture and compare with the manifest; verify the time-stamp token over the manifest's hash with any RFC 3161 tool, as openssl ts -verify -digest."],
            facts, shown, deposit.DepositedAt), stop);
    }
}
