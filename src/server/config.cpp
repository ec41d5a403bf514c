#include "config.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/json/document.hpp"
#include "core/sentences.hpp"
#include "delivery/receiver.hpp"
#include "system/times.hpp"

namespace funnel::server {

namespace {

namespace say = sentences::config;
using codec::Json;
using codec::Presence;

constexpr std::size_t kMostText = 2000;
constexpr codec::ObjectReader::CountRange kMostItems{0, 1000};

std::optional<std::string> content_of(const std::string& path) {
    std::error_code failure;
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path, failure)) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string why_unreadable(const std::string& path) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    const Sentence& why = status.type() == std::filesystem::file_type::not_found   ? say::unreadable_absent
                          : status.type() == std::filesystem::file_type::directory ? say::unreadable_folder
                                                                                   : say::unreadable_rights;
    return filled(why, {{"path", path}});
}

// "https://example.ru:8443", as browsers write it.
bool is_origin(const std::string& text) {
    const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
    return scheme > 0 && text.size() > scheme && text.find_first_of("/?#@ ", scheme) == std::string::npos &&
           std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Everything that is wrong, a line each, so that nobody mends one thing only to be told of the next.
std::string told(const std::vector<Issue>& issues) {
    constexpr std::size_t kMostTold = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(issues.size(), kMostTold); ++i) {
        const std::string& path = issues[i].path;
        text += (i > 0 ? "\n" : "") + (path.empty() ? std::string(say::whole.pattern) : path.substr(1)) +
                ": " + issues[i].message;
    }
    return text;
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

// One object of the configuration: what is left out has its default.
class Settings {
public:
    Settings(const Json& object, std::string path, std::vector<Issue>& issues)
        : reader_(object, std::move(path), issues) {}
    ~Settings() { reader_.finish(); }
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    std::string text(std::string_view key) {
        auto text = reader_.text(key, {0, kMostText}, Presence::optional).value_or("");
        if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            wrong(key, say::out_of_range_line);
        return text;
    }
    // An address of the web without a slash at its end: paths are put behind it.
    std::string address(std::string_view key) {
        std::string address = text(key);
        while (address.ends_with('/')) address.pop_back();
        if (!address.empty() && !address.starts_with("https://") && !address.starts_with("http://"))
            wrong(key, say::out_of_range_https);
        return address;
    }
    bool flag(std::string_view key, bool otherwise) {
        return reader_.boolean(key, Presence::optional).value_or(otherwise);
    }
    std::int64_t number(std::string_view key, codec::IntegerRange range, std::int64_t otherwise) {
        return reader_.integer(key, range, Presence::optional).value_or(otherwise);
    }
    // The only line of the file that is named.
    std::string secret(std::string_view key) {
        const std::string path = text(key);
        if (path.empty()) return {};
        auto secret = secret_in(path);
        if (!secret) wrong(key, say::out_of_range_secret);
        return secret.value_or("");
    }
    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> result;
        const Json* list = array(key);
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            if ((*list)[i].is_string())
                result.push_back((*list)[i].get<std::string>());
            else
                wrong(key, say::out_of_range_lines);
        }
        return result;
    }
    const Json* array(std::string_view key) { return reader_.array(key, kMostItems, Presence::optional); }
    const Json* object(std::string_view key) { return reader_.object(key, Presence::optional); }

    void wrong(std::string_view key, const Sentence& what) { reader_.report(key, what); }

private:
    codec::ObjectReader reader_;
};

bool is_name(const std::string& name) {
    return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// The person on duty is one: no name is needed.
constexpr Sentence kDutyKinds{"out_of_range",
                              "дежурному пишут письмом или в Telegram: kind должен быть email или telegram"};

Target target_from(const Json& json, const std::string& path, std::vector<Issue>& issues) {
    Settings settings(json, path, issues);
    Target target;
    target.name = path == "/duty" ? std::string("duty") : settings.text("name");
    if (!is_name(target.name)) settings.wrong("name", say::out_of_range_name);
    const auto kind = target_kind_from(settings.text("kind"));
    if (!kind) settings.wrong("kind", say::out_of_range_kind);
    target.kind = kind.value_or(TargetKind::webhook);
    target.url = settings.text("url");
    if (const auto secret_url = settings.secret("url_file"); !secret_url.empty()) target.url = secret_url;
    target.secret = settings.secret("secret_file");
    target.user = settings.text("user");
    target.from = settings.text("from");
    target.to = settings.text("to");
    target.insecure_smtp = settings.flag("insecure_smtp", false);
    target.notices = settings.flag("notices", true);
    target.entity_type_id = static_cast<int>(settings.number("entity_type_id", {1, 2}, 1));
    target.abroad = settings.flag("abroad", false);
    if (const Json* fields = settings.object("fields"); fields != nullptr)
        for (const auto& [name, value] : fields->items())
            target.fields.push_back({name, value.is_string() ? value.get<std::string>() : std::string()});
    if (const auto fault = receiver_of(target.kind).settle(target); fault && kind)
        settings.wrong(fault->key, fault->what);
    return target;
}

void read_targets(Settings& settings, std::vector<Issue>& issues, std::vector<Target>& targets) {
    const Json* list = settings.array("targets");
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        Target target = target_from((*list)[i], codec::pointer("/targets", i), issues);
        const bool twice = std::any_of(targets.begin(), targets.end(),
                                       [&](const Target& t) { return t.name == target.name; });
        if (twice) settings.wrong("targets", say::out_of_range_twice);
        targets.push_back(std::move(target));
    }
}

