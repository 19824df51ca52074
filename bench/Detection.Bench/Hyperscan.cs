using System.Runtime.InteropServices;
using System.Text;

namespace Wardmark.Detection.Bench;

/// <summary>Hyperscan's literal matcher, from Debian's libhyperscan5: the peer for exact matching. Finds every name in text that was folded for it.</summary>
sealed unsafe partial class Hyperscan : IDisposable
{
    const uint BlockMode = 1;
    readonly IntPtr _database;
    readonly IntPtr _scratch;

    public static bool IsHere => NativeLibrary.TryLoad("libhs.so.5", out _);

    public Hyperscan(string[] names)
    {
        var texts = names.Select(n => Marshal.StringToCoTaskMemUTF8(n)).ToArray();
        var lengths = names.Select(n => (nuint)Encoding.UTF8.GetByteCount(n)).ToArray();
        var numbers = Enumerable.Range(0, names.Length).Select(i => (uint)i).ToArray();
        var flags = new uint[names.Length];
        fixed (IntPtr* t = texts)
        fixed (nuint* l = lengths)
        fixed (uint* n = numbers, f = flags)
            Check(Compile((byte**)t, f, n, l, (uint)names.Length, BlockMode, IntPtr.Zero, out _database, out _));
        foreach (var text in texts) Marshal.FreeCoTaskMem(text);
        Check(AllocateScratch(_database, ref _scratch));
    }

    public int Count(byte[] text)
    {
        var hits = 0;
        fixed (byte* p = text)
            Check(Scan(_database, p, (uint)text.Length, 0, _scratch, &OnMatch, &hits));
        return hits;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    static int OnMatch(uint id, ulong from, ulong to, uint flags, void* context)
    {
        ++*(int*)context;
        return 0;
    }

    static void Check(int code)
    {
        if (code != 0) throw new InvalidOperationException($"Hyperscan answers {code}.");
    }

    public void Dispose()
    {
        _ = FreeScratch(_scratch);
        _ = FreeDatabase(_database);
    }

    [LibraryImport("libhs.so.5", EntryPoint = "hs_compile_lit_multi")]
    private static partial int Compile(byte** expressions, uint* flags, uint* ids, nuint* lengths, uint count, uint mode, IntPtr platform, out IntPtr database, out IntPtr error);

    [LibraryImport("libhs.so.5", EntryPoint = "hs_alloc_scratch")]
    private static partial int AllocateScratch(IntPtr database, ref IntPtr scratch);

    [LibraryImport("libhs.so.5", EntryPoint = "hs_scan")]
    private static partial int Scan(IntPtr database, byte* data, uint length, uint flags, IntPtr scratch, delegate* unmanaged[Cdecl]<uint, ulong, ulong, uint, void*, int> onMatch, void* context);

    [LibraryImport("libhs.so.5", EntryPoint = "hs_free_scratch")]
    private static partial int FreeScratch(IntPtr scratch);

    [LibraryImport("libhs.so.5", EntryPoint = "hs_free_database")]
    private static partial int FreeDatabase(IntPtr database);
}
