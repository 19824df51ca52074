using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

public sealed class NiceCategoriesTests
{
    [Fact]
    public void Every_class_has_its_heading_and_no_other_number_has()
    {
        for (var one = 1; one <= 45; one++) NiceCategories.HeadingOf(one)!.Length.ShouldBeGreaterThan(10, $"{one}");
        NiceCategories.HeadingOf(25)!.ShouldStartWith("Clothing");
        NiceCategories.HeadingOf(0).ShouldBeNull();
        NiceCategories.HeadingOf(46).ShouldBeNull();
    }

    [Theory]
    [InlineData("shop/shoes", 25), InlineData("Fashion > Shoes", 25), InlineData("brands/shop/mobile_phone", 9), InlineData("Home/Furniture", 20), InlineData("watches", 14)]
    public void The_last_part_that_is_known_decides(string category, int first) => NiceCategories.ClassesOf(category)[0].ShouldBe(first);

    [Theory]
    [InlineData(""), InlineData("wormholes"), InlineData("/ > |")]
    public void An_unknown_category_has_no_class(string category) => NiceCategories.ClassesOf(category).ShouldBeEmpty();
}
