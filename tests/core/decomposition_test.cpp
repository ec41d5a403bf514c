#include "core/decomposition.hpp"

#include <doctest/doctest.h>

using namespace funnel;

namespace {
Scenario department() {
    Scenario s;
    s.managers = 4;
    s.leads_per_month = 1000;
    s.average_check = 50'000;
    s.working_days_per_month = 20;
    s.capacity_leads_per_manager = 200;
    s.stages = {{"talk", "Разговор", StageKind::contact, 0.5},
                {"pay", "Оплата", StageKind::payment, 0.1, std::nullopt, 0.2}};
    s.target.managers = 5;
    return s;
}
void check_row(const DecompositionRow& row, const char* id, double now, double target) {
    CAPTURE(id);
    CHECK(row.id == id);
    CHECK(row.now.month == doctest::Approx(now));
    CHECK(row.now.day == doctest::Approx(now / 20));
    CHECK(row.now.week == doctest::Approx(now / 20 * 5));
    CHECK(row.target.month == doctest::Approx(target));
    CHECK(row.target.day == doctest::Approx(target / 20));
    CHECK(row.target.week == doctest::Approx(target / 20 * 5));
}
}  // namespace

TEST_CASE("a manager's month, week and day: worked leads, what passes each stage, revenue") {
    const Decomposition d = decomposition_of(department());
    REQUIRE(d.rows.size() == 4);
    // 4 × 200 of 1000 leads are worked now, all by five people at the target.
    check_row(d.rows[0], "leads", 200, 200);
    check_row(d.rows[1], "talk", 100, 100);
    check_row(d.rows[2], "pay", 10, 20);
    check_row(d.rows[3], "revenue", 500'000, 1'000'000);
    // 100 sales for 5 000 000 then, 40 for 2 000 000 now.
    CHECK(d.money_left_per_working_day == doctest::Approx((5'000'000.0 - 2'000'000.0) / 20));
}

TEST_CASE("without a target number of managers the present ones do it") {
    Scenario s = department();
    s.target.managers.reset();
    const Decomposition d = decomposition_of(s);
    check_row(d.rows[2], "pay", 10, 20);
}
