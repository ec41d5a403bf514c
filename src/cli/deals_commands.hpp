// `funnel deals` and `funnel growth`: a CRM's export in, a report out. Results go to stdout, problems to
// stderr.
#pragma once

#include <string>

#include "commands.hpp"

namespace funnel::cli {

// Texts as typed; empty for "not given".
struct DealsArguments {
    std::string file;  // "-" for standard input
    std::string mapping;
    bool propose = false;  // the proposed mapping in place of a report
    std::string as_of;     // 2026-03-09
    std::string today;     // the machine's date when not given
    int horizon_days = 0;  // 0: by the deals themselves
    int months = 6;
    bool pretty = false;
    bool scenario = false;  // the scenario alone
};
int deals(const DealsArguments& arguments);

struct GrowthArguments {
    std::string file;
    std::string mapping;
    std::string before;  // 2026-01-01..2026-03-31
    std::string after;
    std::string as_of;
    std::string today;
    int horizon_days = 0;
    std::string agreement;  // what was agreed before; absent: exploratory
    // Writing an agreement in place of measuring.
    bool agree = false;
    long long min_deals = 0;
    double growth_share = 0;
    double cap = -1;  // none below 0
    std::string pay_when = "rate_distinguishable";
    bool pretty = false;
};
int growth(const GrowthArguments& arguments);

}  // namespace funnel::cli
