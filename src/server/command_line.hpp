// The words after `funnel-server`: one description of every command, its options and its help. A word that is
// not in it, or a value that is not of its kind, changes nothing and ends with code 64 and one line.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "operator/command.hpp"
#include "operator/commands.hpp"
#include "serve.hpp"
#include "setup/setup.hpp"

namespace funnel::server {

// leads move: from one kind of store to the other.
struct MoveLeads {
    std::string from;
    std::string to;
};

// What is wanted; a CommandResult is an answer already: help, version, or what is wrong with the words.
using Order = std::variant<ServeOptions, Command, MoveLeads, Setup, CommandResult>;

struct CommandLine {
    std::string store;        // "sqlite:PATH", "postgres://…"; may be empty
    std::string config_file;  // "": none named
    Order order;
};

// `words` without the program's name. --store and --config are honoured wherever they stand, and read from
// FUNNEL_STORE and FUNNEL_CONFIG when they do not.
[[nodiscard]] CommandLine command_line_from(const std::vector<std::string>& words);

// What a running server is asked through its socket: commands only.
[[nodiscard]] std::variant<Command, CommandResult> command_from(const std::vector<std::string>& words);

}  // namespace funnel::server
