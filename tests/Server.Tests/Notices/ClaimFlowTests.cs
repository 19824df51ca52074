using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Webhooks;
using Wardmark.Procedure.Claims;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;
using static Wardmark.Server.Tests.Notices.NoticeWorld;

namespace Wardmark.Server.Tests.Notices;

/// <summary>From a notice to what follows from it, as both sides and the desk live through it.</summary>
public sealed class ClaimFlowTests : IAsyncLifetime
{
    static readonly string[] Lacking = ["address", "phone", "signature", "good_faith", "accuracy"];
    static readonly string[] Both = ["shoe-1", "https://shop.example/l/shoe-2"];
    readonly NoticeWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_notice_is_looked_at_measured_decided_and_counts_only_when_it_is_final()
    {
        await _world.Base.Get<WebhookDesk>().Add("http://localhost:9/hook", Stop);
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        var claim = _world.Claim(id);
        claim.State.ShouldBe(ClaimState.Open);
        claim.Flags.Select(f => f.Rule).ShouldContain("NEW_NOTIFIER");
        claim.Measures.ShouldBeEmpty("nothing flagged acts by itself");
        _world.Events("measure.applied").ShouldBeEmpty();
        var view = await _world.Ada.GetFromJsonAsync<JsonElement>($"/api/v1/claims/{id}", Stop);
        view.GetProperty("proposed").GetProperty("draft").GetProperty("kind").GetString().ShouldBe("stop_sales");
        view.GetProperty("record").GetString()!.ShouldContain("No claim of this notifier has ended");

        await Do(_world.Ada, id, "measure");
        var measure = _world.Claim(id).Measures.ShouldHaveSingleItem();
        measure.Until.ShouldNotBeNull();
        var (letter, _) = await _world.Base.Mail.Newest("seller1@shop.example", "Ihr Angebot");
        letter.ShouldContain("kann nicht gekauft werden");
        letter.ShouldContain("Art. 9(2)(a)");
        letter.ShouldContain("Menschen haben es gefunden und entschieden");
        letter.ShouldContain("https://shop.example/protect/case/");
        _world.Events("measure.applied").ShouldHaveSingleItem().ShouldContain("\"kind\":\"stop_sales\"");
        var statements = await _world.Ada.GetFromJsonAsync<JsonElement>($"/api/v1/claims/{id}/statements", Stop);
        statements.GetArrayLength().ShouldBe(1);

        await Do(_world.Ada, id, "decision", new { ruling = "uphold", reason = "The clasp is not the owner's." });
        _world.Claim(id).State.ShouldBe(ClaimState.Upheld);
        _world.Claim(id).Decisions[0].Saw.ShouldNotBeNull();
        (await _world.Ada.GetFromJsonAsync<JsonElement>($"/api/v1/snapshots/{_world.Claim(id).Decisions[0].Saw}", Stop)).GetProperty("listing").GetProperty("title").GetString().ShouldBe("Velmora leather bag, new");
        _world.Db.Read(c => SellerDesk.Of(c, "seller-1", DateTime.UtcNow)).Strikes.ShouldBe(0, "it is not final");
        await _world.Pass(15);
        _world.Db.Read(c => SellerDesk.Of(c, "seller-1", DateTime.UtcNow.AddDays(15))).Strikes.ShouldBe(1);

        // A complaint takes the strike out again; another person hears it; what was taken is given back.
        await Do(_world.Relay, id, "seller-complaint", new { text = "It is from the owner's own shop." });
        _world.Db.Read(c => SellerDesk.Of(c, "seller-1", DateTime.UtcNow.AddDays(15))).Strikes.ShouldBe(0);
        (await Refused(_world.Ada, id, "complaint/hearing", new { is_granted = false, reason = "no" })).ShouldContain("another person");
        await Do(_world.Ben, id, "complaint/hearing", new { is_granted = true, reason = "The invoice names this very piece." });
        claim = _world.Claim(id);
        claim.State.ShouldBe(ClaimState.Dismissed);
        claim.Measures.ShouldAllBe(m => m.EndedAt != null);
        claim.Restitutions.ShouldHaveSingleItem().Duties.ShouldContain("ranking_restored");
        _world.Events("claim.restored").Count.ShouldBe(1);
        await _world.Base.Mail.Newest("legal@velmora.example", "Decided");
    }