void read_duty(Settings& settings, std::vector<Issue>& issues, Config& config) {
    const Json* duty = settings.object("duty");
    if (duty == nullptr) return;
    config.duty = target_from(*duty, "/duty", issues);
    if (config.duty->kind != TargetKind::email && config.duty->kind != TargetKind::telegram)
        settings.wrong("duty", kDutyKinds);
}

void read_limits(Settings& settings, std::vector<Issue>& issues, Config& config) {
    config.retention_days =
        static_cast<int>(settings.number("retention_days", {1, 36'500}, config.retention_days));
    config.erase_delay_hours =
        static_cast<int>(settings.number("erase_delay_hours", {0, 720}, config.erase_delay_hours));
    config.max_waiting = static_cast<std::size_t>(
        settings.number("max_waiting", {1, 1'000'000}, static_cast<std::int64_t>(config.max_waiting)));
    config.backup_days = static_cast<int>(settings.number("backup_days", {0, 36'500}, config.backup_days));
    if (const Json* hours = settings.object("quiet_hours")) {
        Settings inside(*hours, "/quiet_hours", issues);
        config.quiet.from = static_cast<int>(inside.number("from", {0, 23}, config.quiet.from));
        config.quiet.until = static_cast<int>(inside.number("until", {0, 24}, config.quiet.until));
    }
    if (const Json* limit = settings.object("purge_limit")) {
        Settings inside(*limit, "/purge_limit", issues);
        config.purge_limit.percent = static_cast<double>(inside.number("percent", {0, 100}, 2));
        config.purge_limit.requests = inside.number("requests", {0, 1'000'000}, 20);
    }
    if (const Json* rate = settings.object("rate")) {
        Settings inside(*rate, "/rate", issues);
        config.leads_per_address.burst = static_cast<double>(inside.number("burst", {0, 1'000'000}, 20));
        config.leads_per_address.per_minute =
            static_cast<double>(inside.number("per_minute", {1, 1'000'000}, 30));
    }
}

}  // namespace

ConfigResult config_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    std::vector<Issue>& issues = document.issues;
    Config config;
    if (document.readable) {
        Settings settings(document.root, "", issues);
        config.origins = settings.texts("origins");
        if (!std::all_of(config.origins.begin(), config.origins.end(), is_origin))
            settings.wrong("origins", say::out_of_range_origin);
        for (const std::string& range : settings.texts("trusted_proxies")) {
            if (const auto known = address_range_from(range))
                config.trusted_proxies.push_back(*known);
            else
                settings.wrong("trusted_proxies", say::out_of_range_proxies);
        }
        config.private_targets =
            settings.flag("allow_private_targets", false) ? PrivateTargets::allowed : PrivateTargets::refused;
        config.public_url = settings.address("public_url");
        config.inbox_url = settings.address("inbox_url");
        config.admin_token = settings.secret("admin_token_file");
        if (const auto country = settings.text("country"); !country.empty()) config.country = country;
        if (const auto name = settings.text("time_zone"); !name.empty()) {
            if (const auto zone = time_zone_from(name))
                config.zone = *zone;
            else
                settings.wrong("time_zone", say::out_of_range_zone);
        }
        if (!has_phones(config.country)) settings.wrong("country", say::out_of_range_country);
        read_limits(settings, issues, config);
        read_targets(settings, issues, config.targets);
        read_duty(settings, issues, config);
        if (config.duty && std::any_of(config.targets.begin(), config.targets.end(),
                                       [&](const Target& t) { return t.name == config.duty->name; }))
            settings.wrong("targets", say::out_of_range_twice);
    }
    if (issues.empty()) return {std::move(config), {}};
    return {std::nullopt, told(issues)};
}

CommandContext context_of(const Config& config, const StoreLocation& store) {
    CommandContext context;
    context.now_ms = wall_clock_ms();
    context.retention_ms = config.retention_days * kDayMs;
    context.store = store;
    for (const Target& target : config.targets) context.targets.push_back(target.name);
    context.copies_ms = config.backup_days * kDayMs;
    context.zone = config.zone;
    context.country = config.country;
    if (!config.inbox_url.empty())
        context.inbox_url = config.inbox_url;
    else if (!config.public_url.empty())
        context.inbox_url = config.public_url + "/inbox";
    return context;
}

ConfigResult config_from_file(const std::string& path) {
    const auto text = content_of(path);
    if (!text) return {std::nullopt, why_unreadable(path)};
    if (text->find_first_not_of(" \t\r\n") == std::string::npos)
        return {std::nullopt, filled(say::unreadable_empty, {{"path", path}})};
    return config_from_json(*text);
}

}  // namespace funnel::server
