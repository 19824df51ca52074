using System.CommandLine;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Register;
using Wardmark.Cli.Scanning;
using Wardmark.Connectors.Feeds;
using Wardmark.Connectors.Registers;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark import</c>: a file of marks, listings or sellers into the data folder. Run again, it goes on where it stopped.</summary>
static class ImportCommand
{
    static readonly Argument<string> Source = new("file") { Description = "CSV, JSON Lines or Parquet; gzip of each; - for standard input." };
    static readonly Option<string?> Map = new("--map") { Description = "Where the file calls a field otherwise: title=ProductName,brand=Brand." };
    static readonly Option<string?> Rejects = new("--rejects") { Description = "Where rows that were not taken go; FILE.rejects.jsonl in this folder if left out." };

    static readonly Option<string?> Format = new("--format") { Description = $"Of a register: {string.Join(", ", RegisterXml.Formats)}, csv, jsonl; found out from the file if left out." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The counts as one JSON object on standard output." };

    public static Command Make() => new("import", """
        Brings a file into the data folder. What is on record already in the same words changes nothing.

        Examples:
          wardmark import register samples/register.jsonl
          wardmark import register apc260101.zip --format uspto-tdxf
          wardmark import sellers samples/sellers.jsonl
          wardmark import sanctions orders.csv
          wardmark import listings samples/listings.jsonl
        """)
    {
        Kind("register", "Marks: CSV, JSON Lines, Parquet, a list of names, or a register's own XML (USPTO TDXF 2.0, WIPO ST.66 and ST.96; gzip or zip of each). Stored listings are screened again by the server.", Register),
        Kind("rights", "Rights that are no marks, one JSON object a line: type (copyright, registered_design, patent, geographical_indication), name, owner, office, number, status, territories, dates.", Rights),
        Kind("sanctions", "Filers, owners and agents that an office or a court has sanctioned: name, reason, source. A source's list is taken whole; rights already proved are looked at again.", Sanctions),
        Kind("listings", "Listings; each is screened and kept.", Listings),
        Kind("sellers", "Sellers.", Sellers),
    };

    static Command Kind(string name, string description, Func<Intake, CancellationToken, Task> run)
    {
        var command = new Command(name, description) { Source, Map, Rejects, AsJson, DataFolder.Option };
        if (name == "register")
        {
            Format.AcceptOnlyFromAmong([.. RegisterXml.Formats, "csv", "jsonl"]);
            command.Add(Format);
        }

        command.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            var file = parse.GetValue(Source)!;
            await using var rejects = new RejectsFile(parse.GetValue(Rejects) ?? Path.GetFileName(file) + ".rejects.jsonl");
            var intake = new Intake(data, file, ColumnMap.Parse(parse.GetValue(Map)), rejects, name == "register" ? parse.GetValue(Format) : null);
            await run(intake, stop);
            if (parse.GetValue(AsJson))
                Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new
                {
                    kind = name,
                    taken = intake.Taken,
                    changed = intake.Changed,
                    rejected = rejects.Count,
                    rejects_file = rejects.Count > 0 ? rejects.Path : null,
                }, Detection.Scoring.FindingJson.Wire));
            else Terminal.Say($"{intake.Taken:N0} {name} taken, {intake.Changed:N0} new or changed, {rejects.Count:N0} rejected.");
            if (rejects.Count > 0 && !parse.GetValue(AsJson)) Terminal.Warn($"{rejects.Path} names line, field and reason of each row that was not taken.");
            return rejects.Count > 0 ? ExitCode.SomeRejected : ExitCode.Done;
        });
        return command;
    }

    public static Task Register(Intake intake, CancellationToken stop) =>
        (intake.Format is { } given && RegisterXml.Formats.Contains(given) ? given : RegisterXml.FormatOf(intake.File)) is { } format
            ? Records(intake, format, stop)
            : intake.InBatches("Importing marks", Feed.Register(intake.File, intake.Map, stop), ImportRegisterBatch, stop);

    // A file that was cut short goes on where it was left: what was taken is told by the hash of the file.
    static async Task Records(Intake intake, string format, CancellationToken stop)
    {
        var hash = await RegisterXml.HashOf(intake.File, stop);
        intake.Skip = intake.Data.Db.Read(c => ImportPlace.Of(c, hash));
        if (intake.Skip > 0) Terminal.Say($"This file was left after {intake.Skip:N0} records; it goes on from there.");
        await intake.InBatches("Importing records", RegisterRecords(intake, format, hash, stop), ImportRecordBatch, stop, seen: n => intake.Data.Db.Write(c => ImportPlace.Keep(c, hash, n), stop));
        await intake.Data.Db.Write(c => ImportPlace.Forget(c, hash), stop);
    }

    static async IAsyncEnumerable<Fed<RegisterRecord>> RegisterRecords(Intake intake, string format, string hash, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var file = intake.File;
        await foreach (var row in RegisterXml.Records(file, format, hash, stop))
        {
            intake.Share = row.Share;
            yield return new(row.Line, row.Record, row.Problem is { } problem ? new(file, row.Line, "record", problem, "") : null);
        }
    }

    static Registry.Rights.Trademark Classified(GivenMark given) => given.Mark.Classes.Count == 0 && given.Category is { } category
        ? given.Mark with { Classes = NiceCategories.ClassesOf(category) } : given.Mark;

    // The owner's own pictures are not the register's to change; those on record stay.
    static async Task<int> ImportRecordBatch(Intake intake, List<RegisterRecord> records, CancellationToken stop) =>
        await intake.Data.ImportRegister.Run([.. records.Select(r => new MarkToImport(r.Mark, [], r.Groups, r.Contact))], "import", stop);

    static async Task<int> ImportRegisterBatch(Intake intake, List<GivenMark> marks, CancellationToken stop)
    {
        intake.Hash ??= System.IO.File.Exists(intake.File) ? await RegisterXml.HashOf(intake.File, stop) : "";
        var source = new Registry.Rights.RegisterSource(Path.GetExtension(intake.File).TrimStart('.').ToLowerInvariant(), Path.GetFileName(intake.File), intake.Hash, null);
        return await intake.Data.ImportRegister.Run(await Task.WhenAll(marks.Select(async m => new MarkToImport(
            Classified(m) is { Status: not null } mark ? mark with { Source = source } : Classified(m), await intake.Data.Keep(m.Mark.Images, intake.Folder, isReference: true, stop), null, m.Contact))), "import", stop);
    }

    // Works have no number: they come by deposit.
    static Task Rights(Intake intake, CancellationToken stop) => intake.InBatches("Importing rights", RightLines(intake.File, stop),
        (one, rights, cancel) => RightTable.Import(one.Data.Db, one.Data.Watch, rights, "import", TimeProvider.System, cancel), stop);

    static async IAsyncEnumerable<Fed<Registry.Rights.Right>> RightLines(string file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in FeedReader.Rows(file, new(), stop))
        {
            if (row.Record is not { } record)
            {
                yield return new(row.Reject!.Line, null, row.Reject);
                continue;
            }

            Registry.Rights.Right? right = null;
            string? problem = null;
            try
            {
                right = System.Text.Json.JsonSerializer.Deserialize<Registry.Rights.Right>(record.Raw, Detection.Scoring.FindingJson.Wire);
                if (right is null || right.Type == Registry.Rights.RightType.Trademark || RightTable.KeyOf(right) is null) problem = "is a right that is no mark, with office and number";
            }
            catch (System.Text.Json.JsonException e)
            {
                problem = e.Message;
            }

            yield return problem is null ? new(record.Line, right, null) : new(record.Line, null, FeedReader.Reject(file, record.Line, "right", problem, record.Raw));
        }
    }

    // The whole list is one change: what a source no longer names is off the list.
    static Task Sanctions(Intake intake, CancellationToken stop) => intake.InBatches("Importing sanctions",
        FeedReader.Rows(intake.File, intake.Map, stop).Select(row => Sanction(intake.File, row)), (one, entries, cancel) =>
            SanctionList.Import(one.Data.Db, one.Data.Watch, entries, "import", TimeProvider.System, cancel), stop, batchRows: int.MaxValue);

    static Fed<Sanction> Sanction(string file, Read row) => row.Record is not { } record ? new(row.Reject!.Line, null, row.Reject)
        : record.Text("name") is { Length: <= 300 } name && record.Text("reason") is { } reason && record.Text("source") is { } source
            ? new(record.Line, new(name, reason, source), null) : new(record.Line, null, FeedReader.Reject(file, record.Line, "name, reason, source", "are required; a name has at most 300 characters", record.Raw));

    public static Task Listings(Intake intake, CancellationToken stop) => intake.InBatches("Importing listings",
        Feed.Listings(intake.File, intake.Map, stop), ImportListingBatch, stop, row => row.Value!.Id.Length > 0 ? null : "id");

    static async Task<int> ImportListingBatch(Intake intake, List<Listing> listings, CancellationToken stop)
    {
        // One batch holds a listing once; the last words win.
        intake.Data.Screeners.Ready();
        var distinct = listings.GroupBy(l => l.Id).Select(g => g.Last());
        var done = await intake.Data.SubmitListings.Run(await Task.WhenAll(distinct.Select(async l => new ListingToScreen(l, await intake.Data.Keep(l.Images, intake.Folder, isReference: false, stop)))), "import", stop);
        return done.Count(d => !d.IsUnchanged);
    }

    public static Task Sellers(Intake intake, CancellationToken stop) => intake.InBatches("Importing sellers",
        Feed.Sellers(intake.File, intake.Map, stop), ImportSellerBatch, stop);

    static Task<int> ImportSellerBatch(Intake intake, List<Seller> sellers, CancellationToken stop) => intake.Data.Db.Write(c => sellers.Sum(s => c.Run("""
        INSERT INTO sellers (id, name, country, joined_at, tier) VALUES (@id, @name, @country, @joined, @tier)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, joined_at = excluded.joined_at, tier = excluded.tier
        WHERE sellers.name IS DISTINCT FROM excluded.name OR sellers.country IS DISTINCT FROM excluded.country OR sellers.joined_at IS DISTINCT FROM excluded.joined_at OR sellers.tier IS DISTINCT FROM excluded.tier
        """, ("@id", s.Id), ("@name", s.Name), ("@country", s.Country), ("@joined", s.JoinedAt is { } j ? Instants.Write(j) : null), ("@tier", s.Tier))), stop);
}

