// The answers to a form sent without a script: the same form again with everything typed still in it and each
// error beside its field, or thanks with the number and the receipt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "lead/lead_form.hpp"
#include "site/pages.hpp"

namespace funnel::server {

struct FormAgain {
    int status = 422;
    std::string_view message;  // what is wrong on the whole
    const FormFields& fields;  // as sent
    const std::vector<Issue>& issues;
    const Pages& pages;  // know what each form asks
    // A consent text has changed: the boxes must be ticked anew.
    bool consents_again = false;
};
[[nodiscard]] Page form_again_page(const FormAgain& again);

struct Thanks {
    std::string_view number;            // of the request
    std::string_view token;             // of its receipt
    std::vector<PageValues> kit_links;  // of the tool kit; none: the request was not for it
};
[[nodiscard]] Page thanks_page(const Thanks& thanks);

}  // namespace funnel::server
