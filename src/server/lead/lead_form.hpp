// Reading a request from the fields of a form that was sent without a script.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lead/lead_json.hpp"

namespace funnel::server {

// Names and values in the order they were sent, decoded.
using FormFields = std::vector<std::pair<std::string, std::string>>;

// Body of POST /api/leads as application/x-www-form-urlencoded. Fields carry the names of the JSON keys;
// besides: owner=1, consent_processing=1, consent_processing_version, consent_processing_sha256 (and
// …_advertising…), utm_source …, scenario, answers and plan as JSON texts. An empty field counts as not
// filled in. Without idempotency_key one is made from the content and the sender, so that a double click is
// one request, and so that somebody else who knows what was typed does not get that request's receipt.
struct FormSender {
    std::string day;         // "2026-11-23": tomorrow the same content is a new request
    std::string client;      // address
    std::string user_agent;  // as sent
    FormFields page_fields;  // of the address of the page the form stood on: its utm_… labels are kept
    std::string country = std::string(kDefaultCountry);  // whose phones need no "+"
};
[[nodiscard]] LeadResult lead_from_form(const FormFields& fields, const FormSender& sender);

}  // namespace funnel::server
