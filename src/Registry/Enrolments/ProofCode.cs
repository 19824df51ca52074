using System.Security.Cryptography;
using System.Text;

namespace Wardmark.Registry.Enrolments;

/// <summary>
/// A single-use code sent to a contact: eight digits, ten minutes, five tries. Only its hash is kept. Five codes a day go
/// to one target, so that the chance of a guess is at most 25 in 10^8 a day (OWASP ASVS 5.0, 6.5.5 and 6.6.3).
/// </summary>
public sealed record ProofCode(string Id, string EnrolmentId, string Target, string Hash, DateTime SentAt, int Tries, DateTime? UsedAt)
{
    /// <summary>Tries for one code.</summary>
    public const int MostTries = 5;

    /// <summary>Codes to one target in a day.</summary>
    public const int MostADay = 5;

    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The hash of a code under its own id, so that equal codes look unequal.</summary>
    public static string HashOf(string id, string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}:{code}")));

    /// <summary>True while another try is evaluated.</summary>
    public bool IsOpen(DateTime now) => UsedAt is null && Tries < MostTries && now < SentAt + Life;

    /// <summary>Evaluates a try. The code as it then stands is kept whether it was right or wrong.</summary>
    public (ProofCode Code, bool IsRight) Try(string code, DateTime now)
    {
        if (!IsOpen(now)) return (this, false);
        var isRight = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(Id, code)), Encoding.ASCII.GetBytes(Hash));
        return (this with { Tries = Tries + 1, UsedAt = isRight ? now : null }, isRight);
    }
}