    [Fact]
    public async Task A_counter_notice_puts_the_listing_back_unless_a_court_was_asked()
    {
        var restored = await Measured("shoe-1");
        var kept = await Measured("shoe-2");
        foreach (var id in new[] { restored, kept })
            await Do(_world.Relay, id, "answer", new { kind = "counter_notice", text = "The picture is mine.", statement = new { name = "Sam Seller", address = "2 Lane, Austin", phone = "+1 512 555 0100", signature = "Sam Seller", under_penalty_of_perjury = true, accepts_jurisdiction = true } });
        var (copy, _) = await _world.Base.Mail.Newest("legal@velmora.example", "The seller answers");
        copy.ShouldContain("2 Lane, Austin");
        copy.ShouldContain("512(g)(2)(C)");
        (await Refused(_world.Ada, restored, "decision", new { ruling = "uphold", reason = "I think so" })).ShouldContain("only notice of an action before a court");
        var paper = await Document(_world.OwnerClient, kept);
        (await Refused(_world.OwnerClient, kept, "court", new { court = "D. Del.", number = "26-1", dated = "2026-11-01", document = new string('0', 64) })).ShouldContain("add the filed paper first");
        await Do(_world.OwnerClient, kept, "court", new { court = "D. Del.", number = "26-1", dated = "2026-11-01", document = paper });
        await _world.Pass(8);
        _world.Claim(restored).State.ShouldBe(ClaimState.Open, "ten business days are not over");
        await _world.Pass(12);
        _world.Claim(restored).State.ShouldBe(ClaimState.Dismissed);
        _world.Claim(restored).LastDecision()!.IsByClock.ShouldBeTrue();
        _world.Claim(restored).Measures.ShouldAllBe(m => m.EndedAt != null);
        _world.Claim(kept).State.ShouldBe(ClaimState.Open);
        _world.Claim(kept).IsMeasured(_world.Base.Clock.GetUtcNow().UtcDateTime).ShouldBeTrue();
    }

    async Task<string> Measured(string listing)
    {
        var id = await File(_world.OwnerClient, Dmca(listing, $"Photograph for {listing}, Velmora GmbH, 2024"));
        await Do(_world.Ada, id, "measure", new { kind = "pause", days = 60, why = "access is disabled until the seller answers" });
        return id;
    }

    [Fact]
    public async Task What_a_notice_lacks_is_named_can_be_given_and_lapses_after_fourteen_days()
    {
        var (status, body) = await Post(_world.OwnerClient, "/api/v1/notices", new { regime = "us_512", theory = "copyright_picture", listings = Both, work = "A photograph of 2024", explanation = "It is our photograph, copied whole." });
        status.ShouldBe(HttpStatusCode.Created);
        body.GetProperty("status").GetString().ShouldBe("curable");
        body.GetProperty("claims")[0].GetProperty("lacks").EnumerateArray().Select(l => l.GetProperty("field").GetString()).ShouldBe(Lacking);
        var first = body.GetProperty("claims")[0].GetProperty("claim_id").GetString()!;
        (await Refused(_world.Ada, first, "measure")).ShouldContain("deficient");
        await Post(_world.OwnerClient, $"/api/v1/claims/{first}/cure", new { address = "1 Quay, Bremen", phone = "1", signature = "V", good_faith = true });
        _world.Claim(first).Lacks.ShouldHaveSingleItem().Field.ShouldBe("accuracy");
        await Post(_world.OwnerClient, $"/api/v1/claims/{first}/cure", new { accuracy = true });
        var second = body.GetProperty("claims")[1].GetProperty("claim_id").GetString()!;
        _world.Claim(first).State.ShouldBe(ClaimState.Open);
        _world.Claim(second).State.ShouldBe(ClaimState.Open, "one cure serves every claim of the notice");
        _world.Claim(second).ListingId.ShouldBe("shoe-2", "a listing is found by its address too");

        var (_, other) = await Post(_world.OwnerClient, "/api/v1/notices", Complete("nowhere"));
        var lost = other.GetProperty("claims")[0].GetProperty("claim_id").GetString()!;
        _world.Claim(lost).Lacks.ShouldContain(l => l.Field == "listings");
        await _world.Pass(14);
        _world.Claim(lost).State.ShouldBe(ClaimState.Deficient);
        await _world.Pass(1.1);
        _world.Claim(lost).State.ShouldBe(ClaimState.Lapsed);
    }

