#include "core/json/strict_document.hpp"

#include <string>

#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::codec {

namespace {

namespace say = sentences::lead;

constexpr std::size_t kMostIssues = 20;

bool has_zero(const std::string& text) {
    return text.find('\0') != std::string::npos;
}

// U+0000 is valid JSON and means the end of a text to half of the programs that will see it. The document has
// at most 32 levels.
void find_zeros(const Json& value, const std::string& path, std::vector<Issue>& issues) {
    if (value.is_string() && has_zero(value.get_ref<const std::string&>()))
        issues.push_back(issue_at(path, say::out_of_range_control));
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i) find_zeros(value[i], pointer(path, i), issues);
    if (!value.is_object()) return;
    for (const auto& [key, member] : value.items()) {
        if (has_zero(key)) issues.push_back(issue_at(path, say::out_of_range_control_in_name));
        find_zeros(member, pointer(path, key), issues);
    }
}

}  // namespace

StrictDocument strict_document_from(std::string_view text) {
    Document document = parse_document(text);
    for (const Issue& issue : document.issues)
        if (issue.code == "not_json") return {};
    StrictDocument result;
    result.issues = std::move(document.issues);
    if (text.find("\\u0000") != text.npos) find_zeros(document.root, "", result.issues);
    if (result.issues.size() > kMostIssues) result.issues.resize(kMostIssues);
    if (result.issues.empty() && document.readable) result.value = std::move(document.root);
    return result;
}

}  // namespace funnel::codec
