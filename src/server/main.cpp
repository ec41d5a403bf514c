// `funnel-server`: the command line. Reads what the operator wants and hands it to serve or to a command.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "operator/admin.hpp"
#include "operator/commands.hpp"
#include "operator/move.hpp"
#include "serve.hpp"
#include "store/database/location.hpp"
#include "store/migrations.hpp"
#include "system/times.hpp"

namespace funnel::server {
namespace {

int show(const CommandResult& result) {
    std::fwrite(result.out.data(), 1, result.out.size(), stdout);
    std::fwrite(result.error.data(), 1, result.error.size(), stderr);
    return result.exit_code;
}

// Over the running server's socket when it runs, else on the store itself.
int command(const std::string& store_text, const Config& config, const std::vector<std::string>& arguments) {
    const auto location = store_location_from(store_text);
    if (!location) return show({64, {}, "--store must be sqlite:PATH or postgres://…\n"});
    if (location->dialect == Dialect::sqlite)
        if (const auto answered = ask_running_server(location->command_socket(), arguments))
            return show(*answered);
    std::string why;
    const auto lock = WriteLock::take(*location, why);
    if (!lock) return show({1, {}, why + "\n"});
    try {
        const auto database = open_database(*location, Access::read_write);
        (void)migrate(*database, wall_clock_ms());
        Store store(*database);
        return show(run_command(
            store, {wall_clock_ms(), config.retention_days * std::int64_t{86'400'000}, location->address},
            arguments));
    } catch (const StoreError& error) {
        return show({1, {}, std::string(error.what()) + "\n"});
    }
}

struct CommandLine {
    ServeOptions serve;
    std::string config_file;
    std::string durability = "full";
    std::vector<std::string> rest;  // of a command
};

void describe_serve(CLI::App& app, CommandLine& line) {
    auto* serve = app.add_subcommand("serve", "Serve the site and take requests");
    ServeOptions& options = line.serve;
    serve->add_option("--site", options.site, "Folder of the built site")->required()->envname("FUNNEL_SITE");
    serve->add_option("--listen", options.listen, "ADDRESS:PORT or unix:PATH")->envname("FUNNEL_LISTEN");
    serve
        ->add_option("--admin", options.admin,
                     "ADDRESS:PORT of metrics and leads for the operator's programs")
        ->envname("FUNNEL_ADMIN");
    serve->add_flag("--demo", options.demo, "Let an incomplete operator identity through, on loopback only");
    serve->add_option("--log-level", options.log_level, "debug, info, warning or error")
        ->envname("FUNNEL_LOG_LEVEL");
    serve
        ->add_option("--durability", line.durability,
                     "full, or normal (loses requests in a power cut: for tests)")
        ->check(CLI::IsMember({"full", "normal"}));
}

int run(int argc, char** argv) {
    CLI::App app{"The site and its lead endpoint"};
    app.require_subcommand(1);
    app.fallthrough();
    CommandLine line;
    app.add_option("--store", line.serve.store, "sqlite:PATH or postgres://…")->envname("FUNNEL_STORE");
    app.add_option("--config", line.config_file, "JSON file: targets, limits, retention")
        ->envname("FUNNEL_CONFIG");
    describe_serve(app, line);
    const std::pair<const char*, const char*> commands[] = {
        {"leads",
         "list [--after ID] [--limit N] | show ID | export --csv|--jsonl | move --from STORE --to STORE"},
        {"erase", "ID | --phone TEXT: remove a person everywhere"},
        {"purge", "Erase what is withdrawn or older than the retention period"},
        {"outbox", "list [--all] | retry ID"},
        {"check", "Integrity, hash chain, orphans; --head: also the end of the chain, to be noted elsewhere"},
        {"backup", "FILE: copy a running SQLite store"},
        {"documents", "Consent texts the store knows"},
        {"migrate", "Bring the schema up to date and say its version"}};
    for (const auto& [name, help] : commands)
        app.add_subcommand(name, help)->prefix_command()->fallthrough(false);
    // A command's own words follow its name as they are; options for all of them stand before it.
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 64;
    }
    if (!line.config_file.empty()) {
        auto result = config_from_file(line.config_file);
        if (!result.config) return show({1, {}, result.error + "\n"});
        line.serve.config = std::move(*result.config);
    }
    line.serve.durability = line.durability == "normal" ? Durability::normal : Durability::full;
    if (app.got_subcommand("serve")) return serve(line.serve);
    const CLI::App* chosen = app.get_subcommands().front();
    std::vector<std::string> arguments{chosen->get_name()};
    for (const std::string& word : chosen->remaining()) arguments.push_back(word);
    if (arguments.size() > 1 && arguments[0] == "leads" && arguments[1] == "move")
        return show(move_command(arguments, wall_clock_ms()));
    // `--store` and `--config` may also stand after the command's name.
    for (auto i = arguments.begin(); i != arguments.end();) {
        const bool store = *i == "--store";
        if ((!store && *i != "--config") || i + 1 == arguments.end()) {
            ++i;
            continue;
        }
        if (store) line.serve.store = *(i + 1);
        i = arguments.erase(i, i + 2);
    }
    return command(line.serve.store, line.serve.config, arguments);
}

}  // namespace
}  // namespace funnel::server

int main(int argc, char** argv) {
    // A client that has gone away is an error of one write, a file at its size limit one failed commit: not
    // the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const int code = funnel::server::run(argc, argv);
    curl_global_cleanup();
    return code;
}
