// The site's own funnel: totals by day on both kinds of store, what is made of them, and what a page may say.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "operator/inbox/site_funnel.hpp"
#include "store/migrations.hpp"
#include "store/move.hpp"
#include "test_store.hpp"
#include "visitor/steps.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

StepCounts counts(std::initializer_list<std::pair<SiteStep, std::int64_t>> list) {
    StepCounts result;
    for (const auto& [step, devices] : list) result.add(step, devices);
    return result;
}

CommandResult run_words(Store& store, const CommandContext& context, const std::vector<std::string>& words) {
    return run_command(at_once(store), context, std::get<Command>(command_from(words)));
}

constexpr std::int64_t kNow = 1'796'515'200'000;  // 2026-12-06, midnight in London

}  // namespace

TEST_CASE("totals add up by day and step; a period has both its ends") {
    on_every_store([](Prepared on) {
        SiteSteps steps(on.database);
        writing(on.database, [&] {
            steps.add("2026-11-30", counts({{SiteStep::page, 3}, {SiteStep::form, 1}}));
            steps.add("2026-12-01", counts({{SiteStep::page, 4}}));
            steps.add("2026-12-01", counts({{SiteStep::page, 6}, {SiteStep::request, 2}}));
        });
        CHECK(steps.between("2026-12-01", "2026-12-01").counts ==
              counts({{SiteStep::page, 10}, {SiteStep::request, 2}}));
        const auto both = steps.between("2026-11-30", "2026-12-01");
        CHECK(both.days == 2);
        CHECK(both.counts.of(SiteStep::page) == 13);
        CHECK(steps.between("2026-12-02", "2026-12-31").days == 0);
        CHECK_THROWS_AS(writing(on.database,
                                [&] {
                                    on.database.query(
                                        "INSERT INTO site_steps (day, step, devices) VALUES ('2026-12-01', "
                                        "'address', 1)");
                                }),
                        StoreError);
    });
}

TEST_CASE("shares are of the step before, with Wilson's interval; none where nobody took it") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] {
            SiteSteps(on.database)
                .add("2026-12-01",
                     counts({{SiteStep::page, 1000}, {SiteStep::form, 50}, {SiteStep::request, 20}}));
            SiteSteps(on.database).add("2026-12-02", counts({{SiteStep::plan, 7}}));
        });
        const SiteFunnel funnel = site_funnel(on.store, "2026-12-01", "2026-12-01", moscow_time());
        const auto at = [&](SiteStep step) { return funnel.steps.at(static_cast<std::size_t>(step)); };
        CHECK_FALSE(at(SiteStep::page).conversion.has_value());
        CHECK(at(SiteStep::form).conversion.value() == doctest::Approx(0.05));
        // The worked example of core/chance/intervals.hpp: 50 of 1000.
        CHECK(at(SiteStep::form).interval->low == doctest::Approx(0.03813).epsilon(0.001));
        CHECK(at(SiteStep::form).interval->high == doctest::Approx(0.06531).epsilon(0.001));
        CHECK(at(SiteStep::request).after == SiteStep::form);
        CHECK(at(SiteStep::request).conversion.value() == doctest::Approx(0.4));
        CHECK(at(SiteStep::plan).conversion.value() == doctest::Approx(0));
        CHECK(funnel.conversion.value() == doctest::Approx(0.02));
        // A day on which the page's own report was lost: no share above the whole, and none of nothing.
        const SiteFunnel lost = site_funnel(on.store, "2026-12-02", "2026-12-02", moscow_time());
        CHECK(lost.steps.at(static_cast<std::size_t>(SiteStep::plan)).devices == 7);
        CHECK_FALSE(lost.steps.at(static_cast<std::size_t>(SiteStep::plan)).conversion.has_value());
        CHECK_FALSE(lost.conversion.has_value());
    });
}

