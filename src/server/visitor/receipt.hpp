// The visitor's own record of consent: what was agreed to, with whom, when, and how to take it back (fields
// after ISO/IEC TS 27560).
#pragma once

#include <string>
#include <string_view>

#include "lead/legal.hpp"
#include "lead/stored_lead.hpp"
#include "site/pages.hpp"
#include "system/times.hpp"

namespace funnel::server {

struct Receipt {
    const StoredLead& lead;
    const Operator& identity;
    std::string_view token;  // as the visitor has it; the store knows its hash only
    TimeZone zone;           // of the firm, for the page; programs read UTC
};

[[nodiscard]] std::string receipt_json(const Receipt& receipt);
// Printable, with a form to withdraw each consent that works without a script.
[[nodiscard]] Page receipt_page(const Receipt& receipt);
// Between the receipt and the end of a consent: says what will happen and asks once more.
[[nodiscard]] Page withdrawal_page(std::string_view token, Document document);

}  // namespace funnel::server
