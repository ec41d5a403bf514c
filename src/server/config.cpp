#include "config.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "delivery/receiver.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::json;

std::optional<std::string> content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) return std::nullopt;
    return text.str();
}

// A secret file's only line.
std::optional<std::string> secret_in(const std::string& path) {
    auto text = content_of(path);
    if (!text) return std::nullopt;
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' '))
        text->pop_back();
    if (text->empty() || text->find('\n') != std::string::npos) return std::nullopt;
    return text;
}

// Reads keys one by one and remembers the first thing that is wrong.
class ObjectReader {
public:
    ObjectReader(const Json& object, std::string where, std::string& error)
        : object_(object), where_(std::move(where)), error_(error) {}

    const Json* take(const char* key) {
        known_.insert(key);
        const auto found = object_.find(key);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }
    std::string text(const char* key) {
        const Json* value = take(key);
        if (value == nullptr) return {};
        if (!value->is_string()) return wrong(key, "must be a text"), std::string();
        const auto& text = value->get_ref<const std::string&>();
        if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            wrong(key, "must be one line");
        return text;
    }
    bool flag(const char* key, bool otherwise) {
        const Json* value = take(key);
        if (value != nullptr && !value->is_boolean()) wrong(key, "must be true or false");
        return value != nullptr && value->is_boolean() ? value->get<bool>() : otherwise;
    }
    std::int64_t number(const char* key, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
        const Json* value = take(key);
        if (value == nullptr) return otherwise;
        const bool fits = value->is_number_integer() && value->get<std::int64_t>() >= least &&
                          value->get<std::int64_t>() <= most;
        if (!fits)
            wrong(key,
                  "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return fits ? value->get<std::int64_t>() : otherwise;
    }
    std::string secret(const char* key) {
        const std::string path = text(key);
        if (path.empty()) return {};
        auto secret = secret_in(path);
        if (!secret) wrong(key, "cannot be read, or is not one line");
        return secret.value_or("");
    }
    void no_others() {
        for (const auto& [key, value] : object_.items())
            if (!known_.contains(key)) wrong(key, "is not a key of the configuration");
    }
    void wrong(const std::string& key, const std::string& what) {
        if (error_.empty()) error_ = where_ + key + " " + what;
    }

private:
    const Json& object_;
    std::string where_;
    std::string& error_;
    std::set<std::string> known_;
};

bool is_name(const std::string& name) {
    return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

Target target_from(const Json& json, const std::string& where, std::string& error) {
    ObjectReader reader(json, where, error);
    Target target;
    target.name = reader.text("name");
    if (!is_name(target.name)) reader.wrong("name", "must be 1-32 of a-z, 0-9 and -");
    const auto kind = target_kind_from(reader.text("kind"));
    if (!kind) reader.wrong("kind", "must be webhook, bitrix24, amocrm, email or telegram");
    target.kind = kind.value_or(TargetKind::webhook);
    target.url = reader.text("url");
    if (const auto secret_url = reader.secret("url_file"); !secret_url.empty()) target.url = secret_url;
    target.secret = reader.secret("secret_file");
    target.user = reader.text("user");
    target.from = reader.text("from");
    target.to = reader.text("to");
    target.insecure_smtp = reader.flag("insecure_smtp", false);
    target.notices = reader.flag("notices", true);
    reader.no_others();
    if (const auto fault = receiver_of(target.kind).settle(target)) reader.wrong(fault->key, fault->what);
    return target;
}

std::vector<std::string> texts(ObjectReader& reader, const char* key) {
    std::vector<std::string> result;
    const Json* list = reader.take(key);
    if (list == nullptr) return result;
    if (!list->is_array()) reader.wrong(key, "must be a list");
    for (const auto& item : *list) {
        if (item.is_string())
            result.push_back(item.get<std::string>());
        else
            reader.wrong(key, "must be a list of texts");
    }
    return result;
}

}  // namespace

ConfigResult config_from_json(std::string_view text) {
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object()) return {std::nullopt, "the configuration is not a JSON object"};
    std::string error;
    ObjectReader reader(json, "", error);
    Config config;
    config.origins = texts(reader, "origins");
    for (const std::string& range : texts(reader, "trusted_proxies")) {
        if (const auto known = address_range_from(range))
            config.trusted_proxies.push_back(*known);
        else
            reader.wrong("trusted_proxies", "must hold addresses such as 127.0.0.1 or 10.0.0.0/8");
    }
    config.private_targets =
        reader.flag("allow_private_targets", false) ? PrivateTargets::allowed : PrivateTargets::refused;
    config.public_url = reader.text("public_url");
    config.admin_token = reader.secret("admin_token_file");
    config.retention_days =
        static_cast<int>(reader.number("retention_days", 1, 36'500, config.retention_days));
    config.erase_delay_hours =
        static_cast<int>(reader.number("erase_delay_hours", 0, 720, config.erase_delay_hours));
    config.max_waiting = static_cast<std::size_t>(
        reader.number("max_waiting", 1, 1'000'000, static_cast<std::int64_t>(config.max_waiting)));
    if (const Json* limit = reader.take("purge_limit")) {
        ObjectReader inside(*limit, "purge_limit/", error);
        config.purge_limit.percent = static_cast<double>(inside.number("percent", 0, 100, 2));
        config.purge_limit.requests = inside.number("requests", 0, 1'000'000, 20);
        inside.no_others();
    }
    if (const Json* rate = reader.take("rate")) {
        ObjectReader inside(*rate, "rate/", error);
        config.leads_per_address.burst = static_cast<double>(inside.number("burst", 0, 1'000'000, 20));
        config.leads_per_address.per_minute =
            static_cast<double>(inside.number("per_minute", 1, 1'000'000, 30));
        inside.no_others();
    }
    if (const Json* targets = reader.take("targets")) {
        if (!targets->is_array()) reader.wrong("targets", "must be a list");
        for (std::size_t i = 0; targets->is_array() && i < targets->size(); ++i) {
            if (!(*targets)[i].is_object()) {
                reader.wrong("targets", "must be a list of objects");
                break;
            }
            Target target = target_from((*targets)[i], "targets/" + std::to_string(i) + "/", error);
            const bool twice = std::any_of(config.targets.begin(), config.targets.end(),
                                           [&](const Target& t) { return t.name == target.name; });
            if (twice) reader.wrong("targets", "has two of the same name");
            config.targets.push_back(std::move(target));
        }
    }
    reader.no_others();
    if (!error.empty()) return {std::nullopt, error};
    return {std::move(config), {}};
}

ConfigResult config_from_file(const std::string& path) {
    const auto text = content_of(path);
    if (!text) return {std::nullopt, "cannot read the configuration " + path};
    return config_from_json(*text);
}

}  // namespace funnel::server
