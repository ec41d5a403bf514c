#include "workbench/document/document.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "workbench/document/changes.hpp"
#include "workbench/document/edits.hpp"

namespace funnel::workbench {
namespace {

using Kept = std::shared_ptr<const Scenario>;

Kept kept(Scenario scenario) {
    return std::make_shared<const Scenario>(std::move(scenario));
}

std::string numbered(std::size_t count) {
    return "Вариант " + std::to_string(count);
}

// What a copy is called by what differs from where it came from; absent when nothing does.
std::optional<std::string> name_from_changes(const Document& document, const Variant& variant) {
    const std::size_t from = index_of(document, variant.from);
    if (from == document.variants.size()) return std::nullopt;
    const Scenario& origin = *document.variants[from].scenario;
    std::string name = name_of(changes(origin, *variant.scenario, Changed::now));
    if (name.empty()) name = name_of(changes(origin, *variant.scenario));
    if (name.empty()) return std::nullopt;
    return name;
}

std::string quoted(std::string_view name) {
    return "«" + std::string(name) + "»";
}

std::string what_changed(const Scenario& before, const Scenario& after) {
    const std::string words = name_of(changes(before, after));
    return words.empty() ? "правку" : words;
}

}  // namespace

Document document_of(Scenario scenario, std::string name) {
    Document document;
    document.variants.push_back({1, std::move(name), false, 0, kept(std::move(scenario))});
    return document;
}

std::size_t index_of(const Document& document, VariantId id) {
    const auto at = std::find_if(document.variants.begin(), document.variants.end(),
                                 [id](const Variant& v) { return id != 0 && v.id == id; });
    return static_cast<std::size_t>(at - document.variants.begin());
}

char letter_of(std::size_t index) {
    return static_cast<char>('A' + index);
}

History::History(Document first) {
    assert(first.active < first.variants.size());
    for (const Variant& variant : first.variants) last_id_ = std::max(last_id_, variant.id);
    states_.push_back({std::move(first), 0, ""});
}

void History::push(Document document, std::string what, Gesture gesture) {
    ++revision_;
    if (is_going_on(gesture)) {
        states_[at_].document = std::move(document);
        states_[at_].what = std::move(what);
        return;
    }
    states_.resize(at_ + 1, State{});
    states_.push_back({std::move(document), gesture, std::move(what)});
    ++at_;
}

void History::edit(Scenario scenario, Gesture gesture) {
    if (scenario == now().scenario()) return;
    // Back to where it began: nothing was done.
    if (scenario == before(gesture).scenario()) return abandon(gesture);
    Document next = now();
    std::string what = what_changed(before(gesture).scenario(), scenario);
    if (next.frozen()) {
        if (next.variants.size() >= kMaxVariants) return;
        next.variants.push_back(
            {fresh_id(), numbered(next.variants.size() + 1), false, next.baseline, nullptr});
        next.active = next.variants.size() - 1;
    }
    Variant& variant = next.variants[next.active];
    variant.scenario = kept(std::move(scenario));
    if (!variant.named) variant.name = name_from_changes(next, variant).value_or(variant.name);
    push(std::move(next), std::move(what), gesture);
}

void History::abandon(Gesture gesture) {
    if (!is_going_on(gesture)) return;
    states_.pop_back();
    --at_;
    ++revision_;
}

void History::choose(std::size_t index) {
    Document& document = states_[at_].document;
    if (index >= document.variants.size() || index == document.active) return;
    document.active = index;
    states_[at_].gesture = 0;
    ++revision_;
}

bool History::duplicate() {
    if (now().variants.size() >= kMaxVariants) return false;
    Document next = now();
    const Variant copied = next.variant();
    const std::string name = numbered(next.variants.size() + 1);
    next.variants.push_back({fresh_id(), name, false, copied.id, copied.scenario});
    next.active = next.variants.size() - 1;
    push(std::move(next), "новый вариант " + quoted(name));
    return true;
}

bool History::add(Scenario scenario, std::string name) {
    if (now().variants.size() >= kMaxVariants) return false;
    Document next = now();
    next.variants.push_back(
        {fresh_id(), std::move(name), false, next.variant().id, kept(std::move(scenario))});
    next.active = next.variants.size() - 1;
    Variant& variant = next.variants.back();
    if (variant.name.empty()) {
        variant.name = name_from_changes(next, variant).value_or(numbered(next.variants.size()));
    }
    std::string what = "новый вариант " + quoted(variant.name);
    push(std::move(next), std::move(what));
    return true;
}

void History::remove(std::size_t index) {
    if (index >= now().variants.size() || now().variants.size() == 1) return;
    Document next = now();
    const Variant gone = next.variants[index];
    next.variants.erase(next.variants.begin() + static_cast<std::ptrdiff_t>(index));
    if (next.active > index || next.active == next.variants.size()) --next.active;
    if (next.baseline == gone.id) next.baseline = 0;
    push(std::move(next), "удаление варианта " + quoted(gone.name));
}

void History::rename(std::size_t index, std::string_view name, Gesture gesture) {
    const std::string clean = cleaned_name(name);
    if (index >= now().variants.size() || clean.empty() || now().variants[index].name == clean) return;
    Document next = now();
    next.variants[index].name = clean;
    next.variants[index].named = true;
    push(std::move(next), "название " + quoted(clean), gesture);
}

void History::move(Move move) {
    const std::size_t size = now().variants.size();
    if (move.from >= size || move.to >= size || move.from == move.to) return;
    Document next = now();
    const VariantId held = next.variant().id;
    const auto at = [&](std::size_t i) { return next.variants.begin() + static_cast<std::ptrdiff_t>(i); };
    if (move.from < move.to) std::rotate(at(move.from), at(move.from + 1), at(move.to + 1));
    if (move.to < move.from) std::rotate(at(move.to), at(move.from), at(move.from + 1));
    next.active = index_of(next, held);
    push(std::move(next), "перестановку вариантов");
}

void History::freeze(VariantId id) {
    if (now().baseline == id || (id != 0 && index_of(now(), id) == now().variants.size())) return;
    Document next = now();
    next.baseline = id;
    push(std::move(next), "точку отсчёта");
}

void History::title(std::string_view title, Gesture gesture) {
    Document next = now();
    bool changed = false;
    for (Variant& variant : next.variants) {
        Scenario renamed = with_title(*variant.scenario, title);
        if (renamed == *variant.scenario) continue;
        changed = true;
        variant.scenario = kept(std::move(renamed));
    }
    if (changed) push(std::move(next), "имя клиента", gesture);
}

void History::replace(Document document, std::string_view what) {
    if (document.active >= document.variants.size()) return;
    last_id_ = 0;
    for (const Variant& variant : document.variants) last_id_ = std::max(last_id_, variant.id);
    push(std::move(document), std::string(what));
}

void History::begin(Document document) {
    replace(std::move(document), "");
    states_.erase(states_.begin(), states_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
}

std::string_view History::undoes() const {
    return can_undo() ? std::string_view(states_[at_].what) : std::string_view();
}

std::string_view History::redoes() const {
    return can_redo() ? std::string_view(states_[at_ + 1].what) : std::string_view();
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
