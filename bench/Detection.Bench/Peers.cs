using System.Runtime.InteropServices;

namespace Wardmark.Detection.Bench;

/// <summary>What others do with pictures, called as it is: libjpeg-turbo from Debian, and what <c>peers.cpp</c> gathers (FAISS, hnswlib, PDQ as published); WARDMARK_PEERS names the library made of it.</summary>
static unsafe partial class Peers
{
    const string Library = "peers";

    static Peers() => NativeLibrary.SetDllImportResolver(typeof(Peers).Assembly, (name, _, _) => name != Library ? 0
        : NativeLibrary.Load(Environment.GetEnvironmentVariable("WARDMARK_PEERS") ?? throw new InvalidOperationException("WARDMARK_PEERS names no library; the first lines of peers.cpp say how it is made.")));

    /// <summary>The words of PDQ as published, highest first.</summary>
    public static void Pdq(float[] luma, int width, int height, Span<ulong> words)
    {
        fixed (float* l = luma)
        fixed (ulong* w = words) PdqAsPublished(l, width, height, w);
    }

    /// <summary>An index of hashes of four words each: 0 compares with every one, 1 is FAISS's multi-hash.</summary>
    public static nint HashIndex(int kind, ulong[] words)
    {
        fixed (ulong* w = words) return MakeHashIndex(kind, (byte*)w, words.Length / 4);
    }

    /// <summary>How many hashes lie within a distance.</summary>
    public static long Within(nint index, ReadOnlySpan<ulong> query, int distance)
    {
        fixed (ulong* q = query) return CountWithin(index, (byte*)q, distance);
    }

    /// <summary>hnswlib's graph of vectors of unit length, by their product.</summary>
    public static nint Graph(float[] vectors, int length, int links, int effort)
    {
        fixed (float* v = vectors) return MakeGraph(v, length, vectors.Length / length, links, effort);
    }

    /// <summary>The numbers of the nearest vectors.</summary>
    public static void Nearest(nint graph, ReadOnlySpan<float> query, int effort, Span<long> numbers)
    {
        fixed (float* q = query)
        fixed (long* n = numbers) NearestInGraph(graph, q, numbers.Length, effort, n);
    }

    /// <summary>A JPEG's pixels as RGB triples, by libjpeg-turbo.</summary>
    public static byte[] Unpack(nint decoder, byte[] jpeg, out int width, out int height)
    {
        fixed (byte* j = jpeg)
        {
            if (ReadHeader(decoder, j, (nuint)jpeg.Length, out width, out height, out _, out _) != 0) throw new InvalidDataException("libjpeg-turbo does not read the picture");
            var rgb = new byte[width * height * 3];
            fixed (byte* r = rgb) _ = Decompress(decoder, j, (nuint)jpeg.Length, r, width, 0, height, 0, 0);
            return rgb;
        }
    }

    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjInitDecompress")]
    public static partial nint Decoder();

    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjDecompressHeader3")]
    private static partial int ReadHeader(nint decoder, byte* jpeg, nuint length, out int width, out int height, out int sampling, out int colours);

    [LibraryImport("libturbojpeg.so.0", EntryPoint = "tjDecompress2")]
    private static partial int Decompress(nint decoder, byte* jpeg, nuint length, byte* to, int width, int pitch, int height, int format, int flags);

    [LibraryImport(Library, EntryPoint = "peer_pdq")]
    private static partial void PdqAsPublished(float* luma, int width, int height, ulong* words);

    [LibraryImport(Library, EntryPoint = "peer_binary")]
    private static partial nint MakeHashIndex(int kind, byte* hashes, long count);

    [LibraryImport(Library, EntryPoint = "peer_binary_within")]
    private static partial long CountWithin(nint index, byte* query, int distance);

    [LibraryImport(Library, EntryPoint = "peer_binary_free")]
    public static partial void FreeHashIndex(nint index);

    [LibraryImport(Library, EntryPoint = "peer_graph")]
    private static partial nint MakeGraph(float* vectors, int length, int count, int links, int effort);

    [LibraryImport(Library, EntryPoint = "peer_graph_nearest")]
    private static partial void NearestInGraph(nint graph, float* query, int most, int effort, long* numbers);

    [LibraryImport(Library, EntryPoint = "peer_graph_free")]
    public static partial void FreeGraph(nint graph);
}
