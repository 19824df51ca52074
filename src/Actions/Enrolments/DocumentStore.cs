using System.Security.Cryptography;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>A document as it is kept.</summary>
public sealed record KeptDocument(string Name, string Sha256, long Size);

/// <summary>Documents by the hash of their bytes. They are a stranger's: nothing here opens them, and they are only ever given out to be saved.</summary>
public sealed class DocumentStore(Db db)
{
    /// <summary>Most bytes of one document.</summary>
    public const int Largest = 10 * 1024 * 1024;

    const int LongestName = 200;

    static readonly (string Kind, byte[] Head)[] Known =
        [("PDF", "%PDF-"u8.ToArray()), ("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G']), ("JPEG", [0xFF, 0xD8, 0xFF])];

    string Folder => Path.Combine(db.Folder, "documents");

    /// <summary>Keeps a document; it is a PDF, PNG or JPEG by its first bytes.</summary>
    public async Task<Outcome<KeptDocument>> Keep(Stream body, string? name, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(c => char.IsControl(c) || c is '/' or '\\')) return new NotAccepted("name", $"is required: a file name of at most {LongestName} characters");
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await body.ReadAsync(buffer, stop)) > 0)
        {
            if (bytes.Length + read > Largest) return new NotAccepted("document", $"has more than {Largest / 1024 / 1024} MiB");
            bytes.Write(buffer, 0, read);
        }

        var content = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (!Array.Exists(Known, k => content.Span.StartsWith(k.Head))) return new NotAccepted("document", $"is one of {string.Join(", ", Known.Select(k => k.Kind))}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, hash);
        if (!File.Exists(path))
        {
            var draft = $"{path}.{Guid.CreateVersion7():n}";
            await File.WriteAllBytesAsync(draft, content.ToArray(), stop);
            File.Move(draft, path, overwrite: true);
        }

        return new KeptDocument(name.Trim(), hash, content.Length);
    }

    /// <summary>The file of a document; its bytes are hashed again, so that what was changed on the disk is not given out as what was shown.</summary>
    public byte[]? Find(string sha256)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) return null;
        var path = Path.Combine(Folder, sha256);
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256 ? bytes : null;
    }
}
