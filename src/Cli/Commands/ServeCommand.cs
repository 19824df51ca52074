using System.CommandLine;
using MailKit.Security;
using Microsoft.Extensions.Hosting;
using Wardmark.Connectors.Delivery;
using Wardmark.Server.Hosting;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark serve</c> and <c>wardmark demo</c>.</summary>
static class ServeCommand
{
    static readonly Option<string> Urls = new("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://localhost:5080" };
    static readonly Option<bool> PrivatePictures = new("--allow-private-pictures") { Description = "Let pictures be fetched from this machine and its network; for development." };
    static readonly Option<bool> PrivateWebhooks = new("--allow-private-webhooks") { Description = "Let webhooks go to this machine and its network; for development." };
    static readonly Option<int> Rate = new("--requests-per-minute") { Description = "Most API requests of one key a minute.", DefaultValueFactory = _ => 60_000 };
    static readonly Option<string?> PublicUrl = new("--public-url") { Description = "Where people reach this server; links in its mail begin with it. The first of --urls if left out." };
    static readonly Option<string?> Smtp = new("--smtp") { Description = "The server that takes mail, as host:port. Without one, mail waits on record." };
    static readonly Option<string?> SmtpUser = new("--smtp-user") { Description = "Who signs in to it." };
    static readonly Option<SecureSocketOptions> SmtpSecurity = new("--smtp-security") { Description = "How the connection to it is secured.", DefaultValueFactory = _ => SecureSocketOptions.StartTls };
    static readonly Option<string> MailFrom = new("--mail-from") { Description = "From whom mail comes.", DefaultValueFactory = _ => "wardmark@localhost" };
    static readonly Option<string?> Dsa = new("--dsa") { Description = "The EU's transparency database, as https://transparency.dsa.ec.europa.eu/; its token is read from WARDMARK_DSA_TOKEN." };
    static readonly Option<string?> Tsa = new("--tsa") { Description = "The time-stamp authority (RFC 3161) that stamps deposits, as a URL." };
    static readonly Option<string?> Samples = new("--samples") { Description = "The folder of the sample marketplace; found beside the program or above this folder if left out." };

    public static Command Make()
    {
        var command = new Command("serve", """
            Starts API, pages and background work over a data folder. Stop it with Ctrl-C.

            Example:
              wardmark serve --data /var/lib/wardmark --urls http://0.0.0.0:5080 --public-url https://ip.shop.example --smtp mail.shop.example:587

            The password of --smtp-user is taken from the environment: WARDMARK_SMTP_PASSWORD.
            """)
        { DataFolder.Option, Urls, PrivateWebhooks, PrivatePictures, Rate, PublicUrl, Smtp, SmtpUser, SmtpSecurity, MailFrom, Tsa, Dsa };
        command.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            return await Serve(data, parse, stop);
        });
        return command;
    }

    public static Command MakeDemo()
    {
        var command = new Command("demo", """
            Loads the sample marketplace into a data folder, screens it, and starts the server.

            The data folder is demo-data unless --data says otherwise; delete it to start over.
            """)
        { DemoData, Urls, PrivateWebhooks, PrivatePictures, Rate, Samples, PublicUrl, Smtp, SmtpUser, SmtpSecurity, MailFrom, Tsa, Dsa };
        command.SetAction(async (parse, stop) =>
        {
            var samples = FindSamples(parse.GetValue(Samples));
            using var data = new DataFolder(parse.GetValue(DemoData)!);
            await using var rejects = new Scanning.RejectsFile(Path.Combine(data.Db.Folder, "demo.rejects.jsonl"));
            await ImportCommand.Register(new(data, Path.Combine(samples, "register.jsonl"), new(), rejects), stop);
            await ImportCommand.Sellers(new(data, Path.Combine(samples, "sellers.jsonl"), new(), rejects), stop);
            var listings = new Intake(data, Path.Combine(samples, "listings.jsonl"), new(), rejects);
            await ImportCommand.Listings(listings, stop);
            Terminal.Say($"{listings.Taken:N0} sample listings are screened.");
            return await Serve(data, parse, stop);
        });
        return command;
    }

    static readonly Option<string> DemoData = new("--data") { Description = "The data folder of the demo.", DefaultValueFactory = _ => "demo-data" };

    static async Task<int> Serve(DataFolder data, ParseResult parse, CancellationToken stop)
    {
        var password = await data.Accounts.CreateFirstAdministrator(stop);
        var urls = parse.GetValue(Urls)!;
        await using var app = WardmarkServer.Build(data.Db, data.Weights, new(urls, parse.GetValue(Rate), parse.GetValue(PrivateWebhooks))
        {
            PublicUrl = parse.GetValue(PublicUrl) is { } address ? new(address) : null,
            Mail = MailServerOf(parse),
            MailFrom = parse.GetValue(MailFrom)!,
            AllowPrivatePictures = parse.GetValue(PrivatePictures),
            DsaDatabase = parse.GetValue(Dsa) is { } dsa ? (new Uri(dsa), Environment.GetEnvironmentVariable("WARDMARK_DSA_TOKEN") ?? throw new InvalidDataException("--dsa needs the token in WARDMARK_DSA_TOKEN.")) : null,
            StampAuthority = parse.GetValue(Tsa) is { } tsa ? new(tsa) : null,
        });
        await app.StartAsync(stop);
        Terminal.Say($"Wardmark listens on {string.Join(", ", app.Urls)}.");
        Terminal.Say($"Findings: {app.Urls.First().TrimEnd('/')}/findings");
        Terminal.Say(password is null
            ? "Sign in as admin. Password lost? wardmark password admin"
            : $"Sign in as admin with the password {password} (shown this once).");
        await app.WaitForShutdownAsync(stop);
        return ExitCode.Done;
    }

    static MailServer? MailServerOf(ParseResult parse)
    {
        if (parse.GetValue(Smtp) is not { } text) return null;
        if (text.Split(':') is not [var host, var digits] || !int.TryParse(digits, null, out var port)) throw new InvalidDataException($"--smtp {text} is not host:port.");
        return new(host, port, parse.GetValue(SmtpUser), Environment.GetEnvironmentVariable("WARDMARK_SMTP_PASSWORD"), parse.GetValue(SmtpSecurity));
    }

    static string FindSamples(string? given)
    {
        if (given is not null) return given;
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        foreach (var start in starts)
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "samples", "listings.jsonl"))) return Path.Combine(at.FullName, "samples");
        throw new FileNotFoundException("The sample marketplace is not here; name its folder with --samples.");
    }
}
