using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

static class Matching
{
    /// <summary>What is found of marks in a title, misspelt too.</summary>
    public static List<Occurrence> Find(string text, params string[] marks) => Find(text, findsMisspellings: true, marks);

    public static List<Occurrence> Find(string text, bool findsMisspellings, params string[] marks)
    {
        var index = new MarkIndex(findsMisspellings: findsMisspellings);
        for (var i = 0; i < marks.Length; i++) index.Add(i, marks[i]).ShouldBeTrue();
        var found = new List<Occurrence>();
        new MarkMatcher(index.Freeze()).Find("title", text, found);
        return found;
    }
}
