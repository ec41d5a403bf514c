// What the consultant works on: up to three scenarios A, B, C, one of them in hand; and every state it has
// been in, without limit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::workbench {

inline constexpr std::size_t kSlots = 3;
inline constexpr std::array<std::string_view, kSlots> kSlotName{"A", "B", "C"};

// Scenarios are immutable and shared between states, so a state costs three pointers.
struct Document {
    std::array<std::shared_ptr<const Scenario>, kSlots> slot;  // the active one is never empty
    std::size_t active = 0;
    [[nodiscard]] const Scenario& scenario() const { return *slot[active]; }
};

// A drag is one step to undo however many edits it made: edits of one gesture replace each other. 0 = a
// gesture of its own.
using Gesture = std::uint64_t;

class History {
public:
    // Precondition: the active slot is not empty.
    explicit History(Document first);

    [[nodiscard]] const Document& now() const { return states_[at_].document; }
    // Counts changes of `now()`; never repeats.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    // Replaces the scenario in hand. Does nothing when it is the same.
    void edit(Scenario scenario, Gesture gesture);
    // Takes another slot in hand; an empty one changes nothing. Undone like an edit.
    void choose(std::size_t slot);
    // Puts a scenario (or nothing) into a slot and takes it in hand; the only scenario left cannot be
    // removed.
    void put(std::size_t slot, std::optional<Scenario> scenario);
    // Another document altogether (a file, a link); can be undone.
    void replace(Document document);

    [[nodiscard]] bool can_undo() const { return at_ > 0; }
    [[nodiscard]] bool can_redo() const { return at_ + 1 < states_.size(); }
    void undo();
    void redo();
    [[nodiscard]] std::size_t steps() const { return states_.size(); }

private:
    struct State {
        Document document;
        Gesture gesture = 0;
    };
    void push(Document document, Gesture gesture);

    std::vector<State> states_;
    std::size_t at_ = 0;
    std::uint64_t revision_ = 1;
};

}  // namespace funnel::workbench
