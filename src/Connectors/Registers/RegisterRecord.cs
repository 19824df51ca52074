using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Registers;

/// <summary>One record of a register: what it says, and which groups it says anything about.</summary>
/// <param name="Line">Line of the file on which it begins.</param>
/// <param name="Mark">What it says; fields it is silent about are empty.</param>
/// <param name="Groups">Groups the record holds; each replaces what was on record, a group that is left out changes nothing.</param>
/// <param name="Contact">E-mail address of the correspondent, where the record has one. It is nobody's business but the register's and the keeper's, so no part of the mark.</param>
public sealed record RegisterRecord(long Line, Trademark Mark, RegisterGroups Groups, string? Contact = null);

/// <summary>A record of a register, or why it was not taken.</summary>
/// <param name="Share">How much of the file has been read, 0 to 1.</param>
public readonly record struct RegisterRow(long Line, RegisterRecord? Record, string? Problem, double Share = 0);