    [Fact]
    public async Task Not_being_a_dealer_is_no_theory_and_copyright_law_is_for_copyright()
    {
        var (status, body) = await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-1", "not_authorised_dealer"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.GetProperty("errors")[0].GetProperty("detail").GetString()!.ShouldContain("infringes no right");
        (await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-1", "counterfeit", "us_512"))).Body.GetProperty("claims")[0].GetProperty("lacks").ToString().ShouldContain("copyright alone");
    }

    [Fact]
    public async Task The_same_notice_twice_is_one_and_the_same_claim_is_joined()
    {
        var one = await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-1", reference: "A-1"));
        var again = await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-1", reference: "A-1"));
        again.Body.GetProperty("notice_id").GetString().ShouldBe(one.Body.GetProperty("notice_id").GetString());
        (await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-2", reference: "A-1"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var joined = await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-1", reference: "A-2"));
        joined.Body.GetProperty("claims")[0].GetProperty("status").GetString().ShouldBe("merged");
        joined.Body.GetProperty("claims")[0].GetProperty("claim_id").GetString().ShouldBe(one.Body.GetProperty("claims")[0].GetProperty("claim_id").GetString());
    }

    [Fact]
    public async Task A_right_that_does_not_reach_the_listing_can_be_argued_and_a_person_looks()
    {
        var id = await File(_world.OwnerClient, Complete("plain"));
        var claim = _world.Claim(id);
        claim.State.ShouldBe(ClaimState.Deficient);
        claim.Lacks.ShouldContain(l => l.Field == "right_key" && l.Reason.Contains("does not name", StringComparison.Ordinal));
        await Post(_world.OwnerClient, $"/api/v1/claims/{id}/cure", new { insist = "The seller writes our name in the pictures." });
        _world.Claim(id).State.ShouldBe(ClaimState.Open);
        _world.Claim(id).Flags.ShouldContain(f => f.Rule == "SCOPE_DISPUTED");
    }

    [Fact]
    public async Task A_seller_who_agrees_learns_and_gets_no_strike()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        await Do(_world.Relay, id, "answer", new { kind = "consent" });
        _world.Claim(id).State.ShouldBe(ClaimState.Upheld);
        await _world.Pass(30);
        _world.Db.Read(c => SellerDesk.Of(c, "seller-1", DateTime.UtcNow.AddDays(30))).Strikes.ShouldBe(0);
    }

    [Fact]
    public async Task Proofs_are_weighed_and_none_is_all_or_nothing()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        var receipt = await Document(_world.Relay, id, "seller-documents", "receipt");
        var view = await Do(_world.Relay, id, "answer", new { kind = "contest", text = "Bought for myself.", proofs = new object[] { new { kind = "retail_receipt", sha256 = receipt, names_goods = true, dated = "2025-01-02" }, new { kind = "previous_order", reference = "O-1", names_goods = false } } });
        view.GetProperty("proofs_together").GetDouble().ShouldBe(0.63, 0.01);
        view.GetProperty("code").GetString()!.Length.ShouldBe(6);
        view.GetProperty("claim").GetProperty("flags").GetArrayLength().ShouldBe(0, "what the checks saw is not the seller's to read");
        (await Refused(_world.Relay, id, "answer", new { kind = "counter_notice", text = "x" })).ShouldContain("contest it");
    }
}
