#include "workbench/document/tables.hpp"

#include <doctest/doctest.h>

#include "core/report.hpp"
#include "stage.hpp"

using namespace funnel;
using namespace funnel::workbench;

TEST_CASE("the copied table has plain numbers and never a formula") {
    Scenario s = golden("full");
    s.stages[0].name = "=1+1";
    const std::string text = text_from_report(s, evaluate(s, Distribution::skip));
    CHECK(text.find("'=1+1\t2100\t1722\t82\t90\t2160\n") != std::string::npos);
    CHECK(text.find("Выручка, ₽\t13638240\t32076000\n") != std::string::npos);
    CHECK(text.find("\u00a0") == std::string::npos);
}
