#include "lead/strict_json.hpp"

#include <set>
#include <string>

#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;
namespace say = sentences::lead;

struct Level {
    std::set<std::string> keys;
    std::string current;  // key being read, "" in an array
};

std::string escaped(const std::string& key) {
    std::string result;
    for (const char c : key) {
        if (c == '~')
            result += "~0";
        else if (c == '/')
            result += "~1";
        else
            result += c;
    }
    return result;
}

std::string path_of(const std::vector<Level>& levels) {
    std::string path;
    for (const Level& level : levels)
        if (!level.current.empty()) path += "/" + escaped(level.current);
    return path;
}

}  // namespace

StrictJson strict_json_from(std::string_view text) {
    StrictJson result;
    std::vector<Level> levels;
    bool too_deep = false;
    const auto note = [&](const Sentence& sentence) {
        if (result.issues.size() < 20) result.issues.push_back(issue_at(path_of(levels), sentence));
    };
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        switch (event) {
            case Json::parse_event_t::object_start:
            case Json::parse_event_t::array_start:
                levels.push_back({});
                if (levels.size() > static_cast<std::size_t>(kMaxJsonDepth) && !too_deep) {
                    too_deep = true;
                    note(say::too_large_depth);
                }
                break;
            case Json::parse_event_t::object_end:
            case Json::parse_event_t::array_end:
                levels.pop_back();
                break;
            case Json::parse_event_t::key: {
                const auto& key = parsed.get_ref<const std::string&>();
                levels.back().current = key;
                if (key.find('\0') != std::string::npos) note(say::out_of_range_control_in_name);
                if (!levels.back().keys.insert(key).second) note(say::duplicate_key);
                break;
            }
            case Json::parse_event_t::value:
                if (parsed.is_string() &&
                    parsed.get_ref<const std::string&>().find('\0') != std::string::npos)
                    note(say::out_of_range_control);
                break;
        }
        return true;
    };
    Json value = Json::parse(text.begin(), text.end(), watch, false);
    if (value.is_discarded()) return {};
    if (result.issues.empty()) result.value = std::move(value);
    return result;
}

}  // namespace funnel::server
