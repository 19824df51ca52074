using SkiaSharp;
using Wardmark.Detection.Images;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>Large pictures, which are unpacked smaller, and what is made smaller of pictures.</summary>
public sealed class PictureSizeTests
{
    const int Large = 3_200;
    const int Small = 2_400;
    // As the published test vectors allow for another decoder (PDQ, "Hashing Algorithm", Facebook 2019).
    const int MostBitsOff = 10;

    // Patches of every size over a slope of light, with the grain of a camera.
    static SKBitmap Scene(int width, int height, int seed)
    {
        var random = new Random(seed);
        var scene = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(scene);
        using var light = SKShader.CreateLinearGradient(new(0, 0), new(width, height), [new((byte)random.Next(256), 90, 60), new(60, 120, (byte)random.Next(256))], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = light };
        canvas.DrawPaint(paint);
        for (var i = 0; i < 200; i++)
        {
            using var patch = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), 160), IsAntialias = true };
            canvas.DrawOval(random.Next(width), random.Next(height), random.Next(width / 100, width / 5), random.Next(height / 100, height / 5), patch);
        }

        var pixels = scene.GetPixelSpan();
        for (var i = 0; i < pixels.Length; i++)
            if (i % 4 != 3) pixels[i] = (byte)Math.Clamp(pixels[i] + random.Next(-12, 13), 0, 255);
        return scene;
    }

    static byte[] Bytes(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_a_large_photo_half_the_pixels_are_unpacked_and_its_hash_stays_as_it_is(int seed)
    {
        using var scene = Scene(Large, Small, seed);
        var jpeg = Bytes(scene, SKEncodedImageFormat.Jpeg);
        using var all = SKBitmap.Decode(jpeg);
        var whole = PictureExaminer.Luma(Bytes(all, SKEncodedImageFormat.Png), out _)!;
        whole.Width.ShouldBe(Large, "the control: a PNG is unpacked as it is");
        var half = PictureExaminer.Luma(jpeg, out _)!;
        (half.Width, half.Height).ShouldBe((Large / 2, Small / 2));
        var hash = Pdq.HashLuma(whole.Values, whole.Width, whole.Height);
        PictureExaminer.Examine(jpeg, PictureAsk.Print).Print!.Hash.Distance(hash).ShouldBeLessThanOrEqualTo(MostBitsOff);
        using var other = Scene(Large, Small, seed + 10);
        PictureExaminer.Examine(Bytes(other, SKEncodedImageFormat.Jpeg), PictureAsk.Print).Print!.Hash.Distance(hash).ShouldBeGreaterThan(Pdq.MatchDistance, "the control: another scene");
    }

    [Fact]
    public void A_large_photo_is_said_to_be_as_large_as_it_is_also_where_the_camera_was_held_sideways()
    {
        using var scene = Scene(Large, Small, 4);
        var jpeg = Bytes(scene, SKEncodedImageFormat.Jpeg);
        var seen = PictureExaminer.Examine(jpeg, PictureAsk.Print);
        (seen.Width, seen.Height, seen.Print!.Width, seen.Print.Height).ShouldBe((Large, Small, Large, Small));
        var turned = PictureExaminer.Examine(HeldSideways(jpeg), PictureAsk.Print);
        (turned.Width, turned.Height, turned.Print!.Width, turned.Print.Height).ShouldBe((Small, Large, Small, Large));
    }

    [Fact]
    public void Photos_that_are_not_so_large_are_unpacked_whole()
    {
        using var scene = Scene(2_800, 2_100, 5);
        PictureExaminer.Luma(Bytes(scene, SKEncodedImageFormat.Jpeg), out _)!.Width.ShouldBe(2_800);
    }

    [Fact]
    public void Fine_stripes_are_made_smaller_to_the_grey_they_are_seen_as()
    {
        // Every other column black: what only looks at some of the pixels sees stripes.
        using var stripes = new SKBitmap(new SKImageInfo(2_500, 300, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = stripes.GetPixelSpan();
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i % 4 == 3 || i / 4 % 2 == 0 ? 255 : 0);
        using var copy = SKBitmap.Decode(PictureExaminer.Examine(Bytes(stripes, SKEncodedImageFormat.Png), PictureAsk.Copy).Copy);
        copy.Width.ShouldBe(PictureExaminer.CopySide);
        copy.Pixels.ShouldAllBe(p => Math.Abs(p.Green - 128) < 24);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(70)]
    public void What_is_made_smaller_of_a_picture_shows_white_through_what_is_transparent(int side)
    {
        using var logo = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++) logo.SetPixel(x, y, new(200, 0, 0, (byte)(x < side / 2 ? 255 : y < side / 2 ? 0 : 128)));
        using var copy = SKBitmap.Decode(PictureExaminer.Examine(Bytes(logo, SKEncodedImageFormat.Png), PictureAsk.Copy).Copy);
        var (near, far) = (copy.Width / 4, copy.Width * 3 / 4);
        Near(copy.GetPixel(near, near), 200, 0, 0);
        Near(copy.GetPixel(far, near), 255, 255, 255);
        Near(copy.GetPixel(far, far), 227, 127, 127);
    }

    static void Near(SKColor colour, int red, int green, int blue)
    {
        ((int)colour.Red).ShouldBeInRange(red - 6, red + 6);
        ((int)colour.Green).ShouldBeInRange(green - 6, green + 6);
        ((int)colour.Blue).ShouldBeInRange(blue - 6, blue + 6);
    }

    // EXIF 2.32: orientation 6, of a TIFF with one entry, after the start of the image.
    static byte[] HeldSideways(byte[] jpeg) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];
}
