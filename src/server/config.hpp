// What the operator sets: command line and environment for the common, a JSON file for the rest, files for
// secrets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/courier.hpp"
#include "delivery/target.hpp"
#include "http/address.hpp"
#include "http/rate_limit.hpp"
#include "lead/phone.hpp"
#include "operator/commands.hpp"
#include "operator/keeper.hpp"
#include "system/times.hpp"

namespace funnel::server {

struct Config {
    std::vector<std::string> origins;           // whose pages may post; empty: the host asked
    std::vector<AddressRange> trusted_proxies;  // whose X-Forwarded-For is believed
    std::vector<Target> targets;
    std::optional<Target> duty;  // who is told that requests wait: email or telegram
    PrivateTargets private_targets = PrivateTargets::refused;
    std::string public_url;   // "https://example.ru"
    std::string inbox_url;    // "https://example.ru/inbox"; where requests are worked on
    std::string admin_token;  // read from the file named in the configuration
    std::string country = std::string(kDefaultCountry);  // ISO 3166: whose phones need no "+"
    TimeZone zone = moscow_time();                       // of the times people read
    int retention_days = 1096;                           // three years
    int erase_delay_hours = 24;  // from the withdrawal of processing, at most 720 (30 days)
    PurgeLimit purge_limit;      // what the server erases by itself at once
    int backup_days = 14;        // how long copies of the store are kept: acts of erasure say it
    QuietHours quiet;            // of the firm's day: PostgreSQL's files are cleaned then
    Rate leads_per_address;
    std::size_t max_waiting = 4096;  // requests waiting for the writer
};

struct ConfigResult {
    std::optional<Config> config;
    std::string error;  // lines that name the keys that are wrong, never a secret
};
// Keys: origins, trusted_proxies, targets [{name, kind, url | url_file, secret_file, user, from, to,
// insecure_smtp, notices, entity_type_id, abroad, fields {"name there": "one of kBriefKeys"}}],
// duty {kind, url, …} of a target without a name, allow_private_targets, public_url, inbox_url,
// admin_token_file, country, time_zone, retention_days, erase_delay_hours, purge_limit {percent, requests},
// backup_days, quiet_hours {from, until}, rate {burst, per_minute}, max_waiting. An unknown key is an error.
// Reads the files that hold secrets.
[[nodiscard]] ConfigResult config_from_json(std::string_view text);
[[nodiscard]] ConfigResult config_from_file(const std::string& path);

// What commands on this store go by, now.
[[nodiscard]] CommandContext context_of(const Config& config, const StoreLocation& store);

}  // namespace funnel::server
