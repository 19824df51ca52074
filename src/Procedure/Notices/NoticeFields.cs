using Wardmark.Procedure.Shipped;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Notices;

/// <summary>What a notice must have, by regime. What is out of bounds refuses it; what is missing can be given later.</summary>
public static class NoticeFields
{
    /// <summary>Most listings of one notice; more go into a file.</summary>
    public const int MostListings = 1_000;

    const string File = "notices/fields.json";

    sealed record Rules(string Version, IReadOnlyList<string> Sources, IReadOnlyDictionary<string, IReadOnlyList<string>> Regimes);

    static readonly Lazy<Rules> All = new(() => ShippedRules.Read<Rules>(File));

    /// <summary>The fields a regime asks for; nothing where there is no such regime.</summary>
    public static IReadOnlyList<string>? Of(string regime) => All.Value.Regimes.GetValueOrDefault(regime);

    /// <summary>Why a notice cannot be taken at all, by field; empty where it can.</summary>
    public static IReadOnlyList<NotAccepted> Refusals(Notice n)
    {
        var no = new List<NotAccepted>();
        if (Clocks.Regime.Find(n.Regime) is null) no.Add(new("regime", $"is one of {string.Join(", ", Clocks.Regime.Shipped.Select(r => r.Id))}"));
        if (n.Theory == Theory.NotAuthorisedDealer)
            no.Add(new("theory", "to sell genuine goods without being a dealer of the owner infringes no right (exhaustion, first sale). "
                + "Where the goods are not genuine, claim counterfeit; where they differ from those sold here, claim material_difference and say in what"));
        if (n.Listings.Count is 0 or > MostListings) no.Add(new("listings", $"names 1 to {MostListings} listings, by id or address; for more, send a file"));
        for (var i = 0; i < n.Listings.Count; i++)
            if (string.IsNullOrWhiteSpace(n.Listings[i]) || n.Listings[i].Length > 2_048) no.Add(new($"listings[{i}]", "is an id or an address of at most 2048 characters"));
        foreach (var (field, text, most) in Texts(n))
            if (text?.Length > most) no.Add(new(field, $"has {text.Length} characters; at most {most} are accepted"));
            else if (text?.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) == true) no.Add(new(field, "has control characters in it"));
        if (n.Territory is { } t && (t.Length != 2 || !t.All(char.IsAsciiLetter))) no.Add(new("territory", "is two letters, as ISO 3166-1 writes it"));
        return no;
    }

    /// <summary>What is missing and can be given, by field; each says what to do.</summary>
    public static IReadOnlyList<NotAccepted> Lacks(Notice n) => [.. (Of(n.Regime) ?? []).Select(f => Lack(n, f)).OfType<NotAccepted>(), .. Of(n)];

    /// <summary>True where the parts that let the material be found and the notifier be asked are there (17 U.S.C. 512(c)(3)(B)(ii); Art. 16(3) DSA).</summary>
    public static bool GivesKnowledge(Notice n) => Has(n.Email) && (Has(n.Work) || Has(n.RightKey)) && (Has(n.Explanation) || Has(n.Work));

    static IEnumerable<NotAccepted> Of(Notice n)
    {
        if (!Has(n.RightKey) && !Has(n.Work)) yield return new("right_key", "name the right by its number on the register, or describe the work in work");
        if (!Has(n.RightKey) && n.Theory is not (Theory.CopyrightPicture or Theory.CopyrightText)) yield return new("right_key", "this theory rests on a right on a register; give its key");
        if (n.Theory == Theory.MaterialDifference && !Has(n.Evidence)) yield return new("evidence", "say in what the goods differ from those sold here");
    }

    static NotAccepted? Lack(Notice n, string field) => field switch
    {
        "theory_is_copyright" => n.Theory is Theory.CopyrightPicture or Theory.CopyrightText ? null : new("regime", $"{n.Regime} is for copyright alone; choose another regime for this theory"),
        "name" => Has(n.Name) ? null : new(field, "who notifies"),
        "email" => Has(n.Email) ? null : new(field, "where answers go"),
        "address" => Has(n.Address) ? null : new(field, "a postal address"),
        "phone" => Has(n.Phone) ? null : new(field, "a telephone number"),
        "signature" => Has(n.Signature) ? null : new(field, "sign with your name"),
        "work" => Has(n.Work) || Has(n.RightKey) ? null : new(field, "which work is infringed"),
        "explanation" => n.Explanation is { } why && why.Trim().Length >= 20 ? null : new(field, "say in a sentence or two why the listing infringes the right, so that it can be seen without detailed legal examination"),
        "evidence" => Has(n.Evidence) ? null : new(field, "preliminary evidence of the infringement"),
        "good_faith" => n.GoodFaith ? null : new(field, "confirm that you believe this in good faith"),
        "accuracy" => n.Accuracy ? null : new(field, "confirm that it is accurate and that you may act for the owner"),
        "undertaking" => n.Undertaking ? null : new(field, "undertake to bring a court's order within 21 days"),
        _ => throw new InvalidDataException($"{File}: “{field}” is no field of a notice."),
    };

    static IEnumerable<(string Field, string? Text, int Most)> Texts(Notice n) =>
    [
        ("reference", n.Reference, 200), ("right_key", n.RightKey, 300), ("work", n.Work, 2_000), ("explanation", n.Explanation, 5_000), ("name", n.Name, 200), ("email", n.Email, 254),
        ("address", n.Address, 500), ("phone", n.Phone, 50), ("signature", n.Signature, 200), ("evidence", n.Evidence, 5_000), ("language", n.Language, 35),
    ];

    static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}
