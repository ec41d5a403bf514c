// How the record of work is read and chained: of the store's own files (work.cpp, inbox_rows.cpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/inbox/work.hpp"

namespace funnel::server {

class Row;

#define WORK_COLUMNS                                                                                    \
    "coalesce(w.version, 0), coalesce(w.status, 'new'), coalesce(w.lost_reason, ''), coalesce(w.step, " \
    "''), coalesce(w.step_ms, 0), coalesce(w.responsible, 0), coalesce(w.note, ''), "                   \
    "coalesce(w.first_ms, 0), coalesce(w.last_ms, 0), coalesce(w.closed_ms, 0)"

// From WORK_COLUMNS that begin at column `first`.
[[nodiscard]] WorkState work_state_from(const Row& row, std::size_t first);

[[nodiscard]] std::string detail_hash_of(std::string_view salt, std::string_view detail);
[[nodiscard]] std::string hash_of(const WorkEvent& event, const std::string& detail_hash,
                                  const std::string& previous);

}  // namespace funnel::server
