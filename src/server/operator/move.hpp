// `leads move`: the move of a store (store/move.hpp) with its account in Russian.
#pragma once

#include <string>
#include <string_view>

#include "operator/commands.hpp"

namespace funnel::server {

// Exit codes of `leads move` beside those of every command (0 moved and verified, 64 bad command line):
inline constexpr int kNotMoved = 1;     // the target is as it was
inline constexpr int kStoreInUse = 75;  // a server works on one of the two: stop it and repeat

// `from` and `to` as typed: sqlite:PATH, postgres://…
[[nodiscard]] CommandResult move_command(const std::string& from, const std::string& to, std::int64_t now_ms);

// A store as it may be shown: without the password of its URL.
[[nodiscard]] std::string shown_store(std::string_view store);

}  // namespace funnel::server
