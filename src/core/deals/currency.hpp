// The money of an export: what its amounts are in, told by a mark beside a number, by a column of currencies
// or by a header. Words are data (assets/deals/currencies.json).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/deals/deals.hpp"
#include "core/issue.hpp"

namespace funnel::deals {

inline constexpr std::string_view kHomeCurrency = "RUB";

// "₽", "руб.", "US$", "AED" → the code; empty when it is no currency.
[[nodiscard]] std::string_view currency_of_mark(std::string_view mark);

// «Сумма, USD», "Amount (US dollars)", «Валюта: тенге» → the code that the header names beside its own name,
// and the header without it; absent when it names none.
struct HeaderCurrency {
    std::string_view code;
    std::string header;
};
[[nodiscard]] std::optional<HeaderCurrency> currency_in_header(std::string_view header);

// "USD" → «долларах США (USD)», unknown ones «валюте XAF».
[[nodiscard]] std::string currency_words(std::string_view code);

// The amounts of these deals are in roubles, or there are none.
[[nodiscard]] bool is_in_roubles(const DealSet& set);
// What is told when they are not (`not_roubles`).
[[nodiscard]] std::optional<Issue> currency_issue(const DealSet& set);

}  // namespace funnel::deals
