namespace Wardmark.Server.Security;

/// <summary>Who signs in: the marketplace's own people, and members of parties.</summary>
static class Roles
{
    /// <summary>The marketplace's own people.</summary>
    public static readonly string[] Staff = ["administrator", "reviewer"];

    /// <summary>The policy of pages that members of parties open too; what they see there is their party's.</summary>
    public const string AnyPerson = "any-person";
}
