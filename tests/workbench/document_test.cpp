#include "workbench/document/document.hpp"

#include <doctest/doctest.h>

#include "stage.hpp"
#include "workbench/document/edits.hpp"

using namespace funnel;
using namespace funnel::workbench;

namespace {
History history_of(const Scenario& scenario) {
    Document document;
    document.slot[0] = std::make_shared<const Scenario>(scenario);
    return History(document);
}
}  // namespace

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

TEST_CASE("edits of one gesture are one step, and an edit that changes nothing is none") {
    History h = history_of(golden("full"));
    for (int i = 1; i <= 50; ++i) h.edit(with_conversion(h.now().scenario(), 0, i / 100.0), 7);
    CHECK(h.steps() == 2);
    h.edit(h.now().scenario(), 0);
    CHECK(h.steps() == 2);
    h.undo();
    CHECK(h.now().scenario() == golden("full"));
    h.edit(with_conversion(h.now().scenario(), 0, 0.1), 7);
    CHECK(h.steps() == 2);
    CHECK(h.can_undo());
}

TEST_CASE("slots are copied, chosen and emptied; the last scenario stays") {
    History h = history_of(golden("full"));
    h.put(1, h.now().scenario());
    CHECK(h.now().active == 1);
    h.choose(2);
    CHECK(h.now().active == 1);
    h.put(1, std::nullopt);
    CHECK(h.now().active == 0);
    h.put(0, std::nullopt);
    CHECK(h.now().slot[0] != nullptr);
}
