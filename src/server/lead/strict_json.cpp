#include "lead/strict_json.hpp"

#include <set>
#include <string>

namespace funnel::server {

namespace {

using Json = nlohmann::json;

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
    const auto note = [&](const char* code, const char* message) {
        if (result.issues.size() < 20) result.issues.push_back({path_of(levels), code, message});
    };
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        switch (event) {
            case Json::parse_event_t::object_start:
            case Json::parse_event_t::array_start:
                levels.push_back({});
                if (levels.size() > static_cast<std::size_t>(kMaxJsonDepth) && !too_deep) {
                    too_deep = true;
                    note("too_large", "Данные вложены слишком глубоко.");
                }
                break;
            case Json::parse_event_t::object_end:
            case Json::parse_event_t::array_end:
                levels.pop_back();
                break;
            case Json::parse_event_t::key: {
                const auto& key = parsed.get_ref<const std::string&>();
                levels.back().current = key;
                if (key.find('\0') != std::string::npos)
                    note("out_of_range", "В названии поля недопустимый знак.");
                if (!levels.back().keys.insert(key).second) note("duplicate_key", "Поле указано дважды.");
                break;
            }
            case Json::parse_event_t::value:
                if (parsed.is_string() &&
                    parsed.get_ref<const std::string&>().find('\0') != std::string::npos)
                    note("out_of_range", "В тексте недопустимый знак.");
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
