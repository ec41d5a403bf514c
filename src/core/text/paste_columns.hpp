// Which column of a pasted table holds what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/paste.hpp"
#include "core/text/pasted_cells.hpp"

namespace funnel::text {

enum class ColumnRole : std::uint8_t { ignored, name, first_count, second_count, conversion, target };

struct PastedColumns {
    std::vector<ColumnRole> roles;
    std::optional<std::size_t> header;  // index of the row of names; absent when there is none
    bool swapped = false;               // without names: the smaller numbers come first

    // The first column of this role.
    [[nodiscard]] std::optional<std::size_t> of(ColumnRole role) const;
};

// `first_count` is leads or entered, `second_count` sales or passed.
[[nodiscard]] PastedColumns columns_of(const std::vector<PastedRow>& rows, PasteKind expected);

// Which kind of table the names of columns, or the names in its rows, speak of; nothing when they do not say.
[[nodiscard]] std::optional<PasteKind> spoken_kind(const std::vector<PastedRow>& rows,
                                                   const PastedColumns& columns);

// Whether a row is a sum of the others: «Итого», «Всего по отделу», «Средняя».
[[nodiscard]] bool is_total(const std::string& name);

}  // namespace funnel::text
