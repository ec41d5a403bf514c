#include "core/json/first_link.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/json/json_writer.hpp"
#include "core/json/link_json.hpp"
#include "core/link.hpp"

namespace funnel::codec {

// The order of the numbers in links of version 1; not that of StageKind.
static constexpr std::array kFirstKinds{StageKind::other,   StageKind::contact, StageKind::qualification,
                                        StageKind::meeting, StageKind::offer,   StageKind::payment};

namespace {

void write_tree(JsonWriter& out, const Json& value) {
    if (value.is_object()) {
        out.begin_object();
        for (const auto& [key, inner] : value.items()) {
            out.key(key);
            write_tree(out, inner);
        }
        out.end_object();
    } else if (value.is_array()) {
        out.begin_array();
        for (const Json& inner : value) write_tree(out, inner);
        out.end_array();
    } else if (value.is_string()) {
        out.value(value.get_ref<const std::string&>());
    } else if (value.is_number_integer()) {
        out.value(value.get<std::int64_t>());
    } else if (value.is_number()) {
        out.value(value.get<double>());
    } else if (value.is_boolean()) {
        out.value(value.get<bool>());
    } else {
        out.null();
    }
}

// [id, name, kind, conversion or [passed, entered], target?, source?] as a stage of a document.
void write_first_stage(JsonWriter& out, const Json& packed) {
    const Json nothing;
    const auto at = [&](std::size_t i) -> const Json& {
        return packed.is_array() && i < packed.size() ? packed[i] : nothing;
    };
    out.begin_object();
    write_tree(out.key("id"), at(0));
    write_tree(out.key("name"), at(1));
    const bool known = at(2).is_number_unsigned() && at(2).get<std::size_t>() < kFirstKinds.size();
    out.field("kind", name_of(known ? kFirstKinds[at(2).get<std::size_t>()] : StageKind::other));
    if (at(3).is_array() && at(3).size() == 2) {
        out.key("observed").begin_object();
        write_tree(out.key("passed"), at(3)[0]);
        write_tree(out.key("entered"), at(3)[1]);
        out.end_object();
    } else {
        write_tree(out.key("conversion"), at(3));
    }
    if (!at(4).is_null()) write_tree(out.key("target_conversion"), at(4));
    if (!at(5).is_null()) write_tree(out.key("source"), at(5));
    out.end_object();
}

// An empty name was left out of a link: it is put back.
void write_first_roster(JsonWriter& out, const Json& roster) {
    out.begin_array();
    for (const Json& entry : roster) {
        if (!entry.is_object()) {
            write_tree(out, entry);
            continue;
        }
        out.begin_object();
        if (!entry.contains("name")) out.field("name", "");
        for (const auto& [key, value] : entry.items()) write_tree(out.key(key), value);
        out.end_object();
    }
    out.end_array();
}

}  // namespace

std::optional<std::string> document_from_first_link(std::string_view payload) {
    const Document packed = parse_document(payload);
    const Json& root = packed.root;
    if (!packed.readable || !root.is_array() || root.size() < 4 || !root[3].is_array()) return std::nullopt;
    JsonWriter out;
    out.begin_object();
    out.field("format", "funnel-scenario").field("version", 1);
    write_tree(out.key("managers"), root[0]);
    write_tree(out.key("leads_per_month"), root[1]);
    write_tree(out.key("average_check"), root[2]);
    out.key("stages").begin_array();
    for (const Json& stage : root[3]) write_first_stage(out, stage);
    out.end_array();
    if (root.size() > 4 && root[4].is_object()) {
        for (const auto& [key, value] : root[4].items()) {
            if (key == "roster" && value.is_array()) {
                write_first_roster(out.key(key), value);
            } else {
                write_tree(out.key(key), value);
            }
        }
    }
    out.end_object();
    return out.take();
}

std::string text_of(const Json& tree) {
    JsonWriter out;
    write_tree(out, tree);
    return out.take();
}

}  // namespace funnel::codec

