// `funnel-server`: reads what the operator wants (command_line.hpp) and hands it to serve or to a command.
#include <curl/curl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "command_line.hpp"
#include "operator/admin.hpp"
#include "operator/move.hpp"
#include "store/database/database.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "system/times.hpp"

namespace funnel::server {
namespace {

constexpr int kPolite = 10;      // of a command that only reads, as nice has it
constexpr int kAnswerMs = 1000;  // a piped answer is there at once; a pipe that nobody fills must not hang us

// A reader who has gone, a full disk: what was asked for has not arrived, so the command has not succeeded.
class OutputEnded : public std::exception {};

void print(std::string_view piece) {
    if (std::fwrite(piece.data(), 1, piece.size(), stdout) != piece.size()) throw OutputEnded();
}

int show(const CommandResult& result) {
    print(result.out);
    if (std::fflush(stdout) != 0) throw OutputEnded();
    std::fwrite(result.error.data(), 1, result.error.size(), stderr);
    return result.exit_code;
}

// One line of the operator's, from the keyboard or a pipe; nothing when there is none.
std::optional<std::string> typed_line() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::isatty(STDIN_FILENO) == 0 && ::poll(&input, 1, kAnswerMs) <= 0) return std::nullopt;
    std::string line;
    for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n' && line.size() < 64;) line += c;
    if (line.empty()) return std::nullopt;
    return line;
}

// Runs commands on one store: over the running server's socket when it runs, else on the store itself.
class Shell {
public:
    Shell(const StoreLocation& location, const Config& config) : location_(location), config_(config) {}

    // Who saw people's data is written down before he has them. When that cannot be done, on a disk that is
    // full, say, he is told, and has them all the same: then above all they must be got out.
    CommandResult run(const Command& command) const {
        const auto look = look_of(command);
        const CommandResult noted = look ? done(*look) : CommandResult();
        CommandResult result = done(command);
        if (noted.exit_code != 0 && result.exit_code == 0)
            result.error += "В журнал обработки это не записано: " + noted.error;
        return result;
    }

    // A command that destroys, typed without --yes: shows what it would do and does it when the number of
    // requests is typed.
    CommandResult run_with_question(Command command) const {
        Assent& assent = *assent_of(command);
        assent.dry_run = true;
        CommandResult preview = run(command);
        if (preview.exit_code != 0) return preview;
        assent = {false, false, preview.affected};
        if (preview.affected == 0) return run(command);
        std::fwrite(preview.out.data(), 1, preview.out.size(), stdout);
        std::fputs("Чтобы стереть, введите это число: ", stdout);
        std::fflush(stdout);
        const auto line = typed_line();
        if (!line) return {64, "\n", "Ничего не стёрто: подтверждения нет. Для скриптов есть --yes.\n"};
        if (*line != std::to_string(preview.affected))
            return {1, {}, "Ничего не стёрто: это другое число.\n"};
        return run(command);
    }

private:
    CommandResult done(const Command& command) const {
        if (location_.dialect == Dialect::sqlite && only_reads(command))
            if (auto answered = read(command)) return *answered;
        if (location_.dialect == Dialect::sqlite)
            if (auto answered = ask_running_server(location_.command_socket(), command)) return *answered;
        std::string why;
        const auto* migration = std::get_if<Migrate>(&command);
        const bool creates = migration != nullptr && migration->create;
        const auto lock = WriteLock::take(
            location_, creates ? WriteLock::Missing::create : WriteLock::Missing::refuse, why);
        if (!lock) return {1, {}, why + "\n"};
        try {
            const auto database = open_database(location_, Access::read_write);
            (void)migrate(*database, wall_clock_ms());
            Store store(*database);
            // Nobody else works on an SQLite store now: a lease that is left is of a process that is gone.
            if (location_.dialect == Dialect::sqlite)
                store.in_transaction([&] { Outbox(store.database()).forget_leases(); });
            return run_command(at_once(store), context(), command);
        } catch (const StoreError& error) {
            return {1, {}, std::string(error.what()) + "\n"};
        }
    }

    CommandContext context() const {
        CommandContext context = context_of(config_, location_);
        context.print = print;
        return context;
    }

    // Beside the running server on a connection that only reads: neither its memory nor its writer is needed.
    // Nothing when the store cannot be read so: it is not there, older than this program, or was left behind
    // by a process that was killed.
    std::optional<CommandResult> read(const Command& command) const {
        std::error_code failure;
        if (std::filesystem::file_size(location_.address, failure) == 0 || failure) return std::nullopt;
        std::unique_ptr<Database> database;
        try {
            database = open_database(location_, Access::read_only);
            if (schema_version(*database) != newest_schema()) return std::nullopt;
        } catch (const StoreError&) {
            return std::nullopt;
        }
        // Whoever posts to the server beside us comes first, on a machine of one core, too.
        (void)::setpriority(PRIO_PROCESS, 0, kPolite);
        try {
            Store store(*database);
            return run_command(at_once(store), context(), command);
        } catch (const StoreError& error) {
            return CommandResult{1, {}, std::string(error.what()) + "\n"};
        }
    }

    const StoreLocation& location_;
    const Config& config_;
};

int run_on_store(const CommandLine& line, const Config& config, Command command) {
    const auto location = store_location_from(line.store);
    if (!location) return show({64, {}, "Нужно хранилище: --store sqlite:ПУТЬ или --store postgres://…\n"});
    // The running server has a folder and a configuration of its own.
    if (auto* backup = std::get_if<Backup>(&command)) backup->file = std::filesystem::absolute(backup->file);
    if (auto* purge = std::get_if<Purge>(&command); purge != nullptr && !line.config_file.empty())
        purge->retention_days = config.retention_days;
    const Shell shell(*location, config);
    const Assent* assent = assent_of(command);
    const bool asks = assent != nullptr && !assent->dry_run && !assent->yes && !assent->confirmed;
    return show(asks ? shell.run_with_question(std::move(command)) : shell.run(command));
}

int run(const std::vector<std::string>& words) {
    CommandLine line = command_line_from(words);
    if (const auto* answer = std::get_if<CommandResult>(&line.order)) return show(*answer);
    if (const auto* move = std::get_if<MoveLeads>(&line.order))
        return show(move_command(move->from, move->to, wall_clock_ms()));
    if (const auto* setup = std::get_if<Setup>(&line.order))
        return show(run_setup(*setup, {line.store, line.config_file}));
    Config config;
    if (!line.config_file.empty()) {
        auto result = config_from_file(line.config_file);
        if (!result.config) return show({1, {}, result.error + "\n"});
        config = std::move(*result.config);
    }
    if (auto* options = std::get_if<ServeOptions>(&line.order)) {
        options->config = std::move(config);
        return serve(*options);
    }
    return run_on_store(line, config, std::get<Command>(line.order));
}

}  // namespace
}  // namespace funnel::server

int main(int argc, char** argv) {
    // A client that has gone away is an error of one write, a file at its size limit one failed commit: not
    // the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int code = 1;
    try {
        code = funnel::server::run({argv + 1, argv + argc});
    } catch (const funnel::server::OutputEnded&) {
        std::fputs("Вывод прерван: его не дочитали, или на диске нет места.\n", stderr);
    }
    curl_global_cleanup();
    return code;
}
