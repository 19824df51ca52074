using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Wardmark.Connectors.Delivery;

/// <summary>A statement to be sent: its identifier and its JSON.</summary>
public sealed record StatementToSend(string Puid, string Json);

/// <summary>What became of a statement.</summary>
/// <param name="Uuid">The database's own number; empty where it holds the statement from before; nothing where it was not taken.</param>
/// <param name="Error">Why not, in words.</param>
/// <param name="IsFinal">Sending it again changes nothing: a person mends it.</param>
public sealed record StatementSent(string Puid, string? Uuid, string? Error, bool IsFinal);

/// <summary>
/// Sends statements to the DSA Transparency Database: at most a hundred at once, each for ever once. A batch is taken whole or not at
/// all there; what one statement has wrong holds up no other here. Sent again after a cut line, a statement is known by its puid.
/// </summary>
public sealed class DsaSender(Uri address, string token, HttpClient http)
{
    /// <summary>Most statements of one request.</summary>
    public const int Most = 100;

    const int LongestError = 500;

    /// <summary>Sends a batch; one answer for each, in their order.</summary>
    public async Task<IReadOnlyList<StatementSent>> Send(IReadOnlyList<StatementToSend> batch, CancellationToken stop)
    {
        if (batch.Count > Most) throw new ArgumentException($"at most {Most} statements go at once", nameof(batch));
        var answers = new Dictionary<string, StatementSent>();
        var left = batch.ToList();
        // Each round takes out what is known or wrong; what is left is taken whole, or the round tells why not.
        for (var round = 0; left.Count > 0 && round < 3; round++)
        {
            var (status, body) = await Post(left, stop);
            if (status == HttpStatusCode.Created)
            {
                var uuids = Uuids(body, left.Count);
                for (var i = 0; i < left.Count; i++) answers[left[i].Puid] = new(left[i].Puid, uuids[i], null, true);
                left = [];
            }
            else if (status == HttpStatusCode.UnprocessableEntity) left = await Sift(left, body, answers, stop);
            else
            {
                var why = status == HttpStatusCode.Unauthorized ? "the token is not accepted (401); a newer one may have been made, which ends the one before" : $"the database answered {(int)status}";
                foreach (var one in left) answers[one.Puid] = new(one.Puid, null, status == 0 ? body : why, false);
                left = [];
            }
        }

        return [.. batch.Select(b => answers.GetValueOrDefault(b.Puid) ?? new(b.Puid, null, "not taken yet", false))];
    }

    /// <summary>True where the database holds a statement with this puid: it answers 302 with a body and no redirect, 404 where it does not.</summary>
    public async Task<bool?> Holds(string puid, CancellationToken stop)
    {
        using var request = Request(HttpMethod.Get, $"api/v1/statement/existing-puid/{Uri.EscapeDataString(puid)}");
        try
        {
            using var answer = await http.SendAsync(request, stop);
            return answer.StatusCode switch { HttpStatusCode.Found or HttpStatusCode.OK => true, HttpStatusCode.NotFound => false, _ => null };
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    async Task<(HttpStatusCode Status, string Body)> Post(List<StatementToSend> statements, CancellationToken stop)
    {
        using var request = Request(HttpMethod.Post, "api/v1/statements");
        request.Content = new StringContent($"{{\"statements\":[{string.Join(',', statements.Select(s => s.Json))}]}}", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.SendAsync(request, stop);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return (0, $"the database cannot be reached: {e.Message}");
        }
    }

    // Known ones are as good as sent; those with errors are a person's; the rest goes again.
    async Task<List<StatementToSend>> Sift(List<StatementToSend> left, string body, Dictionary<string, StatementSent> answers, CancellationToken stop)
    {
        var (known, wrong) = Errors(body);
        foreach (var one in left.Where(l => known.Contains(l.Puid))) answers[one.Puid] = new(one.Puid, "", null, true);
        foreach (var (index, why) in wrong.Where(w => w.Key >= 0 && w.Key < left.Count && !known.Contains(left[w.Key].Puid))) answers[left[index].Puid] = new(left[index].Puid, null, why, true);
        var rest = left.Where(l => !answers.ContainsKey(l.Puid)).ToList();
        if (rest.Count < left.Count) return rest;
        // The answer names none: ask for each whether it is there.
        foreach (var one in left)
            answers[one.Puid] = await Holds(one.Puid, stop) == true ? new(one.Puid, "", null, true) : new(one.Puid, null, $"refused: {Short(body)}", true);
        return [];
    }

    static (HashSet<string> Known, Dictionary<int, string> Wrong) Errors(string body)
    {
        var (known, wrong) = (new HashSet<string>(), new Dictionary<int, string>());
        try
        {
            using var json = JsonDocument.Parse(body);
            if (!json.RootElement.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object) return (known, wrong);
            foreach (var error in errors.EnumerateObject())
                if (error.Name is "existing_puids" && error.Value.ValueKind == JsonValueKind.Array) known.UnionWith(error.Value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!));
                else if (error.Name.StartsWith("statement_", StringComparison.Ordinal) && int.TryParse(error.Name["statement_".Length..], System.Globalization.CultureInfo.InvariantCulture, out var index)) wrong[index] = Short(error.Value.GetRawText());
        }
        catch (JsonException)
        {
            return (known, wrong);
        }

        return (known, wrong);
    }

    static List<string> Uuids(string body, int count)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("statements", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() == count)
                return [.. all.EnumerateArray().Select(s => s.TryGetProperty("uuid", out var uuid) && uuid.ValueKind == JsonValueKind.String ? uuid.GetString()! : "")];
        }
        catch (JsonException)
        {
            // 201 is the promise; the number is only a convenience.
        }

        return [.. Enumerable.Repeat("", count)];
    }

    HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(address, path))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token), Accept = { new("application/json") } },
    };

    static string Short(string text) => text.Length <= LongestError ? text : text[..LongestError] + "…";
}
