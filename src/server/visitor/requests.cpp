#include "visitor/requests.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/address.hpp"
#include "system/text.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kReceipts = "/r/";
constexpr std::string_view kWithdraw = "/withdraw";
constexpr std::size_t kTokenLength = 22;

}  // namespace

BodyKind body_kind_of(const Request& request) {
    auto type = request.header("content-type").value_or("");
    type = trimmed(type.substr(0, type.find(';')));
    if (same_name(type, "application/json")) return BodyKind::json;
    if (same_name(type, "application/x-www-form-urlencoded")) return BodyKind::form;
    return BodyKind::other;
}

bool is_counted(std::string_view client) {
    return ip_from(client) && !is_loopback({std::string(client), 0, {}});
}

bool is_token(std::string_view text) {
    return text.size() == kTokenLength && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
           });
}

std::string_view token_in(std::string_view path) {
    path.remove_prefix(kReceipts.size());
    if (path.ends_with(kWithdraw)) path.remove_suffix(kWithdraw.size());
    return is_token(path) ? path : std::string_view();
}

std::string user_agent_of(const Request& request) {
    std::string result;
    for (const char c : request.header("user-agent").value_or("").substr(0, 400))
        result += c >= 0x20 && c < 0x7f ? c : '?';
    return result;
}

std::string json_of(const std::vector<Issue>& issues) {
    auto list = nlohmann::ordered_json::array();
    for (const Issue& issue : issues) {
        nlohmann::ordered_json entry;
        entry["path"] = issue.path;
        entry["code"] = issue.code;
        entry["message"] = issue.message;
        list.push_back(std::move(entry));
    }
    return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Response with_route(Response response, std::string_view route) {
    response.route = route;
    return response;
}

}  // namespace funnel::server
