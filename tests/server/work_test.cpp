#include "store/inbox/work.hpp"

#include <doctest/doctest.h>

#include "command_line.hpp"
#include "core/json/deals_json.hpp"
#include "inbox/working_hours.hpp"
#include "operator/commands.hpp"
#include "operator/inbox/own_deals.hpp"
#include "store/inbox/operators.hpp"
#include "test_store.hpp"

using namespace funnel::server;
using namespace funnel::server::testing;

namespace {

constexpr std::int64_t kNow = 1'790'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

void take(Prepared on, int count) {
    writing(on.database, [&] {
        for (int number = 1; number <= count; ++number) (void)on.store.insert_lead(new_lead(number, {"crm"}));
    });
}

Work::Changed change(Prepared on, std::int64_t id, WorkState wanted, std::int64_t at_ms = kNow) {
    Work::Changed result = Work::Changed::nothing;
    writing(on.database, [&] { result = Work(on.database).change({id, 7, at_ms, std::move(wanted)}); });
    return result;
}

WorkState state(std::int64_t version, WorkStatus status) {
    WorkState wanted;
    wanted.version = version;
    wanted.status = status;
    return wanted;
}

CommandResult run_words(Prepared on, const std::vector<std::string>& words, std::int64_t now_ms = kNow) {
    CommandContext context;
    context.now_ms = now_ms;
    context.retention_ms = 1000;
    context.inbox_url = "https://example.ru/inbox";
    const auto command = command_from(words);
    if (const auto* refused = std::get_if<CommandResult>(&command)) return *refused;
    return run_command(at_once(on.store), context, std::get<Command>(command));
}

}  // namespace

