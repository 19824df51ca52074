using System.Text;

namespace Wardmark.Connectors.Feeds;

/// <summary>One line; of one that is too long, its beginning.</summary>
public sealed record Line(long Number, string Text, bool IsTooLong);

/// <summary>Reads lines and never holds more than the longest allowed, whatever a file claims to contain.</summary>
public sealed class BoundedLines(Stream source, Encoding encoding, int longest) : IDisposable
{
    readonly StreamReader _reader = new(source, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
    readonly char[] _buffer = new char[1 << 16];
    readonly StringBuilder _line = new();
    int _at;
    int _filled;
    long _number;

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>The next line; nothing at the end. A compressed file that breaks off is a <see cref="FeedException"/>.</summary>
    public async Task<Line?> Next(string path, CancellationToken stop)
    {
        _line.Clear();
        var tooLong = false;
        while (true)
        {
            if (_at == _filled && !await Fill(path, stop))
                return _line.Length == 0 && !tooLong ? null : new(++_number, _line.ToString(), tooLong);
            var end = Array.IndexOf(_buffer, '\n', _at, _filled - _at);
            var stopAt = end < 0 ? _filled : end;
            var room = longest - _line.Length;
            _line.Append(_buffer, _at, Math.Min(stopAt - _at, room));
            tooLong |= stopAt - _at > room;
            _at = end < 0 ? _filled : end + 1;
            if (end < 0) continue;
            if (_line.Length > 0 && _line[^1] == '\r') _line.Length--;
            return new(++_number, _line.ToString(), tooLong);
        }
    }

    async Task<bool> Fill(string path, CancellationToken stop)
    {
        try
        {
            _filled = await _reader.ReadAsync(_buffer.AsMemory(), stop);
            _at = 0;
            return _filled > 0;
        }
        catch (InvalidDataException e)
        {
            throw new FeedException($"{path} breaks off after line {_number}: {e.Message}", e);
        }
    }
}

/// <summary>A stream whose first bytes were read already.</summary>
sealed class PrefixedStream(byte[] head, Stream rest) : Stream
{
    int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == head.Length) return rest.Read(buffer);
        var taken = Math.Min(buffer.Length, head.Length - _at);
        head.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        return taken;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
