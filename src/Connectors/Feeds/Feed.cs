using System.Runtime.CompilerServices;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Feeds;

/// <summary>Something read from a file, or the reason why it was not taken.</summary>
public readonly record struct Fed<T>(long Line, T? Value, Reject? Reject) where T : class;

/// <summary>A mark as a file gives it.</summary>
/// <param name="Contact">E-mail address of the correspondent on the register; no part of the mark, since it is nobody else's business.</param>
/// <param name="Category">The shop category its goods are of, where no class is given.</param>
public sealed record GivenMark(Trademark Mark, string? Contact, string? Category = null);

/// <summary>Listings, marks and sellers out of files. A bad row is a reject; the rest goes on.</summary>
public static class Feed
{
    /// <summary>The listings of a file.</summary>
    public static IAsyncEnumerable<Fed<Listing>> Listings(string path, ColumnMap map, CancellationToken stop = default) =>
        Rows(path, map, "title", ToListing, stop);

    /// <summary>The sellers of a file.</summary>
    public static IAsyncEnumerable<Fed<Seller>> Sellers(string path, ColumnMap map, CancellationToken stop = default) =>
        Rows(path, map, "id", ToSeller, stop);

    /// <summary>The notices of a file, a row each: which listing, which right, which theory, and the words that a notice has.</summary>
    public static IAsyncEnumerable<Fed<Notice>> Notices(string path, ColumnMap map, CancellationToken stop = default) => Rows(path, map, "listing", NoticeRow.Of, stop);

    /// <summary>The marks of a register file; a plain list of names, one a line, is one too.</summary>
    public static IAsyncEnumerable<Fed<Trademark>> Marks(string path, ColumnMap map, CancellationToken stop = default) =>
        IsNameList(path, map) ? Names(path, stop) : Rows(path, map, "mark", ToMark, stop);

    /// <summary>The marks of a register file with the contacts it names.</summary>
    public static IAsyncEnumerable<Fed<GivenMark>> Register(string path, ColumnMap map, CancellationToken stop = default) => IsNameList(path, map)
        ? Names(path, stop).Select(n => new Fed<GivenMark>(n.Line, n.Value is { } mark ? new(mark, null) : null, n.Reject))
        : Rows(path, map, "mark", f => new GivenMark(ToMark(f), f.Text("contact"), f.Text("category")), stop);

    /// <summary>The listing of one row; nothing, with the field and reason, where it is not one.</summary>
    public static Listing? ListingOf(Record record, out string? problem)
    {
        var fields = new FieldReader(record);
        if (Safely(f => f.Text("title"), fields) is null) fields.Refuse("title", "is required");
        var listing = fields.Problem is null ? Safely(ToListing, fields) : null;
        problem = fields.Problem is { } p ? $"{p.Field}: {p.Reason}" : null;
        return problem is null ? listing : null;
    }

    static async IAsyncEnumerable<Fed<T>> Rows<T>(
        string path, ColumnMap map, string required, Func<FieldReader, T?> convert,
        [EnumeratorCancellation] CancellationToken stop) where T : class
    {
        await foreach (var row in FeedReader.Rows(path, map, stop))
        {
            if (row.Record is not { } record)
            {
                yield return new(row.Reject!.Line, null, row.Reject);
                continue;
            }

            var fields = new FieldReader(record);
            if (Safely(f => f.Text(required), fields) is null)
                fields.Refuse(required, $"is empty or absent; if another column holds it, say --map {required}=COLUMN");
            var value = fields.Problem is null ? Safely(convert, fields) : null;
            yield return fields.Problem is { } problem
                ? new(record.Line, null, FeedReader.Reject(path, record.Line, problem.Field, problem.Reason, record.Raw))
                : new(record.Line, value, null);
        }
    }

    // A JSON text may escape half of a surrogate pair, which is no character and no string.
    static T? Safely<T>(Func<FieldReader, T?> convert, FieldReader fields) where T : class
    {
        try
        {
            return convert(fields);
        }
        catch (InvalidOperationException)
        {
            fields.Refuse("", "holds half of a surrogate pair, which is no character");
            return null;
        }
    }

