using System.Text.Json;
using System.Text.Json.Nodes;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Standing;
using Wardmark.Procedure.Statements;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Tests.Statements;

public sealed class StatementTests
{
    static readonly DateTime Now = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);

    static readonly StatementContext Context = new("Velmora bag {link} <b>", "4006381333931", Now.AddDays(-40), 55, "Velmora GmbH", "Nora Notifier", new(29, 0, 1, 0, 0), false, "de-AT", null);

    static Claim Measured(MeasureKind kind, Registry.Rights.Theory theory = Registry.Rights.Theory.Counterfeit) => new Claim
    {
        Id = "01a2", NoticeId = "n", RightKey = "US:A1", RightName = "Velmora", RightType = RightType.Trademark, ListingId = "l-1", SellerId = "s", Theory = theory, Regime = "eu_dsa", RegimeVersion = "1", Zone = "Etc/UTC", ReceivedAt = Now,
    }.File([], []).Take(new(kind, ["DE", "EL"], 14, "buyers are protected"), "ada", false, Now).Match(c => c, no => throw new InvalidOperationException(no.Sentence));

    static Statement Made(MeasureKind kind, Registry.Rights.Theory theory = Registry.Rights.Theory.Counterfeit) => Measured(kind, theory) is var claim ? Statement.Of(claim, claim.Measures[0], Context, Now) : throw new InvalidOperationException();

    static IReadOnlyList<Registry.Answers.NotAccepted> Check(JsonNode json, params string[] personal) => DsaRules.Check(JsonDocument.Parse(json.ToJsonString()).RootElement, personal);

    [Fact]
    public void Every_measure_and_theory_makes_a_statement_the_database_takes()
    {
        foreach (var kind in Enum.GetValues<MeasureKind>().Where(k => k < MeasureKind.FeatureBlock))
            foreach (var theory in Enum.GetValues<Registry.Rights.Theory>().Where(t => t != Registry.Rights.Theory.NotAuthorisedDealer))
                Check(DsaStatement.Of(Made(kind, theory))).ShouldBeEmpty($"{kind} {theory}");
        foreach (var kind in new[] { MeasureKind.FeatureBlock, MeasureKind.AccountSuspension })
            Check(DsaStatement.Of(Made(MeasureKind.Pause) with { Measure = kind })).ShouldBeEmpty($"{kind}");
    }

    [Fact]
    public void The_letters_and_the_database_say_the_same()
    {
        var statement = Made(MeasureKind.StopSales);
        var json = DsaStatement.Of(statement);
        json["application_date"]!.GetValue<string>().ShouldBe("2026-11-25");
        json["end_date_visibility_restriction"]!.GetValue<string>().ShouldBe("2026-12-09");
        json["territorial_scope"]!.AsArray().Select(t => t!.GetValue<string>()).ShouldBe(["DE", "GR"]);
        json["content_language"]!.GetValue<string>().ShouldBe("DE");
        json["automated_decision"]!.GetValue<string>().ShouldBe("AUTOMATED_DECISION_NOT_AUTOMATED");
        json["content_id"]!["EAN-13"]!.GetValue<string>().ShouldBe("4006381333931");
        var letter = StatementLetters.ToSeller(statement, "https://x.example/case/1");
        letter.Language.ShouldBe("de");
        letter.Text.ShouldContain("kann nicht gekauft werden");
        letter.Text.ShouldContain("2026-12-09");
        letter.Text.ShouldContain("Fälschung, Marke “Velmora” (US:A1)");
        letter.Text.ShouldContain("Von 30 ihrer Meldungen");
        StatementLetters.ToSeller(statement with { Language = "en" }, "x").Text.ShouldContain(json["decision_facts"]!.GetValue<string>(), Case.Sensitive, "one record: in English the letter and the database say the same words");
        letter.Text.ShouldContain(json["illegal_content_legal_ground"]!.GetValue<string>());
        letter.Text.ShouldNotContain("Nora Notifier", Case.Sensitive, "under eu_dsa the seller does not read who notifies");
        letter.Subject.ShouldContain("{link} <b>", Case.Sensitive, "a stranger's title is put in once and never read for places");
        StatementLetters.Public(statement).ShouldNotContain("Velmora GmbH");
        foreach (var language in StatementLetters.Languages)
            StatementLetters.ToSeller(statement with { Language = language }, "x").Text.Split('\n').ShouldAllBe(l => !l.Contains("{m") && !l.Contains("{f"), language);
        var english = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "../../../../config/notices/phrases.json")))!.AsObject();
        foreach (var (language, phrases) in english) phrases!.AsObject().Select(x => x.Key).Order().ShouldBe(english["en"]!.AsObject().Select(x => x.Key).Order(), language);
        StatementLetters.ToSeller(statement with { Language = "ja" }, "x").Language.ShouldBe("en");
    }

    public static TheoryData<string, string?, string?> Wrong => new()
    {
        // The field, the value put there (nothing: taken away), and the field that is named.
        { "puid", null, "puid" }, { "puid", "\"a b\"", "puid" }, { "puid", "\"a\\n\"", "puid" }, { "puid", $"\"{new string('a', 501)}\"", "puid" }, { "puid", "7", "puid" },
        { "decision_visibility", null, "decision_visibility" }, { "decision_visibility", "\"DECISION_VISIBILITY_CONTENT_REMOVED\"", "decision_visibility" }, { "decision_visibility", "[\"DECISION_VISIBILITY_GONE\"]", "decision_visibility" },
        { "decision_visibility", "[\"DECISION_VISIBILITY_OTHER\"]", "decision_visibility_other" }, { "decision_visibility", "[]", "decision_visibility" }, { "decision_visibility_other", "\"x\"", "decision_visibility_other" },
        { "decision_monetary", "\"null\"", "decision_monetary" }, { "decision_monetary", "\"DECISION_MONETARY_OTHER\"", "decision_monetary_other" }, { "decision_provision", "\"DECISION_PROVISION\"", "decision_provision" }, { "decision_account", "true", "decision_account" },
        { "account_type", "\"ACCOUNT_TYPE_SHOP\"", "account_type" }, { "decision_ground", null, "decision_ground" }, { "decision_ground", "\"DECISION_GROUND_INCOMPATIBLE_CONTENT\"", "incompatible_content_ground" },
        { "decision_ground_reference_url", "\"no address\"", "decision_ground_reference_url" }, { "illegal_content_legal_ground", null, "illegal_content_legal_ground" }, { "illegal_content_legal_ground", $"\"{new string('x', 501)}\"", "illegal_content_legal_ground" },
        { "illegal_content_explanation", null, "illegal_content_explanation" }, { "illegal_content_explanation", $"\"{new string('x', 2001)}\"", "illegal_content_explanation" }, { "incompatible_content_illegal", "\"Yes\"", "incompatible_content_illegal" },
        { "content_type", null, "content_type" }, { "content_type", "[]", "content_type" }, { "content_type", "[\"CONTENT_TYPE_OTHER\"]", "content_type_other" }, { "content_type", "[\"CONTENT_TYPE_SHOE\"]", "content_type" },
        { "category", null, "category" }, { "category", "\"STATEMENT_CATEGORY_UNSAFE_AND_ILLEGAL_PRODUCTS\"", "category" }, { "category_addition", "[\"X\"]", "category_addition" }, { "category_specification", "[\"KEYWORD_COUNTERFEIT\"]", "category_specification" },
        { "category_specification_other", "\"x\"", "category_specification_other" }, { "territorial_scope", null, "territorial_scope" }, { "territorial_scope", "[\"EL\"]", "territorial_scope" }, { "territorial_scope", "[\"US\"]", "territorial_scope" },
        { "content_language", "\"GR\"", "content_language" }, { "content_language", "\"de\"", "content_language" }, { "content_date", null, "content_date" }, { "content_date", "\"1999-12-31\"", "content_date" }, { "content_date", "\"2026-13-01\"", "content_date" },
        { "content_date", "\"2026-11-25 10:00:00\"", "content_date" }, { "application_date", null, "application_date" }, { "application_date", "\"2019-12-31\"", "application_date" }, { "application_date", "\"2038-01-02\"", "application_date" },
        { "end_date_visibility_restriction", "\"2026-01-01\"", "end_date_visibility_restriction" }, { "end_date_account_restriction", "\"soon\"", "end_date_account_restriction" }, { "end_date_monetary_restriction", "\"2039-01-01\"", "end_date_monetary_restriction" },
        { "decision_facts", null, "decision_facts" }, { "decision_facts", "\" \"", "decision_facts" }, { "decision_facts", $"\"{new string('x', 5001)}\"", "decision_facts" }, { "decision_facts", "\"Write to nora@owner.example\"", "decision_facts" },
        { "decision_facts", "\"Call +49 421 1234567\"", "decision_facts" }, { "decision_facts", "\"Sold by Sam Canary of Austin\"", "decision_facts" }, { "source_type", null, "source_type" }, { "source_type", "\"SOURCE_ARTICLE_17\"", "source_type" },
        { "automated_detection", null, "automated_detection" }, { "automated_detection", "true", "automated_detection" }, { "automated_detection", "\"yes\"", "automated_detection" }, { "automated_decision", null, "automated_decision" }, { "automated_decision", "\"Yes\"", "automated_decision" },
        { "content_id", "\"4006381333931\"", "content_id" }, { "content_id", "{\"EAN-13\":\"4006381333932\"}", "content_id" }, { "content_id", "{\"GTIN\":\"4006381333931\"}", "content_id" }, { "platform_name", "\"x\"", "platform_name" },
    };

    public static TheoryData<string> Right =>
    [
        // Changes to a statement that the database takes (null takes a field away); so must we.
        """{"puid":"A-b_9"}""", $$"""{"puid":"{{new string('a', 500)}}"}""", """{"decision_visibility":["DECISION_VISIBILITY_CONTENT_REMOVED","DECISION_VISIBILITY_CONTENT_DISABLED"]}""",
        """{"decision_visibility":["DECISION_VISIBILITY_OTHER"],"decision_visibility_other":"Shown to fewer people"}""", """{"decision_visibility":null,"end_date_visibility_restriction":null,"decision_monetary":"DECISION_MONETARY_TERMINATION"}""",
        """{"decision_monetary":"DECISION_MONETARY_OTHER","decision_monetary_other":"A share is kept"}""", """{"decision_visibility":null,"end_date_visibility_restriction":null,"decision_provision":"DECISION_PROVISION_TOTAL_SUSPENSION"}""",
        """{"decision_visibility":null,"end_date_visibility_restriction":null,"decision_account":"DECISION_ACCOUNT_TERMINATED","account_type":"ACCOUNT_TYPE_BUSINESS"}""", """{"decision_account":"DECISION_ACCOUNT_SUSPENDED","decision_provision":"DECISION_PROVISION_PARTIAL_TERMINATION"}""",
        """{"account_type":null}""", """{"decision_ground_reference_url":"https://www.google.com/search?q=law"}""", """{"decision_ground_reference_url":null}""", $$"""{"illegal_content_legal_ground":"{{new string('x', 500)}}"}""",
        $$"""{"illegal_content_explanation":"{{new string('x', 2000)}}"}""",
        """{"decision_ground":"DECISION_GROUND_INCOMPATIBLE_CONTENT","illegal_content_legal_ground":null,"illegal_content_explanation":null,"incompatible_content_ground":"Terms, 4","incompatible_content_explanation":"No copies","incompatible_content_illegal":"Yes"}""",
        """{"decision_ground":"DECISION_GROUND_INCOMPATIBLE_CONTENT","illegal_content_legal_ground":null,"illegal_content_explanation":null,"incompatible_content_ground":"Terms, 4","incompatible_content_explanation":"No copies"}""",
        """{"content_type":["CONTENT_TYPE_PRODUCT","CONTENT_TYPE_IMAGE","CONTENT_TYPE_SYNTHETIC_MEDIA"]}""", """{"content_type":["CONTENT_TYPE_OTHER"],"content_type_other":"A mould"}""", """{"category":"STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"}""",
        """{"category_addition":["STATEMENT_CATEGORY_SCAMS_AND_FRAUD","STATEMENT_CATEGORY_CONSUMER_INFORMATION"]}""", """{"category_addition":null}""", """{"category_specification":["KEYWORD_DESIGN_INFRINGEMENT","KEYWORD_UNSAFE_PRODUCTS"]}""",
        """{"category_specification":["KEYWORD_OTHER"],"category_specification_other":"A moulded copy"}""", """{"territorial_scope":["IS","NO","LI","GR"]}""", """{"territorial_scope":["DE"]}""", """{"content_language":"EL"}""", """{"content_language":null}""",
        """{"content_date":"2000-01-01"}""", """{"application_date":"2020-01-01"}""", """{"end_date_visibility_restriction":"2038-01-01"}""", """{"end_date_visibility_restriction":null}""", """{"application_date":"2026-12-09","end_date_visibility_restriction":"2026-12-09"}""",
        $$"""{"decision_facts":"{{new string('x', 5000)}}"}""", """{"decision_facts":"Läßt sich mit „Ware“ — 商品 — sagen; 12 of 40 claims, score 97"}""", """{"source_type":"SOURCE_VOLUNTARY","source_identity":null}""", """{"source_type":"SOURCE_TRUSTED_FLAGGER","source_identity":"A body that was named"}""",
        """{"automated_detection":"Yes","automated_decision":"AUTOMATED_DECISION_PARTIALLY"}""", """{"content_id":null}""", """{"content_id":{"EAN-13":"5901234123457"}}""",
    ];

    [Theory]
    [MemberData(nameof(Right))]
    public void What_the_database_takes_is_taken_here(string changes)
    {
        var json = DsaStatement.Of(Made(MeasureKind.Pause));
        foreach (var (field, value) in JsonNode.Parse(changes)!.AsObject())
            if (value is null) json.Remove(field);
            else json[field] = value.DeepClone();
        Check(json, "Sam Canary").ShouldBeEmpty();
    }

    [Fact]
    public void Every_sentence_of_the_rules_is_said_in_every_language()
    {
        foreach (var theory in Enum.GetValues<Registry.Rights.Theory>().Where(t => t != Registry.Rights.Theory.NotAuthorisedDealer))
            Made(MeasureKind.Pause, theory).LegalGround().Why.Keys.Order().ShouldBe(StatementLetters.Languages.Order());
        StandingRules.Current.Strikes.Steps.ShouldAllBe(s => s.Why.Keys.Order().SequenceEqual(StatementLetters.Languages.Order()));
        foreach (var theory in Enum.GetValues<Registry.Rights.Theory>().Where(t => t != Registry.Rights.Theory.NotAuthorisedDealer))
            foreach (var strength in Enum.GetValues<Registry.Enrolments.ProofStrength>())
                foreach (var tier in Enum.GetValues<NotifierTier>())
                    foreach (var score in (int[])[0, 1, 40])
                    {
                        var english = MeasureRules.Propose(new(theory, strength, tier, score), null).Draft.Why;
                        foreach (var language in StatementLetters.Languages.Where(l => l != "en")) MeasureRules.Why(english, language).ShouldNotBe(english, $"{theory} {tier} {language}");
                    }

        // In the letter: the rule's sentence in the seller's language, a person's own words as they stand.
        var rule = MeasureRules.Propose(new(Registry.Rights.Theory.Counterfeit, Registry.Enrolments.ProofStrength.None, NotifierTier.Standard, 0), null).Draft.Why;
        var statement = Made(MeasureKind.HoldPayout);
        string Letter(string why) => StatementLetters.ToSeller(statement with { Stated = statement.Stated! with { Why = why } }, "x").Text;
        Letter(rule).ShouldContain("Erlöse werden bis zur Entscheidung verwahrt");
        Letter(rule).ShouldNotContain(rule);
        Letter("the clasp is wrong").ShouldContain("the clasp is wrong");
        Letter(rule).ShouldContain("die nicht vom Inhaber stammen");
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_the_database_refuses_is_refused_here(string field, string? value, string? named)
    {
        var json = DsaStatement.Of(Made(MeasureKind.Pause));
        Check(json, "Sam Canary").ShouldBeEmpty("the control");
        if (value is null) json.Remove(field);
        else json[field] = JsonNode.Parse(value);
        Check(json, "Sam Canary").Select(n => n.Field).ShouldContain(named!);
    }
}