/// <summary>One import under way.</summary>
sealed class Intake(DataFolder data, string file, ColumnMap map, RejectsFile rejects, string? format = null)
{
    const int BatchRows = 1_000;

    public DataFolder Data => data;

    public string File => file;

    public ColumnMap Map => map;

    /// <summary>The format that was asked for.</summary>
    public string? Format => format;

    public string Folder => file == "-" ? Environment.CurrentDirectory : Path.GetDirectoryName(Path.GetFullPath(file))!;

    public long Taken { get; private set; }

    public long Changed { get; private set; }

    /// <summary>Rows that an import of the same file, cut short, took before.</summary>
    public long Skip { get; set; }

    /// <summary>SHA-256 of the file, once it is known.</summary>
    public string? Hash { get; set; }

    /// <summary>How much of the file has been read, where its format tells.</summary>
    public double? Share { get; set; }

    /// <summary>Takes rows in batches; each batch is one transaction.</summary>
    public Task InBatches<T>(string what, IAsyncEnumerable<Fed<T>> rows, Func<Intake, List<T>, CancellationToken, Task<int>> take,
        CancellationToken stop, Func<Fed<T>, string?>? missing = null, int batchRows = BatchRows, Func<long, Task>? seen = null) where T : class => Terminal.Progress(what, file, async report =>
    {
        var batch = new List<T>();
        var read = 0L;
        await foreach (var row in rows.WithCancellation(stop))
        {
            read++;
            if (row.Reject is { } reject) rejects.Write(reject);
            else if (missing?.Invoke(row) is { } field) rejects.Write(new(file, row.Line, field, "is required to keep it on record", ""));
            else if (read > Skip) batch.Add(row.Value!);
            if (batch.Count == batchRows) await Flush();
        }

        await Flush();

        async Task Flush()
        {
            if (batch.Count == 0) return;
            Changed += await take(this, batch, stop);
            Taken += batch.Count;
            batch.Clear();
            if (seen is not null) await seen(read);
            report($"{Taken:N0}", Taken, Share);
        }
    });
}