    static Listing ToListing(FieldReader f)
    {
        var listing = new Listing
        {
            Id = f.Text("id") ?? "",
            Title = f.Text("title")!,
            SellerId = f.Text("seller_id"),
            Description = f.Text("description"),
            Brand = f.Text("brand"),
            Category = f.Text("category"),
            Condition = f.Text("condition"),
            Price = f.Number("price"),
            Currency = f.Text("currency")?.ToUpperInvariant(),
            Gtin = f.Text("gtin"),
            Url = f.Text("url"),
            Images = f.List("images"),
            Attributes = f.Map("attributes"),
            Variants = f.List("variants"),
            Language = f.Text("language"),
            Market = f.Text("market"),
            ShipsFrom = f.Text("ships_from"),
            CreatedAt = f.Instant("created_at"),
            UpdatedAt = f.Instant("updated_at"),
        };
        foreach (var problem in ListingLimits.Check(listing).Where(p => p.Field != "id" || listing.Id.Length > 0)) f.Refuse(problem.Field, problem.Problem);
        return listing;
    }

    static Seller ToSeller(FieldReader f) => new()
    {
        Id = f.Text("id")!,
        Name = f.Text("name"),
        Country = f.Text("country"),
        JoinedAt = f.Instant("joined_at"),
        Tier = f.Text("tier"),
    };

    static Trademark ToMark(FieldReader f)
    {
        if (f.Text("mark") is { Length: > 500 }) f.Refuse("mark", "has more than 500 characters");
        return new()
        {
            Mark = f.Text("mark")!,
            Kind = KindOf(f),
            Owner = f.Text("owner"),
            Office = f.Text("office"),
            Number = f.Text("number"),
            ApplicationNumber = f.Text("application_number"),
            FiledOn = f.Date("filed_on"),
            RegisteredOn = f.Date("registered_on"),
            ExpiresOn = f.Date("expires_on"),
            Status = f.Text("status"),
            Classes = f.Classes("classes"),
            Territories = f.List("territories"),
            Aliases = f.List("aliases"),
            CodeWords = f.List("code_words"),
            Goods = f.Text("goods"),
            FirstUse = f.Date("first_use"),
            Images = f.List("images"),
            Licensees = f.List("licensees"),
            AuthorisedSellers = f.List("authorised_sellers"),
            PriceFloor = f.Money("price_floor"),
            GtinPrefixes = f.List("gtin_prefixes"),
            CopyFrom = f.Within("copy_from", 0.5, 0.99),
            LogoFrom = f.Within("logo_from", 6, 40),
        };
    }

    static MarkKind KindOf(FieldReader f)
    {
        var text = f.Text("kind");
        if (text is null) return MarkKind.Word;
        if (Enum.TryParse<MarkKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)) return kind;
        f.Refuse("kind", $"“{text}” is none of word, figurative, combined");
        return default;
    }

    // A list of names has no field names: its first line is neither an object nor a header with "mark" in it.
    static bool IsNameList(string path, ColumnMap map)
    {
        if (path == "-" || map.NameOf("mark") != "mark" || !File.Exists(path)) return false;
        using var text = new StreamReader(path);
        var head = new char[4_096];
        var read = text.ReadBlock(head);
        if (read == 0) return false;
        var first = new string(head, 0, read).Split('\n')[0].TrimStart('\uFEFF').Trim();
        if (first.Contains('\0') || first.StartsWith('{') || first.StartsWith("PAR1", StringComparison.Ordinal) || first.StartsWith('\u001F')) return false;
        return !first.Split([',', ';', '\t'], StringSplitOptions.TrimEntries)
            .Contains("mark", StringComparer.OrdinalIgnoreCase) && Path.GetExtension(path) is not (".csv" or ".gz");
    }

    static async IAsyncEnumerable<Fed<Trademark>> Names(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        using var lines = new BoundedLines(file, System.Text.Encoding.UTF8, 500);
        while (await lines.Next(path, stop) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line.Text)) continue;
            yield return line.IsTooLong
                ? new(line.Number, null, FeedReader.Reject(path, line.Number, "mark", "has more than 500 characters", line.Text))
                : new(line.Number, new() { Mark = line.Text.Trim() }, null);
        }
    }
}
