#include "workbench/document/document.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace funnel::workbench {

History::History(Document first) {
    assert(first.active < kSlots && first.slot[first.active] != nullptr);
    states_.push_back({std::move(first), 0});
}

void History::push(Document document, Gesture gesture) {
    ++revision_;
    const bool same_gesture =
        gesture != 0 && at_ > 0 && at_ + 1 == states_.size() && states_[at_].gesture == gesture;
    if (same_gesture) {
        states_[at_].document = std::move(document);
        return;
    }
    states_.resize(at_ + 1, State{});
    states_.push_back({std::move(document), gesture});
    ++at_;
}

void History::edit(Scenario scenario, Gesture gesture) {
    if (scenario == now().scenario()) return;
    Document next = now();
    next.slot[next.active] = std::make_shared<const Scenario>(std::move(scenario));
    push(std::move(next), gesture);
}

void History::choose(std::size_t slot) {
    if (slot >= kSlots || now().slot[slot] == nullptr || slot == now().active) return;
    Document next = now();
    next.active = slot;
    push(std::move(next), 0);
}

void History::put(std::size_t slot, std::optional<Scenario> scenario) {
    if (slot >= kSlots) return;
    Document next = now();
    if (scenario) {
        next.slot[slot] = std::make_shared<const Scenario>(*std::move(scenario));
        next.active = slot;
    } else {
        next.slot[slot].reset();
        if (next.active == slot) {
            const auto other =
                std::find_if(next.slot.begin(), next.slot.end(), [](const auto& s) { return s != nullptr; });
            if (other == next.slot.end()) return;
            next.active = static_cast<std::size_t>(other - next.slot.begin());
        }
    }
    push(std::move(next), 0);
}

void History::replace(Document document) {
    if (document.active >= kSlots || document.slot[document.active] == nullptr) return;
    push(std::move(document), 0);
}

void History::undo() {
    if (!can_undo()) return;
    --at_;
    ++revision_;
}

void History::redo() {
    if (!can_redo()) return;
    ++at_;
    ++revision_;
}

}  // namespace funnel::workbench
