#include "core/json/paste_json.hpp"

#include <array>
#include <cstddef>
#include <string_view>

#include "core/json/json_writer.hpp"
#include "core/json/stage_json.hpp"

namespace funnel {

namespace {

constexpr std::array<std::string_view, 3> kWeights{"decision", "left_out", "nothing_taken"};

void write(codec::JsonWriter& json, const text::PasteNote& note) {
    json.begin_object();
    json.field("code", text::code_of(note.code))
        .field("weight", kWeights[static_cast<std::size_t>(text::weight_of(note.code))])
        .field("row", static_cast<std::int64_t>(note.row))
        .field("text", note.text)
        .field("message", text::told(note));
    json.end_object();
}

}  // namespace

std::string pasted_to_json(const text::PastedTable& table) {
    codec::JsonWriter json;
    json.begin_object();
    json.field("kind", table.kind == text::PasteKind::managers ? "managers" : "stages");
    json.key("managers").begin_array();
    for (const RosterEntry& entry : table.managers) {
        json.begin_object();
        json.field("name", entry.name).field("leads", entry.leads).field("sales", entry.sales);
        json.end_object();
    }
    json.end_array();
    json.key("stages").begin_array();
    for (const Stage& stage : table.stages) write(json, stage);
    json.end_array();
    json.field("leads", table.leads);
    json.key("notes").begin_array();
    for (const text::PasteNote& note : table.notes) write(json, note);
    json.end_array();
    json.end_object();
    return json.take();
}

}  // namespace funnel
