// Which deal came first with a key: an id, a contact. An open-addressing table of places of deals.
#pragma once

#include <cstdint>
#include <vector>

#include "core/deals/deals.hpp"

namespace funnel::deals {

class FirstDeals {
public:
    explicit FirstDeals(std::size_t deals) {
        std::size_t slots = 64;
        while (slots < deals * 2) slots *= 2;
        slots_.assign(slots, 0);
    }
    // The place of the deal that came first with this key, or `place` when it is the first. `keys` are of
    // rows; 0 is no key.
    std::uint32_t first_or(std::uint64_t key, std::uint32_t place, const std::vector<Deal>& deals,
                           const std::vector<std::uint64_t>& keys) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t slot = (key ^ key >> 32U) & mask;
        while (slots_[slot] != 0) {
            if (keys[deals[slots_[slot] - 1].row] == key) return slots_[slot] - 1;
            slot = (slot + 1) & mask;
        }
        slots_[slot] = place + 1;
        return place;
    }

private:
    std::vector<std::uint32_t> slots_;
};

}  // namespace funnel::deals