TEST_CASE("the command tells a period for people and for programs, by days of the firm's zone") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] {
            SiteSteps(on.database)
                .add("2026-12-05", counts({{SiteStep::page, 9}, {SiteStep::calculator, 3}}));
        });
        const CommandContext context{kNow, 0, {}};
        const auto people = run_words(on.store, context, {"site-funnel"});
        CHECK(people.exit_code == 0);
        CHECK(people.out.find("Посчитали в калькуляторе\t3\t33") != std::string::npos);
        CHECK(people.error.find("С 2026-11-07 по 2026-12-06, дней со счётом: 1") != std::string::npos);
        const auto json = nlohmann::json::parse(
            run_words(on.store, context, {"site-funnel", "--json", "--from", "2026-12-05", "--to=2026-12-05"})
                .out);
        CHECK(json["format"] == "funnel-site-funnel");
        CHECK(json["steps"].size() == kSiteSteps.size());
        CHECK(json["steps"][0]["devices"] == 9);
        CHECK(json["steps"][1]["after"] == "page");
        CHECK(json["requests"] == 0);
        CHECK(run_words(on.store, context, {"site-funnel", "--from", "2026-12-06", "--to", "2026-12-05"})
                  .exit_code == 64);
        CHECK(run_words(on.store, context, {"site-funnel", "--to", "2026-12-04"}).error.find("site.json") !=
              std::string::npos);
    });
}

TEST_CASE("totals go with the retention period; check names a day that is none; move takes them along") {
    on_every_store([](Prepared on) {
        writing(on.database, [&] {
            SiteSteps steps(on.database);
            for (const char* day : {"2026-11-04", "2026-11-06", "2026-12-06"})
                steps.add(day, counts({{SiteStep::page, 1}}));
        });
        constexpr std::int64_t kDay = 86'400'000;
        CHECK(run_words(on.store, {kNow, 30 * kDay, {}}, {"purge", "--dry-run"}).exit_code == 0);
        CHECK(SiteSteps(on.database).between("2026-01-01", "2026-12-31").days == 3);
        CHECK(run_words(on.store, {kNow, 30 * kDay, {}}, {"purge", "--yes"}).exit_code == 0);
        CHECK(SiteSteps(on.database).between("2026-01-01", "2026-12-31").days == 2);
        CHECK(on.store.faults().empty());
        for (const Dialect to : dialects()) {
            TestStore place(to);
            const auto target = place.connect();
            (void)migrate(*target, 1);
            MoveResult result;
            writing(*target, [&] { result = move_store(on.database, *target); });
            CHECK(result.verdict == MoveResult::Verdict::moved);
            CHECK(SiteSteps(*target).between("2026-01-01", "2026-12-31").counts.of(SiteStep::page) == 2);
        }
        writing(on.database, [&] {
            on.database.query(
                "UPDATE site_steps SET day = 'bad-day-00'"
                " WHERE day = '2026-12-06'");
        });
        REQUIRE(on.store.faults().size() == 1);
        CHECK(on.store.faults().front().find("bad-day-00") != std::string::npos);
    });
}

TEST_CASE("a page says known steps, each once, and nothing else") {
    CHECK(steps_from_json(R"({"steps":["page","request","form"]})") ==
          std::vector{SiteStep::page, SiteStep::request, SiteStep::form});
    for (const char* bad :
         {"", "[]", "{}", R"({"steps":[]})", R"({"steps":["page","page"]})", R"({"steps":["Page"]})",
          R"({"steps":"page"})", R"({"steps":[1]})", R"({"steps":["page"],"who":"me"})",
          R"({"steps":["page"],"steps":["form"]})",
          R"({"steps":["page","calculator","crm","checklist","calls","plan","form","request","page"]})"}) {
        const std::string body(bad);
        CHECK_MESSAGE(!steps_from_json(body), body);
    }
}

TEST_CASE("an address may report a few days' worth of steps and then has to wait; others need not") {
    TestStore place(Dialect::sqlite);
    auto database = place.connect();
    (void)migrate(*database, 1);
    SilentLog log;
    {
        Writer writer(std::move(database), 16, log);
        StepCounter counter(writer, {3, 0.1}, log);
        for (int i = 0; i < 3; ++i) CHECK(counter.wait_for("203.0.113.7").count() == 0);
        CHECK(counter.wait_for("203.0.113.7").count() > 0);
        CHECK(counter.wait_for("203.0.113.8").count() == 0);
        CHECK(counter.wait_for("2001:db8::1").count() == 0);
        CHECK(counter.wait_for("2001:db8::2").count() == 0);
        CHECK(counter.wait_for("2001:db8::3").count() == 0);
        CHECK(counter.wait_for("2001:db8::4").count() > 0);  // one subscriber's network
        for (int i = 0; i < 100; ++i) counter.add("2026-12-06", {SiteStep::page, SiteStep::plan});
        CHECK(counter.counted().of(SiteStep::plan) == 100);
    }
    const auto again = place.connect();
    CHECK(SiteSteps(*again).between("2026-12-06", "2026-12-06").counts ==
          counts({{SiteStep::page, 100}, {SiteStep::plan, 100}}));
}
