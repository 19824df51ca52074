using System.Text.Encodings.Web;
using System.Text.Json;
using Wardmark.Connectors.Feeds;

namespace Wardmark.Cli.Scanning;

/// <summary>Rows that were not taken, one JSON object each; the file appears with the first of them.</summary>
public sealed class RejectsFile(string path) : IAsyncDisposable
{
    static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    StreamWriter? _file;

    /// <summary>Where they are.</summary>
    public string Path => path;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Writes one.</summary>
    public void Write(Reject reject)
    {
        _file ??= new(path);
        Count++;
        _file.WriteLine(JsonSerializer.Serialize(reject, Wire));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
    }
}
