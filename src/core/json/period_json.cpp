#include "core/json/period_json.hpp"

#include "core/sentences.hpp"

namespace funnel::codec {

namespace {

constexpr LengthRange kAnyDay{0, 64};

}  // namespace

std::optional<Day> read_day(ObjectReader& fields, std::string_view key, Presence presence) {
    const auto text = fields.text(key, kAnyDay, presence);
    if (!text) return std::nullopt;
    const std::optional<Day> day = day_from_iso(*text);
    if (!day) fields.report(key, sentences::issues::out_of_range_date);
    return day;
}

Period read_period(const Json& value, std::string path, std::vector<Issue>& issues) {
    ObjectReader fields(value, std::move(path), issues);
    const auto from = read_day(fields, "from", Presence::required);
    const auto to = read_day(fields, "to", Presence::required);
    if (from && to && *to < *from) fields.report("to", sentences::issues::out_of_range_period);
    fields.finish();
    return {from.value_or(0), to.value_or(0)};
}

}  // namespace funnel::codec
