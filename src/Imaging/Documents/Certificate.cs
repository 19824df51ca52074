using SkiaSharp;

namespace Wardmark.Imaging.Documents;

/// <summary>What a certificate says.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Paragraphs">What comes first.</param>
/// <param name="Facts">Pairs of name and value.</param>
/// <param name="Pictures">Shown small under the text, as PNG or JPEG of our own making.</param>
/// <param name="Created">When it was made.</param>
public sealed record CertificateText(string Title, IReadOnlyList<string> Paragraphs, IReadOnlyList<CertificateFact> Facts, IReadOnlyList<byte[]> Pictures, DateTime Created);

/// <summary>A fact of a certificate.</summary>
public sealed record CertificateFact(string Name, string Value);

/// <summary>
/// Writes a certificate as PDF: a title, paragraphs, and pairs of name and value. The font travels with the program. Native
/// code: runs in a worker process only (<see cref="Worker.PictureWorkers.Write"/>).
/// </summary>
public static class Certificate
{
    const float Width = 595;
    const float Height = 842;
    const float Margin = 56;
    const float Line = 14;

    static readonly Lazy<SKTypeface> Font = new(() =>
    {
        using var stream = typeof(Certificate).Assembly.GetManifestResourceStream("Wardmark.Imaging.Documents.DejaVuSans.ttf")!;
        return SKTypeface.FromStream(stream) ?? throw new InvalidDataException("The font of the certificate cannot be read.");
    });

    static readonly Lazy<SKFont> Probe = new(() => new SKFont(Font.Value));

    /// <summary>The document, of as many pages as it takes.</summary>
    public static byte[] Write(CertificateText text)
    {
        using var bytes = new MemoryStream();
        using (var document = SKDocument.CreatePdf(bytes, new SKDocumentPdfMetadata { Title = Shown(text.Title), Producer = "Wardmark", Creation = text.Created, Modified = text.Created }))
        {
            using var page = new Page(document);
            page.Text(text.Title, 18, 26);
            foreach (var paragraph in text.Paragraphs) page.Text(paragraph, 10, Line);
            page.Skip(6);
            foreach (var (name, value) in text.Facts)
            {
                page.Text(name, 8, 17, soft: true);
                page.Text(value, 10, 13);
            }

            page.Skip(6);
            page.Pictures(text.Pictures);
        }

        return bytes.ToArray();
    }

    /// <summary>A text with what the font cannot draw written as its code: ⟨U+4E2D⟩. Control and direction characters too.</summary>
    public static string Shown(string text) => string.Concat(text.EnumerateRunes().Select(r =>
        r.Value is '\n' || (System.Text.Rune.GetUnicodeCategory(r) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format) && Probe.Value.ContainsGlyph(r.Value)) ? r.ToString() : $"<U+{r.Value:X4}>"));

    sealed class Page(SKDocument document) : IDisposable
    {
        SKCanvas? _canvas;
        float _y = Height;

        public void Skip(float points) => _y += points;

        public void Text(string text, float size, float line, bool soft = false)
        {
            using var font = new SKFont(Font.Value, size);
            using var paint = new SKPaint { Color = soft ? new(90, 100, 115) : SKColors.Black, IsAntialias = true };
            foreach (var row in Shown(text).Split('\n').SelectMany(p => Wrap(p, font)))
            {
                Room(line);
                _canvas!.DrawText(row, Margin, _y, SKTextAlign.Left, font, paint);
            }
        }

        public void Pictures(IReadOnlyList<byte[]> pictures)
        {
            const float side = 110;
            var x = Margin;
            foreach (var bytes in pictures)
            {
                using var picture = SKImage.FromEncodedData(bytes);
                if (picture is null) continue;
                if (x == Margin || x + side > Width - Margin)
                {
                    Room(side + 8);
                    x = Margin;
                }

                var scale = Math.Min(side / picture.Width, side / picture.Height);
                _canvas!.DrawImage(picture, new SKRect(x, _y - side, x + (picture.Width * scale), _y - side + (picture.Height * scale)), new SKSamplingOptions(SKFilterMode.Linear));
                x += side + 8;
            }
        }

        public void Dispose()
        {
            if (_canvas is not null) document.EndPage();
        }

        void Room(float points)
        {
            _y += points;
            if (_canvas is not null && _y <= Height - Margin) return;
            if (_canvas is not null) document.EndPage();
            _canvas = document.BeginPage(Width, Height);
            _y = Margin + points;
        }

        // By words; a word that is wider than the page, as a hash, by letters.
        static IEnumerable<string> Wrap(string text, SKFont font)
        {
            const float room = Width - (2 * Margin);
            string? row = null;
            foreach (var word in text.Split(' '))
            {
                var longer = row is null ? word : $"{row} {word}";
                if (font.MeasureText(longer) <= room)
                {
                    row = longer;
                    continue;
                }

                if (row is { Length: > 0 }) yield return row;
                row = word;
                while (font.MeasureText(row) > room)
                {
                    var fits = row.Length - 1;
                    while (fits > 1 && font.MeasureText(row[..fits]) > room) fits--;
                    yield return row[..fits];
                    row = row[fits..];
                }
            }

            yield return row ?? "";
        }
    }
}