TEST_CASE("a change of an older version is refused and overwrites nothing") {
    on_every_store([](Prepared on) {
        take(on, 1);
        WorkState first = state(0, WorkStatus::in_work);
        first.step = "Позвонить";
        first.step_ms = kNow + kHour;
        CHECK(change(on, 1, first) == Work::Changed::done);
        WorkState second = state(0, WorkStatus::spam);
        CHECK(change(on, 1, second) == Work::Changed::stale);
        const WorkState kept = Work(on.database).state(1);
        CHECK(kept.version == 1);
        CHECK(kept.status == WorkStatus::in_work);
        CHECK(kept.step == "Позвонить");
        CHECK(kept.first_ms == kNow);
        first.version = 1;
        CHECK(change(on, 1, first) == Work::Changed::nothing);
        CHECK(change(on, 99, state(0, WorkStatus::won)) == Work::Changed::no_lead);
        const auto events = Work(on.database).events(1);
        REQUIRE(events.size() == 2);
        CHECK(events[0].kind == WorkEventKind::step);
        CHECK(events[1].detail == "in_work");
        CHECK(events[1].operator_id == 7);
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("erasure takes notes and the texts of events, and leaves who did what when") {
    on_every_store([](Prepared on) {
        take(on, 2);
        WorkState wanted = state(0, WorkStatus::lost);
        wanted.lost_reason = "Павел передумал";
        wanted.note = "Павел просит не звонить жене";
        wanted.step = "Павлу письмо";
        CHECK(change(on, 1, wanted) == Work::Changed::done);
        writing(on.database, [&] {
            CHECK(on.store.erase(1, {"request", kNow + 1, 0, 7}));
            CHECK(on.store.erase(2, {"retention", kNow + 1, 0}));
        });
        std::string all;
        for (const auto* table : {"lead_work", "lead_events"})
            for (const Row& row : on.database.query(std::string("SELECT * FROM ") + table))
                for (std::size_t i = 0; i < 6; ++i) all += row.text(i) + '\n';
        CHECK(all.find("Павл") == std::string::npos);
        const auto events = Work(on.database).events(1);
        REQUIRE(events.size() == 4);
        CHECK(events[0].kind == WorkEventKind::erased);
        CHECK(events[0].operator_id == 7);
        CHECK(Work(on.database).events(2).empty());
        CHECK(on.store.faults().empty());
        CHECK_THROWS_AS(on.database.query("UPDATE lead_events SET at_ms = 1 WHERE seq = 1"), StoreError);
    });
}

TEST_CASE("a list that was seen is written once in half a day, a file that was taken every time") {
    on_every_store([](Prepared on) {
        take(on, 1);
        const auto look = [&](Look what, std::int64_t who, std::int64_t at_ms) {
            writing(on.database, [&] { Work(on.database).note_look(what, who, at_ms); });
        };
        look(Look::list, 7, kNow);
        look(Look::list, 7, kNow + kSameLookMs - 1);
        look(Look::list, 8, kNow);
        look(Look::api, 7, kNow);
        look(Look::csv, 7, kNow);
        look(Look::csv, 7, kNow + 1);
        look(Look::list, 7, kNow + kSameLookMs);
        std::string told;
        for (const WorkEvent& event : Work(on.database).record(0, 100)) {
            CHECK(event.kind == WorkEventKind::opened);
            CHECK(event.lead_id == 0);
            told += event.detail + std::to_string(event.operator_id) + ' ';
        }
        CHECK(told == "list7 list8 api7 csv7 csv7 list7 ");
        // No page is told of it, and the record holds, after an erasure too.
        CHECK(Work(on.database).mark() == InboxMark{1, 0});
        writing(on.database, [&] { CHECK(on.store.erase(1, {"request", kNow + 1, 0, 7})); });
        CHECK(on.store.faults().empty());
    });
}

TEST_CASE("today's requests are told with their first action, without held and erased ones") {
    on_every_store([](Prepared on) {
        take(on, 3);
        auto held = new_lead(4);
        held.lead.trapped = true;
        writing(on.database, [&] { (void)on.store.insert_lead(held); });
        CHECK(change(on, 2, state(0, WorkStatus::in_work), kNow + kHour) == Work::Changed::done);
        writing(on.database, [&] { CHECK(on.store.erase(1, {"request", kNow + 1, 0, 7})); });
        Work work(on.database);
        const auto all = work.arrivals(0, 200);
        REQUIRE(all.size() == 2);
        CHECK(all[0].first_ms == 0);
        CHECK(all[1].first_ms == kNow + kHour);
        CHECK(work.arrivals(0, 1).size() == 1);
        CHECK(work.arrivals(all[0].created_ms + 1, 200).empty());
    });
}

TEST_CASE("retention counts from the last thing somebody did") {
    on_every_store([](Prepared on) {
        take(on, 2);
        CHECK(change(on, 1, state(0, WorkStatus::in_work), kNow + 10 * kHour) == Work::Changed::done);
        const auto due = on.store.due_for_erasure(kNow + 20 * kHour, kNow + 5 * kHour);
        CHECK(due == std::vector<Store::Due>{{2, "retention"}});
        CHECK(on.store.count_due(kNow + 20 * kHour, kNow + 5 * kHour) == 1);
        CHECK(on.store.count_due(kNow + 20 * kHour, kNow + 11 * kHour) == 2);
    });
}

TEST_CASE("lists are filtered, searched and counted") {
    on_every_store([](Prepared on) {
        take(on, 4);
        auto held = new_lead(5);
        held.lead.trapped = true;
        auto other = new_lead(6);
        other.lead.name = "Ёлка 100% Сёмина";
        writing(on.database, [&] {
            (void)on.store.insert_lead(held);
            (void)on.store.insert_lead(other);
        });
        WorkState dated = state(0, WorkStatus::meeting);
        dated.step_ms = kNow + kHour;
        CHECK(change(on, 1, dated) == Work::Changed::done);
        CHECK(change(on, 2, state(0, WorkStatus::in_work)) == Work::Changed::done);
        CHECK(change(on, 3, state(0, WorkStatus::won)) == Work::Changed::done);
        Work work(on.database);
        const auto ids = [&](const InboxQuery& query) {
            std::vector<std::int64_t> list;
            for (const InboxRow& row : work.rows(query, 50)) list.push_back(row.id);
            return list;
        };
        using Ids = std::vector<std::int64_t>;
        InboxQuery query;
        query.now_ms = kNow + 2 * kHour;
        CHECK(ids(query) == Ids{6, 4, 3, 2, 1});
        const InboxCounts counts = work.counts(query.now_ms);
        CHECK(counts.all == 5);
        CHECK(counts.fresh == 2);
        CHECK(counts.no_step == 1);
        CHECK(counts.overdue == 1);
        query.status = WorkStatus::fresh;
        CHECK(ids(query) == Ids{6, 4});
        query.status = WorkStatus::won;
        CHECK(ids(query) == Ids{3});
        query.status.reset();
        query.step = InboxQuery::Step::overdue;
        CHECK(ids(query) == Ids{1});
        query.step = InboxQuery::Step::missing;
        CHECK(ids(query) == Ids{2});
        query.step = InboxQuery::Step::any;
        for (const auto& [text, found] :
             {std::pair{"ёлка", Ids{6}}, std::pair{"СЁМИНА", Ids{6}}, std::pair{"0%", Ids{6}},
              std::pair{"1_0", Ids{}}, std::pair{"4", Ids{4}}, std::pair{"№ 000003", Ids{3}},
              std::pair{"8 916 100-00-02", Ids{2}}, std::pair{"1000003", Ids{3}},
              std::pair{"' OR 1=1 --", Ids{}}}) {
            query.search = text;
            CHECK_MESSAGE(ids(query) == found, query.search);
        }
        query.search.clear();
        query.before = 3;
        CHECK(ids(query) == Ids{2, 1});
        CHECK(work.waiting({kNow - kHour, kNow + kHour * 3 / 4}).ids == Ids{6, 4});
        CHECK(work.waiting({kNow - kHour, kNow - kHour / 4 + 100}).ids.empty());
        CHECK(work.waiting({kNow + kHour, kNow + kHour}).ids.empty());
    });
}

TEST_CASE("a link opens one session, once and within a day; sessions end when idle, revoked or told to") {
    on_every_store([](Prepared on) {
        Operators operators(on.database);
        std::optional<Operators::Link> link;
        writing(on.database, [&] { link = operators.add("Вера", Role::worker, kNow); });
        REQUIRE(link);
        const auto enter = [&](const Operators::Link& with, std::int64_t at) {
            std::optional<std::string> token;
            writing(on.database, [&] { token = operators.enter(with, "Firefox", at); });
            return token;
        };
        CHECK_FALSE(enter({link->operator_id, "wrong"}, kNow));
        CHECK_FALSE(enter({link->operator_id + 1, link->token}, kNow));
        CHECK_FALSE(enter(*link, kNow + kLinkLivesMs));
        const auto token = enter(*link, kNow + 1);
        REQUIRE(token);
        CHECK(*token != link->token);
        CHECK(token->size() == 43);
        CHECK_FALSE(enter(*link, kNow + 2));
        const auto visit = operators.visit(*token, kNow + 3);
        REQUIRE(visit);
        CHECK(visit->who.name == "Вера");
        CHECK(visit->who.role == Role::worker);
        CHECK_FALSE(operators.visit(link->token, kNow + 3));
        CHECK_FALSE(operators.visit(*token, kNow + 2 + kSessionIdleMs));
        CHECK(on.database.query("SELECT count(*) FROM operator_sessions WHERE token_hash = $1", {*token})
                  .front()
                  .integer(0) == 0);
        writing(on.database, [&] { CHECK(operators.revoke("Вера", kNow + 4)); });
        CHECK_FALSE(operators.visit(*token, kNow + 5));
        CHECK_FALSE(operators.any());
    });
}

TEST_CASE("operators are managed by words") {
    on_every_store([](Prepared on) {
        const auto added = run_words(on, {"operators", "add", "Вера Орлова", "--role", "admin"});
        CHECK(added.exit_code == 0);
        CHECK(added.out.starts_with("https://example.ru/inbox/enter?o=1&k="));
        CHECK(run_words(on, {"operators", "list"}).out.starts_with("Вера Орлова\tadmin\t"));
        CHECK(run_words(on, {"operators", "add", " x", "--role", "admin"}).exit_code == 64);
        CHECK(run_words(on, {"operators", "add", "x", "--role", "king"}).exit_code == 64);
        CHECK(run_words(on, {"operators", "logout"}).exit_code == 64);
        CHECK(run_words(on, {"operators", "logout", "5"}).exit_code == 1);
        CHECK(run_words(on, {"operators", "revoke", "Никто"}).exit_code == 1);
        CHECK(run_words(on, {"operators", "revoke", "Вера Орлова"}).exit_code == 0);
        CHECK(run_words(on, {"operators", "sessions"}).out.empty());
    });
}

TEST_CASE("own requests are exported as deals that are recognised without help") {
    on_every_store([](Prepared on) {
        take(on, 4);
        CHECK(change(on, 1, state(0, WorkStatus::won)) == Work::Changed::done);
        WorkState lost = state(0, WorkStatus::lost);
        lost.lost_reason = "дорого";
        CHECK(change(on, 2, lost) == Work::Changed::done);
        CHECK(change(on, 3, state(0, WorkStatus::spam)) == Work::Changed::done);
        const auto result = run_words(on, {"leads", "export", "--deals"});
        CHECK(result.out.find("Пётр") == std::string::npos);
        CHECK(result.out.find("7916") == std::string::npos);
        const funnel::deals::Words words = funnel::compiled_in_words();
        funnel::deals::DealsReader reader(words, {});
        reader.feed(result.out);
        reader.finish();
        CHECK(reader.issues().empty());
        CHECK(reader.proposal().undecided.empty());
        const auto deals = reader.deals(reader.mapping(), {20'800, std::nullopt});
        REQUIRE(deals.set);
        CHECK(deals.unmapped.empty());
        const auto report = funnel::deals::report_of(*deals.set, reader.store(), {});
        CHECK(report.totals.deals == 4);
        CHECK(report.totals.won == 1);
        CHECK(report.totals.dateless == 0);
        CHECK(report.totals.lost == 1);
        CHECK(report.totals.unfit == 1);
        CHECK(report.totals.open == 1);
    });
}

TEST_CASE("an answer is due a quarter of an hour after the request, or after the firm has come to work") {
    const TimeZone moscow = moscow_time();
    const auto at = [&](const char* day, int hour, int minute) {
        return *day_start(day, moscow) + hour * kHour + minute * kHour / 60;
    };
    const auto due = [&](const char* day, int hour, int minute) {
        return WorkingHours().answer_due(at(day, hour, minute), kHour / 4, moscow);
    };
    // 2026-11-27 is a Friday.
    CHECK(due("2026-11-27", 9, 0) == at("2026-11-27", 9, 15));
    CHECK(due("2026-11-27", 17, 59) == at("2026-11-27", 18, 14));
    CHECK(due("2026-11-27", 8, 59) == at("2026-11-27", 9, 15));
    CHECK(due("2026-11-27", 18, 0) == at("2026-11-30", 9, 15));
    CHECK(due("2026-11-28", 3, 0) == at("2026-11-30", 9, 15));
    CHECK(due("2026-11-29", 23, 59) == at("2026-11-30", 9, 15));
    CHECK(due("2026-11-26", 23, 47) == at("2026-11-27", 9, 15));
    CHECK(WorkingHours().contain(at("2026-11-26", 17, 59), moscow));
    CHECK_FALSE(WorkingHours().contain(at("2026-11-26", 18, 0), moscow));
    CHECK_FALSE(WorkingHours().contain(at("2026-11-28", 12, 0), moscow));
}

TEST_CASE("on days off nobody is at work, and who asked then is news when work begins again") {
    const TimeZone moscow = moscow_time();
    const auto at = [&](const char* day, int hour, int minute) {
        return *day_start(day, moscow) + hour * kHour + minute * kHour / 60;
    };
    const auto hours = working_hours_from_json(
        R"({"working_hours":{"from":9,"until":18,"days":[1,2,3,4,5],"days_off":)"
        R"(["2027-01-08","2026-12-31","2027-01-01","2027-01-04","2027-01-05","2027-01-06","2027-01-07"]}})");
    REQUIRE(hours);
    // 2026-12-30 is a Wednesday, 2027-01-11 a Monday.
    CHECK(hours->contain(at("2026-12-30", 12, 0), moscow));
    CHECK_FALSE(hours->contain(at("2026-12-31", 12, 0), moscow));
    CHECK_FALSE(hours->contain(at("2027-01-08", 12, 0), moscow));
    CHECK(hours->contain(at("2027-01-11", 12, 0), moscow));
    CHECK(hours->answer_due(at("2026-12-30", 18, 0), kHour / 4, moscow) == at("2027-01-11", 9, 15));
    CHECK(hours->answer_due(at("2027-01-04", 12, 0), kHour / 4, moscow) == at("2027-01-11", 9, 15));
    // Three working days before that Monday it was the 28th of December.
    CHECK(hours->news_since(at("2027-01-11", 9, 15), moscow) == at("2026-12-28", 0, 0));
    CHECK(WorkingHours().news_since(at("2026-11-27", 9, 0), moscow) == at("2026-11-24", 0, 0));
    CHECK(hours->words() == "с 9 до 18 по будням, кроме выходных дней фирмы");
    CHECK(hours->days_off_ahead(at("2027-01-05", 12, 0), moscow) == 4);
    CHECK_FALSE(working_hours_from_json(
        R"({"working_hours":{"from":9,"until":18,"days":[1],"days_off":["2027-02-30"]}})"));
    CHECK_FALSE(
        working_hours_from_json(R"({"working_hours":{"from":9,"until":18,"days":[1],"days_off":[1]}})"));
}