namespace funnel {

namespace {

// JavaScript's text of a number: digits of the shortest decimal, an exponent only below 1e-6 and from 1e21.
std::string script_number(double value) {
    std::string digits = codec::digits_of(value);
    int exponent = 0;
    if (const std::size_t e = digits.find('e'); e != std::string::npos) {
        const bool negative = digits[e + 1] == '-';
        for (std::size_t i = e + 1; i < digits.size(); ++i) {
            if (digits[i] >= '0' && digits[i] <= '9') exponent = exponent * 10 + (digits[i] - '0');
        }
        exponent = negative ? -exponent : exponent;
        digits.resize(e);
    }
    std::size_t point = digits.find('.');
    if (point == std::string::npos) point = digits.size();
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, zeros);
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty()) return "0";
    const int size = static_cast<int>(digits.size());
    const int before =
        static_cast<int>(point) - static_cast<int>(zeros) + exponent;  // digits before the point
    if (before > 21 || before < -5) {
        const std::string mantissa = size > 1 ? digits.substr(0, 1) + "." + digits.substr(1) : digits;
        return mantissa + "e" + (before > 0 ? "+" : "-") + std::to_string(std::abs(before - 1));
    }
    if (before <= 0) return "0." + std::string(static_cast<std::size_t>(-before), '0') + digits;
    if (before >= size) return digits + std::string(static_cast<std::size_t>(before - size), '0');
    return digits.substr(0, static_cast<std::size_t>(before)) + "." +
           digits.substr(static_cast<std::size_t>(before));
}

std::string script_text(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const std::size_t short_form = std::string_view("\b\t\n\f\r\"\\").find(c);
        if (short_form != std::string_view::npos) {
            result += '\\';
            result += "btnfr\"\\"[short_form];
        } else if (byte < 0x20) {
            result += "\\u00";
            result += kHex[byte >> 4U];
            result += kHex[byte & 15U];
        } else {
            result += c;
        }
    }
    return result + "\"";
}

// The fields of an object, commas between; what is absent or empty is left out.
class Fields {
public:
    void add(std::string_view key, const std::string& json) {
        text_ += text_.empty() ? "\"" : ",\"";
        text_ += std::string(key) + "\":" + json;
    }
    void number(std::string_view key, const std::optional<double>& value) {
        if (value) add(key, script_number(*value));
    }
    void object(std::string_view key, const Fields& inner) {
        if (!inner.text_.empty()) add(key, inner.object_text());
    }
    [[nodiscard]] std::string object_text() const { return "{" + text_ + "}"; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

std::string first_stage(const Stage& stage) {
    const auto* const kind = std::find(codec::kFirstKinds.begin(), codec::kFirstKinds.end(), stage.kind);
    std::string text = "[" + script_text(stage.id) + "," + script_text(stage.name) + "," +
                       std::to_string(kind - codec::kFirstKinds.begin()) + ",";
    text += stage.observed ? "[" + std::to_string(stage.observed->passed) + "," +
                                 std::to_string(stage.observed->entered) + "]"
                           : script_number(stage.conversion);
    if (stage.target_conversion) text += "," + script_number(*stage.target_conversion);
    return text + "]";
}

std::string first_roster(const std::vector<RosterEntry>& roster) {
    std::string text;
    for (const RosterEntry& entry : roster) {
        Fields fields;
        if (!entry.name.empty()) fields.add("name", script_text(entry.name));
        fields.add("leads", std::to_string(entry.leads));
        fields.add("sales", std::to_string(entry.sales));
        text += (text.empty() ? "" : ",") + fields.object_text();
    }
    return "[" + text + "]";
}

}  // namespace

std::string first_link_from_scenario(const Scenario& s) {
    std::string stages;
    for (const Stage& stage : s.stages) stages += (stages.empty() ? "" : ",") + first_stage(stage);
    Fields target;
    target.number("managers", s.target.managers ? std::optional<double>(*s.target.managers) : std::nullopt);
    target.number("leads_per_month", s.target.leads_per_month);
    target.number("average_check", s.target.average_check);
    target.number("capacity_leads_per_manager", s.target.capacity_leads_per_manager);
    Fields ramp;
    ramp.number("months", s.ramp.months);
    ramp.number("starts_month", s.ramp.starts_month);
    ramp.number("full_month", s.ramp.full_month);
    ramp.number("sales_cycle_months", s.ramp.sales_cycle_months);
    Fields fee;
    fee.number("per_month", s.fee.per_month);
    fee.number("growth_share", s.fee.growth_share);
    Fields rest;
    if (!s.title.empty()) rest.add("title", script_text(s.title));
    rest.number("working_days_per_month", s.working_days_per_month);
    rest.number("capacity_leads_per_manager", s.capacity_leads_per_manager);
    rest.number("gross_margin", s.gross_margin);
    rest.number("check_spread", s.check_spread);
    rest.number("history_months", s.history_months);
    rest.object("target", target);
    rest.number("goal_revenue", s.goal_revenue);
    if (!s.roster.empty()) rest.add("roster", first_roster(s.roster));
    rest.object("ramp", ramp);
    rest.object("fee", fee);
    return framed_link(1, "[" + std::to_string(s.managers) + "," + script_number(s.leads_per_month) + "," +
                              script_number(s.average_check) + ",[" + stages + "]," + rest.object_text() +
                              "]");
}

}  // namespace funnel
