// What notes about a pasted table are called and how they read.
#include <array>
#include <cstddef>
#include <string>

#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "core/text/paste.hpp"

namespace funnel::text {

namespace {

const Sentence& sentence_of(const PasteNote& note) {
    namespace say = sentences::paste;
    constexpr std::array<const Sentence*, 20> kSentences{
        &say::merged,        &say::columns_swapped, &say::empty_is_zero,     &say::no_name,
        &say::shares,        &say::column_ignored,  &say::first_is_entered,  &say::before_header,
        &say::total_row,     &say::no_numbers,      &say::bad_number,        &say::above_leads,
        &say::above_entered, &say::out_of_range,    &say::too_many,          &say::repeated_stage,
        &say::empty,         &say::no_column,       &say::looks_like_stages, &say::looks_like_managers};
    if (note.code == PasteCode::total_row && note.text.empty()) return say::total_row_unnamed;
    return *kSentences[static_cast<std::size_t>(note.code)];
}

}  // namespace

std::string_view code_of(PasteCode code) {
    return sentence_of({code, 0, ""}).code;
}

PasteWeight weight_of(PasteCode code) {
    if (code < PasteCode::before_header) return PasteWeight::decision;
    return code < PasteCode::empty ? PasteWeight::left_out : PasteWeight::nothing_taken;
}

std::string told(const PasteNote& note) {
    return filled(sentence_of(note), {{"row", std::to_string(note.row)}, {"text", note.text}});
}

}  // namespace funnel::text
