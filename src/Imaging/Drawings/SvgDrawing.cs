using System.Xml;
using SkiaSharp;
using Svg.Skia;

namespace Wardmark.Imaging.Drawings;

/// <summary>Logos that rights holders upload as SVG. Only drawing is let through: nothing that scripts, links, embeds or fetches.</summary>
public static class SvgDrawing
{
    /// <summary>Longest side a drawing is rendered at.</summary>
    public const int Side = 512;

    const int LargestFile = 512 * 1024;
    const int MostElements = 20_000;

    static readonly HashSet<string> Drawn = new(StringComparer.Ordinal)
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "use", "symbol", "metadata",
    };

    /// <summary>True where the bytes begin as an SVG file does.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[..Math.Min(bytes.Length, 1_000)];
        return start.IndexOf("<svg"u8) >= 0 && start.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }

    /// <summary>Why a drawing is not rendered; nothing where only drawing is in it.</summary>
    public static string? Refuse(byte[] bytes)
    {
        if (bytes.Length > LargestFile) return $"the drawing has {bytes.Length} bytes; at most {LargestFile} are read";
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LargestFile });
            var count = 0;
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction) return "the drawing holds a processing instruction";
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (++count > MostElements) return $"the drawing has more than {MostElements} elements";
                if (!Drawn.Contains(reader.LocalName)) return $"the drawing holds <{reader.LocalName}>, which is not drawn here";
                for (var has = reader.MoveToFirstAttribute(); has; has = reader.MoveToNextAttribute())
                    if (IsUnsafe(reader.LocalName, reader.Value)) return $"the drawing's attribute {reader.LocalName} leads out of it";
            }

            return count == 0 ? "the drawing is empty" : null;
        }
        catch (XmlException e)
        {
            return $"the drawing is no valid XML: {e.Message}";
        }
    }

    /// <summary>The drawing on white, its longest side <see cref="Side"/>; nothing where it draws nothing.</summary>
    internal static SKBitmap? Render(byte[] bytes)
    {
        using var svg = new SKSvg();
        if (svg.Load(new MemoryStream(bytes)) is not { } picture || picture.CullRect is not { Width: > 0, Height: > 0 } box) return null;
        var scale = Side * 0.8f / Math.Max(box.Width, box.Height);
        var margin = Side * 0.1f;
        var bitmap = new SKBitmap(new SKImageInfo((int)((box.Width * scale) + (2 * margin)), (int)((box.Height * scale) + (2 * margin)), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Translate(margin, margin);
        canvas.Scale(scale);
        canvas.Translate(-box.Left, -box.Top);
        canvas.DrawPicture(picture);
        return bitmap;
    }

    static bool IsUnsafe(string name, string value) =>
        name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || (name == "href" && !value.TrimStart().StartsWith('#'))
        || (value.Contains("url(", StringComparison.OrdinalIgnoreCase) && !value.Replace(" ", "", StringComparison.Ordinal).Contains("url(#", StringComparison.OrdinalIgnoreCase))
        || value.Contains("@import", StringComparison.OrdinalIgnoreCase);
}
