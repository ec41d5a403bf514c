// What the consultant works on: variants of one scenario, each with a name, one of them in hand, one perhaps
// frozen as the point everything is compared with; and every state it has been in, without limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario.hpp"

namespace funnel::workbench {

inline constexpr std::size_t kMaxVariants = 12;

// Never used twice in one document; 0 = none.
using VariantId = std::uint32_t;

// Scenarios are immutable and shared between states, so a state costs a few pointers and names.
struct Variant {
    VariantId id = 0;
    std::string name;  // "Как есть"; for a copy nobody has named: what was changed, "Чек 100 тыс."
    bool named = false;  // the person's own name: stays whatever changes
    VariantId from = 0;  // what it was copied from; 0 = the first, or opened as it is
    std::shared_ptr<const Scenario> scenario;
};

struct Document {
    std::vector<Variant> variants;  // 1..kMaxVariants
    std::size_t active = 0;
    VariantId baseline = 0;  // frozen: an edit of it begins a new variant
    [[nodiscard]] const Variant& variant() const { return variants[active]; }
    [[nodiscard]] const Scenario& scenario() const { return *variants[active].scenario; }
    [[nodiscard]] bool frozen() const { return baseline != 0 && variant().id == baseline; }
};
[[nodiscard]] Document document_of(Scenario scenario, std::string name);
// Its place in the list; the list's size when there is none.
[[nodiscard]] std::size_t index_of(const Document& document, VariantId id);
// The letter people and commands call a variant by: A, B, C… by its place.
[[nodiscard]] char letter_of(std::size_t index);

struct Move {
    std::size_t from = 0;
    std::size_t to = 0;
};

// What one drag or one number being typed changes is one step to undo however many edits it made: edits of
// one gesture replace each other. 0 = a gesture of its own.
using Gesture = std::uint64_t;

class History {
public:
    // Precondition: the document has a variant.
    explicit History(Document first);

    [[nodiscard]] const Document& now() const { return states_[at_].document; }
    // What the gesture going on began with: its edits replace each other, so each is made of this.
    [[nodiscard]] const Document& before(Gesture gesture) const {
        return is_going_on(gesture) ? states_[at_ - 1].document : now();
    }
    // Counts changes of `now()`; never repeats.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    // Replaces the scenario in hand; on the frozen baseline this begins a new variant (nothing happens when
    // there is no room for one). Does nothing when it is the same.
    void edit(Scenario scenario, Gesture gesture = 0);
    // Gives a gesture up: everything is as before it, if it was the last.
    void abandon(Gesture gesture);
    // Takes another variant in hand. Not a step to undo.
    void choose(std::size_t index);
    // A copy of the variant in hand behind the last one, taken in hand; false when the list is full.
    bool duplicate();
    // A scenario of its own, compared with the one in hand; false when the list is full.
    bool add(Scenario scenario, std::string name);
    void remove(std::size_t index);  // the only one stays
    void rename(std::size_t index, std::string_view name,
                Gesture gesture = 0);  // an empty name changes nothing
    void move(Move move);
    void freeze(VariantId id);                                // 0 = none
    void title(std::string_view title, Gesture gesture = 0);  // of every variant: whose numbers these are
    // Another document altogether (a file, a link); can be undone.
    void replace(Document document, std::string_view what);
    // Another call: what was done before it is not undone in it.
    void begin(Document document);

    [[nodiscard]] bool can_undo() const { return at_ > 0; }
    [[nodiscard]] bool can_redo() const { return at_ + 1 < states_.size(); }
    // What the next undo takes back, in words: "чек 100 тыс.", "удаление варианта «Чек 100»"; empty =
    // nothing.
    [[nodiscard]] std::string_view undoes() const;
    [[nodiscard]] std::string_view redoes() const;
    void undo();
    void redo();
    [[nodiscard]] std::size_t steps() const { return states_.size(); }

private:
    struct State {
        Document document;
        Gesture gesture = 0;
        std::string what;
    };
    void push(Document document, std::string what, Gesture gesture = 0);
    [[nodiscard]] bool is_going_on(Gesture gesture) const {
        return gesture != 0 && at_ > 0 && at_ + 1 == states_.size() && states_[at_].gesture == gesture;
    }
    VariantId fresh_id() { return ++last_id_; }

    std::vector<State> states_;
    std::size_t at_ = 0;
    std::uint64_t revision_ = 1;
    VariantId last_id_ = 0;
};

}  // namespace funnel::workbench
