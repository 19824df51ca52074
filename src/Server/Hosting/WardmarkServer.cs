using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Scalar.AspNetCore;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Wiring;
using Wardmark.Connectors.Delivery;
using Wardmark.Connectors.Fetching;
using Wardmark.Imaging.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Server.Api;
using Wardmark.Server.Jobs;
using Wardmark.Server.Security;
using Wardmark.Server.Web;
using Wardmark.Storage;

namespace Wardmark.Server.Hosting;

/// <summary>What an operator chooses.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="RequestsPerMinute">For one key or address, on the API.</param>
/// <param name="AllowPrivateWebhooks">Lets webhooks go to this machine and its network; for development.</param>
public sealed record ServerOptions(string Urls = "http://localhost:5080", int RequestsPerMinute = 60_000, bool AllowPrivateWebhooks = false)
{
    /// <summary>Where people reach the server, for the links in its mail; the first of <see cref="Urls"/> if left out.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Lets pictures be fetched from this machine and its network; for development.</summary>
    public bool AllowPrivatePictures { get; init; }

    /// <summary>The server that takes mail; without one, mail waits on record.</summary>
    public MailServer? Mail { get; init; }

    /// <summary>From whom mail comes.</summary>
    public string MailFrom { get; init; } = "wardmark@localhost";

    /// <summary>How a party's domain is looked at; by DNS and HTTPS if left out.</summary>
    public IDomainProbe? Domains { get; init; }

    /// <summary>The RFC 3161 authority that stamps deposits; without one they rest on the ledger alone.</summary>
    public Uri? StampAuthority { get; init; }

    /// <summary>The EU's transparency database and its token; without one, statements wait on record.</summary>
    public (Uri Address, string Token)? DsaDatabase { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>One process: API, pages and background work over one store.</summary>
public static class WardmarkServer
{
    /// <summary>Builds the host, in the order in which data flows.</summary>
    public static WebApplication Build(Db db, Weights weights, ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "Wardmark.Server", ContentRootPath = db.Folder });
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 256 * 1024;
            k.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders().AddJsonConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var services = builder.Services;
        services.AddActions(db, weights, new(options.PublicUrl ?? new(options.Urls.Split(';')[0]), options.MailFrom));
        services.AddSingleton(options.Time).AddSingleton(new WebhookSender(options.AllowPrivateWebhooks)).AddSingleton(new PictureFetcher(options.AllowPrivatePictures, PictureHeader.LargestFile)).AddHostedService<BackgroundWork>();
        if (options.Mail is { } server) services.AddSingleton(new MailSender(server, options.MailFrom));
        if (options.StampAuthority is { } authority) services.AddSingleton<IStampAuthority>(new StampAuthority(authority, new() { Timeout = TimeSpan.FromSeconds(20) }));
        if (options.DsaDatabase is var (database, token))
            services.AddSingleton(new DsaSender(database, token, new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) }));
        if (options.Domains is { } probe) services.AddSingleton(probe);
        else services.AddSingleton<IDomainProbe, DomainProbe>();
        AddSecurity(services, db, options);
        services.AddRazorComponents();
        services.AddProblemDetails(o => o.CustomizeProblemDetails = c => c.ProblemDetails.Detail ??= Problems.AdviceOn(c.ProblemDetails.Status, c.HttpContext.GetEndpoint()?.Metadata.GetMetadata<NeededScope>()?.Scope, options.RequestsPerMinute));
        services.ConfigureHttpJsonOptions(o => Strict(o.SerializerOptions));
        services.AddOpenApi("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Wardmark", Version = "v1", Description = "Screens listings against a register of marks. Send a key as Authorization: Bearer wm_…" };
            document.Servers = [];
            return Task.CompletedTask;
        }));
        services.AddHealthChecks().AddCheck("store", () => db.Read(c => c.Scalar<long>("SELECT 1")) == 1 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(), tags: ["ready"]);
        services.AddOpenTelemetry().WithMetrics(m => m.AddAspNetCoreInstrumentation().AddMeter("System.Runtime").AddMeter(Meters.Name).AddPrometheusExporter());
        services.AddSingleton<Meters>();
        var app = builder.Build();
        app.Services.GetRequiredService<Meters>();
        Map(app);
        return app;
    }

    // A field that a request does not have, written twice or in other letters, is a mistake or an attempt; it is refused, not skipped.
    static void Strict(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = FindingJson.Wire.PropertyNamingPolicy;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    static void AddSecurity(IServiceCollection services, Db db, ServerOptions options)
    {
        services.AddDataProtection().SetApplicationName("Wardmark").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(db.Folder, "keys")));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(o =>
            {
                o.LoginPath = "/sign-in";
                o.ReturnUrlParameter = "to";
                o.Cookie.Name = "wardmark";
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.HttpOnly = true;
                o.ExpireTimeSpan = TimeSpan.FromHours(12);
                o.Events.OnValidatePrincipal = Validate;
                // Programs are not sent to a page: every route of the API asks for a key, so that only a path or method without a route comes here.
                o.Events.OnRedirectToLogin = context =>
                {
                    if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                        context.Response.StatusCode = context.HttpContext.GetEndpoint() is null ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
                    else context.Response.Redirect(context.RedirectUri);
                    return Task.CompletedTask;
                };
                // What is not for this person is not there for them.
                o.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                };
            })
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        // Without a word of its own a page is for the marketplace's people alone.
        var staff = new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).RequireRole(Roles.Staff).Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(staff).SetFallbackPolicy(staff)
            .AddPolicy(Roles.AnyPerson, new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        services.AddAntiforgery(o => o.Cookie.Name = "wardmark-form");
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = (c, _) =>
            {
                if (c.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)) c.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            o.AddPolicy("api", c => Window(c.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value ?? Address(c), options.RequestsPerMinute));
            o.AddPolicy("sign-in", c => Window(Address(c), 30));
        });
    }

    // A changed password, or an account that is gone, ends every cookie given out before.
    static async Task Validate(CookieValidatePrincipalContext context)
    {
        var desk = context.HttpContext.RequestServices.GetRequiredService<AccountDesk>();
        var id = context.Principal?.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value;
        var stamp = context.Principal?.FindFirst(WebRoutes.StampClaim)?.Value;
        if (id is not null && stamp is not null && desk.IsCurrent(id, stamp)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    static RateLimitPartition<string> Window(string who, int perMinute) => RateLimitPartition.GetFixedWindowLimiter(who,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseWhen(c => HttpMethods.IsGet(c.Request.Method) && !c.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), pages => pages.UseStatusCodePagesWithReExecute("/nothing-here"));
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal), api => api.UseStatusCodePages());
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapApi();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/reference", o => o.DisableDefaultFonts().WithTitle("Wardmark API").WithOpenApiRoutePattern("/openapi/{documentName}.json")).AllowAnonymous();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        app.MapPages();
    }
}
