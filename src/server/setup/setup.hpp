// What an operator does before the first request and when something is wrong: settings made and checked,
// receivers tried, the machine looked over. Works beside a running server and without one; changes nothing
// but what `init` writes.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "config.hpp"
#include "operator/commands.hpp"

namespace CLI {
class App;
}

namespace funnel::server {

// outbox test: a marked request to one receiver.
struct TestTarget {
    std::string target;
};
// check-config: reads the settings and the files they name.
struct CheckConfig {
    std::string file;     // "": that of --config
    bool schema = false;  // print the JSON schema instead
};
// doctor: everything a server needs, one line each.
struct Doctor {
    std::string site;     // folder of the built site
    std::string backups;  // folder of the copies; "": not looked at
    std::string listen;   // where the server should answer; "": not looked at
    std::string nginx = "/etc/nginx/sites-enabled/funnel.conf";
};
// init: the first settings. What is empty is asked for where somebody can answer.
struct Init {
    std::string folder = "/etc/funnel";
    std::string account = "funnel";  // whose group may read the settings
    std::string brand, owner, inn, ogrn, address, email, phone;
    std::string url, inbox_url, time_zone;
    std::string target;         // kind of the first receiver; "": none
    std::string target_url;     // its address
    std::string target_secret;  // a file with its key; copied
    std::string target_from, target_to;
    std::string first_operator;
    bool quiet = false;  // asks nothing
    bool replace = false;
};
using Setup = std::variant<TestTarget, CheckConfig, Doctor, Init>;

// The words of these commands. Lives as long as the App.
class SetupWords {
public:
    void describe(CLI::App& app, CLI::App& outbox);
    // What was asked for; nothing when it was another command.
    [[nodiscard]] std::optional<Setup> order() const;

private:
    TestTarget test_;
    CheckConfig check_;
    Doctor doctor_;
    Init init_;
    CLI::App* test_command_ = nullptr;
    CLI::App* check_command_ = nullptr;
    CLI::App* doctor_command_ = nullptr;
    CLI::App* init_command_ = nullptr;
};

// Beside the command: --store and --config.
struct SetupPlace {
    std::string store;
    std::string config_file;
};
[[nodiscard]] CommandResult run_setup(const Setup& setup, const SetupPlace& place);

[[nodiscard]] CommandResult run_doctor(const Doctor& doctor, const SetupPlace& place);
[[nodiscard]] CommandResult run_init(Init init);
// JSON Schema (draft 2020-12) of config.json.
[[nodiscard]] std::string config_schema();

}  // namespace funnel::server
