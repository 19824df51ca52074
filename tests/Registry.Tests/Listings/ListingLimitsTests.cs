using Wardmark.Registry.Listings;

namespace Wardmark.Registry.Tests.Listings;

public sealed class ListingLimitsTests
{
    [Fact]
    public void A_listing_within_bounds_has_no_problem() =>
        ListingLimits.Check(new() { Id = "1", Title = "Bag", Price = 10, Currency = "EUR" }).ShouldBeEmpty();

    [Theory]
    [InlineData("", "Bag", "id")]
    [InlineData("1", " ", "title")]
    public void What_is_required_is_named(string id, string title, string field) =>
        ListingLimits.Check(new() { Id = id, Title = title }).ShouldHaveSingleItem().Field.ShouldBe(field);

    [Fact]
    public void Each_field_out_of_bounds_is_named()
    {
        var listing = new Listing
        {
            Id = "1", Title = new('x', ListingLimits.TitleLength + 1), Price = -1, Currency = "Euro",
            Variants = [.. Enumerable.Repeat("v", ListingLimits.ListCount + 1)],
        };
        ListingLimits.Check(listing).Select(p => p.Field).ShouldBe(["title", "variants", "price", "currency"], ignoreOrder: true);
    }
}
