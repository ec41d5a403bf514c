#include <algorithm>

#include "core/json/deals_json.hpp"
#include "core/json/deals_writing.hpp"

namespace funnel {

namespace {

using codec::JsonWriter;
using codec::number;
using namespace deals;

void write_columns(JsonWriter& json, const RowStore& store, const Proposal& proposal) {
    json.begin_array();
    for (std::size_t c = 0; c < store.table.columns.size(); ++c) {
        json.begin_object();
        json.field("name", store.table.columns[c]);
        json.key("role");
        std::size_t role = 0;
        while (role < kRoles && std::find(store.columns[role].begin(), store.columns[role].end(), c) ==
                                    store.columns[role].end())
            ++role;
        if (role < kRoles)
            json.value(deals::name_of(static_cast<Role>(role)));
        else
            json.null();
        json.key("sure");
        if (role < kRoles)
            json.value(deals::name_of(proposal.sure[role]));
        else
            json.null();
        json.key("sample").begin_array();
        for (const auto& row : store.preview) json.value(c < row.size() ? row[c] : std::string());
        json.end_array();
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string proposal_to_json(const DealsReader& reader) {
    return proposal_to_json(reader, reader.proposal());
}

std::string proposal_to_json(const DealsReader& reader, const Proposal& proposal) {
    const RowStore& store = reader.store();
    JsonWriter json;
    json.begin_object();
    codec::write_mapping_fields(json, proposal.mapping);
    json.key("proposal").begin_object();
    codec::write_table(json.key("table"), reader);
    write_columns(json.key("columns"), store, proposal);
    json.key("texts").begin_array();
    for (const Proposal::Text& text : proposal.texts) {
        json.begin_object();
        json.field("text", text.text)
            .field("count", number(text.count))
            .field("role", deals::name_of(text.role));
        codec::write(json.key("means"), text.meaning);
        json.field("sure", deals::name_of(text.sure));
        json.end_object();
    }
    json.end_array();
    json.key("reasons").begin_array();
    for (std::uint32_t i = 1; i < store.reason_texts.size() && i < store.reason_counts.size(); ++i) {
        json.begin_object();
        json.field("text", store.reason_texts.text(i)).field("count", number(store.reason_counts[i]));
        json.end_object();
    }
    json.end_array();
    json.key("undecided").begin_array();
    for (const Issue& question : proposal.undecided) {
        json.begin_object();
        codec::write_fields(json, question);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.end_object();
    return json.take();
}

}  // namespace funnel
