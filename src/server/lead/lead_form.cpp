#include "lead/lead_form.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/json/strict_document.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "system/digest.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;

// Puts a form field where the JSON body has it; a text that is not what its kind needs is noted or left for
// the reader to refuse.
void put_field(Json& body, const std::string& name, const std::string& value, std::vector<Issue>& issues) {
    if (value.empty()) return;
    if (name == "utm" || name == "consents") {
        issues.push_back(issue_at("/" + name, sentences::lead::unknown_key));
    } else if (name == "managers_count") {
        const bool digits = value.size() <= 9 && std::all_of(value.begin(), value.end(),
                                                             [](char c) { return c >= '0' && c <= '9'; });
        if (digits)
            body[name] = std::stoi(value);
        else
            body[name] = value;
    } else if (name == "owner") {
        body[name] = value == "1" || value == "on" || value == "true";
    } else if (name.starts_with("utm_")) {
        body["utm"][name.substr(4)] = value;
    } else if (name == "scenario" || name == "answers" || name == "plan") {
        auto parsed = codec::strict_document_from(value);
        for (Issue& issue : parsed.issues)
            issues.push_back({"/" + name + issue.path, issue.code, issue.message});
        if (!parsed.value) {
            if (parsed.issues.empty())
                issues.push_back(issue_at("/" + name, sentences::lead::not_json_attachment));
            return;
        }
        body[name] = std::move(*parsed.value);
    } else {
        body[name] = value;
    }
}

// Campaign labels in the page's own address: without a script they are in the Referer only. What is too long
// or odd for a label is left out, for the visitor did not type it.
void put_utm_of_page(Json& body, const FormFields& page_fields) {
    for (const auto& [name, value] : page_fields) {
        if (!name.starts_with("utm_") || value.empty() || has_control(value)) continue;
        const std::string_view label = std::string_view(name).substr(4);
        if (std::find(kUtmKeys.begin(), kUtmKeys.end(), label) == kUtmKeys.end()) continue;
        if (length_in_characters(value) <= kMaxUtm) body["utm"][std::string(label)] = value;
    }
}

}  // namespace

LeadResult lead_from_form(const FormFields& fields, const FormSender& sender) {
    Json document = Json::object();
    std::vector<Issue> issues;
    std::array<std::pair<std::string_view, Json>, 2> consents{
        {{"processing", Json()}, {"advertising", Json()}}};
    // A box left unticked sends nothing, its hidden version does: absent means not given.
    for (auto& [name, consent] : consents) {
        const std::string field = "consent_" + std::string(name);
        bool shown = false;
        consent = {{"document", name}, {"version", ""}, {"sha256", ""}, {"given", false}};
        for (const auto& [key, value] : fields) {
            if (!key.starts_with(field)) continue;
            shown = true;
            if (key == field) consent["given"] = value == "1" || value == "on" || value == "true";
            if (key == field + "_version") consent["version"] = value;
            if (key == field + "_sha256") consent["sha256"] = value;
        }
        if (shown) document["consents"].push_back(consent);
    }
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : fields) {
        if (std::find(seen.begin(), seen.end(), name) != seen.end())
            issues.push_back(issue_at("/" + name.substr(0, 80), sentences::lead::duplicate_key));
        seen.push_back(name);
        if (name.starts_with("consent_")) continue;
        put_field(document, name, value, issues);
    }
    if (!document.contains("utm")) put_utm_of_page(document, sender.page_fields);
    const bool keyless = !document.contains("idempotency_key");
    if (keyless) document["idempotency_key"] = "form-without-key";
    auto result = lead_from_document(document, sender.country);
    result.issues.insert(result.issues.begin(), issues.begin(), issues.end());
    if (!result.issues.empty()) {
        result.verdict = LeadResult::Verdict::invalid;
        result.lead.reset();
    }
    if (result.lead && keyless) {
        result.lead->key_is_made = true;
        result.lead->idempotency_key =
            "form-" + sha256_hex(sender.day + '\n' + sender.client + '\n' + sender.user_agent + '\n' +
                                 canonical_content(*result.lead))
                          .substr(0, 48);
    }
    return result;
}

}  // namespace funnel::server
