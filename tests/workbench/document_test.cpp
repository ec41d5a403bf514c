#include "workbench/document/document.hpp"

#include <doctest/doctest.h>

#include "stage.hpp"
#include "workbench/document/changes.hpp"
#include "workbench/document/edits.hpp"
#include "workbench/document/quantities.hpp"

using namespace funnel;
using namespace funnel::workbench;

namespace {
History history_of(const Scenario& scenario) {
    return History(document_of(scenario, "Как есть"));
}
Scenario check(const History& h, double value) {
    return with_value(h.now().scenario(), QuantityId::average_check, value);
}
}  // namespace

TEST_CASE("another call begins with nothing to undo, and is told apart from the one before") {
    History history(document_of(golden("full"), "Как есть"));
    history.edit(with_value(golden("full"), QuantityId::leads, 320));
    const auto before = history.revision();
    history.begin(document_of(golden("no_leads"), "Другой"));
    CHECK_FALSE(history.can_undo());
    CHECK_FALSE(history.can_redo());
    CHECK(history.revision() > before);
    CHECK(history.now().variants[0].name == "Другой");
    history.edit(with_value(history.now().scenario(), QuantityId::leads, 500));
    history.undo();
    CHECK(history.now().variants[0].name == "Другой");
    CHECK_FALSE(history.can_undo());
}

TEST_CASE("undo and redo walk all states, an edit after undo starts a new branch") {
    History h = history_of(golden("full"));
    for (int i = 1; i <= 500; ++i) h.edit(with_conversion(h.now().scenario(), 0, i / 1000.0), 0);
    for (int i = 0; i < 500; ++i) h.undo();
    CHECK_FALSE(h.can_undo());
    CHECK(h.now().scenario() == golden("full"));
    h.redo();
    CHECK(h.now().scenario().stages[0].conversion == doctest::Approx(0.001));
    h.edit(with_title(h.now().scenario(), "иначе"), 0);
    CHECK_FALSE(h.can_redo());
    CHECK(h.steps() == 3);
}

TEST_CASE(
    "edits of one gesture are one step, an edit that changes nothing is none, a gesture given up leaves "
    "none") {
    History h = history_of(golden("full"));
    for (int i = 1; i <= 50; ++i) h.edit(with_conversion(h.now().scenario(), 0, i / 100.0), 7);
    CHECK(h.steps() == 2);
    h.edit(h.now().scenario(), 0);
    CHECK(h.steps() == 2);
    h.abandon(8);
    CHECK(h.steps() == 2);
    h.abandon(7);
    CHECK(h.steps() == 1);
    CHECK(h.now().scenario() == golden("full"));
}

TEST_CASE("the frozen baseline is never overwritten: an edit begins a variant named by what it changes") {
    History h = history_of(golden("full"));
    h.freeze(h.now().variant().id);
    h.edit(check(h, 1), 3);
    h.edit(check(h, 10), 3);
    h.edit(check(h, 100'000), 3);
    REQUIRE(h.now().variants.size() == 2);
    CHECK(*h.now().variants[0].scenario == golden("full"));
    CHECK(h.now().active == 1);
    CHECK(h.now().variant().name == "Чек 100\u00a0тыс.");
    CHECK(h.undoes() == "Чек 100\u00a0тыс.");
    h.undo();
    CHECK(h.now().variants.size() == 1);
    CHECK(h.undoes() == "точку отсчёта");
}

TEST_CASE("variants: more than three, named, moved, deleted; undo says what") {
    History h = history_of(golden("full"));
    for (std::size_t i = 1; i < kMaxVariants; ++i) CHECK(h.duplicate());
    CHECK_FALSE(h.duplicate());
    CHECK(h.now().variants.size() == kMaxVariants);
    h.rename(3, "  Чек\n100 ");
    CHECK(h.now().variants[3].name == "Чек 100");
    h.rename(3, " ");
    CHECK(h.now().variants[3].name == "Чек 100");
    h.choose(3);
    h.move({3, 0});
    CHECK(h.now().variants[0].name == "Чек 100");
    CHECK(h.now().active == 0);
    h.edit(check(h, 7), 0);
    CHECK(h.now().variants[0].name == "Чек 100");  // the person's own name stays
    h.remove(0);
    CHECK(h.undoes() == "удаление варианта «Чек 100»");
    h.undo();
    CHECK(h.now().variants[0].name == "Чек 100");
    for (std::size_t i = 0; i < 20; ++i) h.remove(0);
    CHECK(h.now().variants.size() == 1);
}

TEST_CASE(
    "a frozen baseline that is deleted is no baseline any more, and the client's name is every variant's") {
    History h = history_of(golden("full"));
    h.freeze(h.now().variant().id);
    CHECK(h.duplicate());
    h.title("Павел Седов");
    CHECK(h.now().variants[0].scenario->title == "Павел Седов");
    CHECK(h.now().variants[1].scenario->title == "Павел Седов");
    h.remove(0);
    CHECK(h.now().baseline == 0);
}

TEST_CASE("what differs is told in the order of speaking") {
    const Scenario a = golden("full");
    Scenario b = with_conversion(with_value(a, QuantityId::average_check, 200'000), 3, 0.3);
    b = with_value(with_target(std::move(b), 3, std::nullopt), QuantityId::gross_margin, 0.5);
    CHECK(changes(a, b) == std::vector<std::string>{"Чек 200\u00a0тыс.", "Оплата 30\u00a0%",
                                                    "Оплата: цель снята", "Маржа 50\u00a0%"});
    CHECK(name_of(changes(a, b)) == "Чек 200\u00a0тыс., оплата 30\u00a0% и ещё 2");
    CHECK(changes(a, b, Changed::now).size() == 2);
    CHECK(name_of(changes(a, a)).empty());
}
