using System.Runtime.InteropServices;

namespace Wardmark.Imaging.Worker;

/// <summary>
/// Takes from this process, for good and in all its threads, what reading a picture never needs: to open connections, start
/// programs, look into other processes, change the machine, and write files (seccomp, Linux on x64 and arm64). A decoder that
/// a picture has taken over can then ask for none of it. Elsewhere the limits of time and memory stand alone.
/// </summary>
public static class Wall
{
    const int NoNewPrivileges = 38;
    const long SetFilter = 1;
    const long AllThreads = 1;
    const uint Allow = 0x7FFF0000;

    // Answers “not permitted”: a decoder that asks by mistake sees an error and goes on.
    const uint Refuse = 0x00050000 | 1;

    // Where the number, the machine and the arguments of a call lie (struct seccomp_data).
    const uint AtNumber = 0, AtMachine = 4, AtArguments = 16;

    // O_WRONLY | O_RDWR | O_CREAT | O_TRUNC.
    const uint Writing = 0x1 | 0x2 | 0x40 | 0x200;
    const uint OtherNumbering = 0x40000000;

    // By machine: its name in the kernel, the call that sets a filter, the calls that open files with the place of their flags, and what
    // is refused: socket, socketpair, connect, bind, listen, accept; execve, ptrace, process_vm_*; namespaces, mounts, keys, modules, bpf,
    // io_uring, which could do any of it unseen; making, renaming, deleting, linking and changing files.
    static readonly (uint Name, long Seccomp, (uint Call, uint Flags)[] Opening, uint[] Refused) X64 = (0xC000003E, 317, [(2, 1), (257, 2)],
        [41, 42, 43, 49, 50, 53, 288, 57, 58, 59, 322, 101, 310, 311, 272, 308, 165, 166, 161, 155, 248, 249, 250, 175, 313, 321, 298, 323, 425, 169, 437,
            76, 77, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133, 258, 259, 260, 263, 264, 265, 266, 268, 316]);

    static readonly (uint Name, long Seccomp, (uint Call, uint Flags)[] Opening, uint[] Refused) Arm64 = (0xC00000B7, 277, [(56, 2)],
        [198, 199, 200, 201, 202, 203, 242, 221, 281, 117, 270, 271, 97, 268, 40, 39, 51, 41, 217, 218, 219, 105, 273, 280, 241, 282, 425, 142, 437,
            45, 46, 33, 34, 35, 36, 37, 38, 52, 53, 54, 55, 276]);

    /// <summary>True where there is one.</summary>
    public static bool IsKnownHere => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Raises it; false where this machine has none or its kernel refuses. There is no way back.</summary>
    public static bool Raise()
    {
        if (!IsKnownHere) return false;
        var machine = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? X64 : Arm64;
        var instructions = Filter(machine.Name, machine.Opening, machine.Refused);
        var pinned = GCHandle.Alloc(instructions, GCHandleType.Pinned);
        try
        {
            var program = new Program { Length = (ushort)instructions.Length, Instructions = pinned.AddrOfPinnedObject() };
            return prctl(NoNewPrivileges, 1, 0, 0, 0) == 0 && syscall(machine.Seccomp, SetFilter, AllThreads, ref program) == 0;
        }
        finally
        {
            pinned.Free();
        }
    }

    static ulong[] Filter(uint machine, (uint Call, uint Flags)[] opening, uint[] refused)
    {
        var code = new List<ulong> { Load(AtMachine), SkipIf(Equal, machine, 1, 0), Return(Refuse), Load(AtNumber), SkipIf(Above, OtherNumbering, 0, 1), Return(Refuse) };
        foreach (var call in refused) code.AddRange([SkipIf(Equal, call, 0, 1), Return(Refuse)]);
        foreach (var (call, flags) in opening)
            code.AddRange([SkipIf(Equal, call, 0, 4), Load(AtArguments + (flags * 8)), SkipIf(AnyOf, Writing, 0, 1), Return(Refuse), Return(Allow)]);
        return [.. code, Return(Allow)];
    }

    const ushort Equal = 0x15, Above = 0x35, AnyOf = 0x45;

    static ulong Load(uint at) => Instruction(0x20, 0, 0, at);

    static ulong Return(uint what) => Instruction(0x06, 0, 0, what);

    // How many instructions are skipped where it holds and where it does not.
    static ulong SkipIf(ushort how, uint than, byte ifSo, byte ifNot) => Instruction(how, ifSo, ifNot, than);

    // struct sock_filter, of eight bytes.
    static ulong Instruction(ushort code, byte ifSo, byte ifNot, uint value) => code | ((ulong)ifSo << 16) | ((ulong)ifNot << 24) | ((ulong)value << 32);

    [StructLayout(LayoutKind.Sequential)]
    struct Program
    {
        public ushort Length;
        public IntPtr Instructions;
    }

    [DllImport("libc")]
    static extern int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [DllImport("libc")]
    static extern long syscall(long number, long operation, long flags, ref Program program);
}
