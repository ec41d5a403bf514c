// The bytes of #s2.: whole numbers as LEB128; a number as mantissa · 32 + (decimal exponent + 15), or 31 and
// eight bytes; a text as 2 · length + 1 and its characters, or 2 · index of a text that was there before
// (kUsualTexts first). A character is one byte where kOneByte or Cyrillic has it, else 0 and its code point.
// What a scenario leaves at its default takes no byte: a mask of Part says what follows.
#include "core/link.hpp"

#include <utility>

#include "core/link_bytes.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

// What follows in a scenario, in this order. Numbers never change their meaning; new ones are added at the
// end.
enum Part : std::uint32_t {
    kTitle = 1U << 0U,
    kWorkingDays = 1U << 1U,
    kCapacity = 1U << 2U,
    kMargin = 1U << 3U,
    kSpread = 1U << 4U,
    kHistory = 1U << 5U,
    kTargetManagers = 1U << 6U,
    kTargetLeads = 1U << 7U,
    kTargetCheck = 1U << 8U,
    kTargetCapacity = 1U << 9U,
    kAssumedTargets = 1U << 10U,  // no bytes
    kStatedSales = 1U << 11U,
    kLeadCost = 1U << 12U,
    kGoal = 1U << 13U,
    kRoster = 1U << 14U,
    kRosterNames = 1U << 15U,     // a name before each entry
    kRosterAsBefore = 1U << 16U,  // the roster of the variant before; no bytes
    kRamp = 1U << 17U,
    kFee = 1U << 18U,
};
constexpr std::uint32_t kAllParts = (1U << 19U) - 1;

// A stage's first byte.
constexpr std::uint64_t kKindBits = 7;
constexpr std::uint64_t kHasObserved = 8;
constexpr std::uint64_t kHasTarget = 16;
constexpr unsigned kSourceShift = 5;
constexpr std::uint64_t kSourceBits = 3;

void write_stage(LinkWriter& out, const Stage& stage) {
    out.whole(static_cast<std::uint64_t>(stage.kind) | (stage.observed ? kHasObserved : 0) |
              (stage.target_conversion ? kHasTarget : 0) |
              (static_cast<std::uint64_t>(stage.source) << kSourceShift));
    out.text(stage.id);
    out.text(stage.name);
    if (stage.observed) {
        out.whole(static_cast<std::uint64_t>(stage.observed->entered));
        out.whole(static_cast<std::uint64_t>(stage.observed->passed));
    } else {
        out.number(stage.conversion);
    }
    if (stage.target_conversion) out.number(*stage.target_conversion);
}

Stage read_stage(LinkReader& in) {
    Stage stage;
    const std::uint64_t head = in.whole_up_to(127);
    const std::uint64_t kind = head & kKindBits;
    if (kind > static_cast<std::uint64_t>(StageKind::other)) in.fail();
    stage.kind = static_cast<StageKind>(kind);
    stage.source = static_cast<Source>((head >> kSourceShift) & kSourceBits);
    stage.id = in.text();
    stage.name = in.text();
    if ((head & kHasObserved) != 0) {
        const std::int64_t entered = in.integer();
        stage.observed = Observed{entered, in.integer()};
    } else {
        stage.conversion = in.number();
    }
    if ((head & kHasTarget) != 0) stage.target_conversion = in.number();
    return stage;
}

std::uint32_t parts_of(const Scenario& s, RosterNames names, const std::vector<RosterEntry>* roster_before) {
    const Scenario usual;
    std::uint32_t parts = 0;
    const auto add = [&](bool present, Part part) { parts |= present ? part : 0U; };
    add(!s.title.empty(), kTitle);
    add(s.working_days_per_month != usual.working_days_per_month, kWorkingDays);
    add(s.capacity_leads_per_manager.has_value(), kCapacity);
    add(s.gross_margin.has_value(), kMargin);
    add(s.check_spread != usual.check_spread, kSpread);
    add(s.history_months != usual.history_months, kHistory);
    add(s.target.managers.has_value(), kTargetManagers);
    add(s.target.leads_per_month.has_value(), kTargetLeads);
    add(s.target.average_check.has_value(), kTargetCheck);
    add(s.target.capacity_leads_per_manager.has_value(), kTargetCapacity);
    add(s.targets_source == TargetsSource::assumed, kAssumedTargets);
    add(s.stated_sales.has_value(), kStatedSales);
    add(s.lead_cost.has_value(), kLeadCost);
    add(s.goal_revenue.has_value(), kGoal);
    const bool same_roster = roster_before != nullptr && *roster_before == s.roster && !s.roster.empty();
    add(same_roster, kRosterAsBefore);
    add(!s.roster.empty() && !same_roster, kRoster);
    add(!s.roster.empty() && !same_roster && names == RosterNames::keep, kRosterNames);
    add(!(s.ramp == usual.ramp), kRamp);
    add(!(s.fee == usual.fee), kFee);
    return parts;
}

void write_optional(LinkWriter& out, const std::optional<double>& value) {
    if (value) out.number(*value);
}

void write_scenario(LinkWriter& out, const Scenario& s, std::uint32_t parts) {
    out.whole(parts);
    out.whole(static_cast<std::uint64_t>(s.managers));
    out.number(s.leads_per_month);
    out.number(s.average_check);
    out.whole(s.stages.size());
    for (const Stage& stage : s.stages) write_stage(out, stage);
    if ((parts & kTitle) != 0) out.text(s.title);
    if ((parts & kWorkingDays) != 0) out.whole(static_cast<std::uint64_t>(s.working_days_per_month));
    write_optional(out, s.capacity_leads_per_manager);
    write_optional(out, s.gross_margin);
    if ((parts & kSpread) != 0) out.number(s.check_spread);
    if ((parts & kHistory) != 0) out.number(s.history_months);
    if (s.target.managers) out.whole(static_cast<std::uint64_t>(*s.target.managers));
    write_optional(out, s.target.leads_per_month);
    write_optional(out, s.target.average_check);
    write_optional(out, s.target.capacity_leads_per_manager);
    write_optional(out, s.stated_sales);
    write_optional(out, s.lead_cost);
    write_optional(out, s.goal_revenue);
    if ((parts & kRoster) != 0) {
        out.whole(s.roster.size());
        for (const RosterEntry& entry : s.roster) {
            if ((parts & kRosterNames) != 0) out.text(entry.name);
            out.whole(static_cast<std::uint64_t>(entry.leads));
            out.whole(static_cast<std::uint64_t>(entry.sales));
        }
    }
    if ((parts & kRamp) != 0) {
        for (const int month :
             {s.ramp.months, s.ramp.starts_month, s.ramp.full_month, s.ramp.sales_cycle_months})
            out.whole(static_cast<std::uint64_t>(month));
    }
    if ((parts & kFee) != 0) {
        out.number(s.fee.per_month);
        out.number(s.fee.growth_share);
    }
}

std::optional<double> read_optional(LinkReader& in, std::uint32_t parts, Part part) {
    if ((parts & part) == 0) return std::nullopt;
    return in.number();
}

std::vector<RosterEntry> read_roster(LinkReader& in, bool with_names) {
    std::vector<RosterEntry> roster(in.size(kMaxRoster));
    for (std::size_t i = 0; i < roster.size(); ++i) {
        RosterEntry& entry = roster[i];
        entry.name =
            with_names ? in.text() : filled(sentences::names::manager, {{"number", std::to_string(i + 1)}});
        entry.leads = in.integer();
        entry.sales = in.integer();
    }
    return roster;
}

Scenario read_scenario(LinkReader& in, const std::vector<RosterEntry>& roster_before) {
    Scenario s;
    const auto parts = static_cast<std::uint32_t>(in.whole_up_to(kAllParts));
    s.managers = in.small();
    s.leads_per_month = in.number();
    s.average_check = in.number();
    s.stages.resize(in.size(kMaxStages));
    for (Stage& stage : s.stages) stage = read_stage(in);
    if ((parts & kTitle) != 0) s.title = in.text();
    if ((parts & kWorkingDays) != 0) s.working_days_per_month = in.small();
    s.capacity_leads_per_manager = read_optional(in, parts, kCapacity);
    s.gross_margin = read_optional(in, parts, kMargin);
    if ((parts & kSpread) != 0) s.check_spread = in.number();
    if ((parts & kHistory) != 0) s.history_months = in.number();
    if ((parts & kTargetManagers) != 0) s.target.managers = in.small();
    s.target.leads_per_month = read_optional(in, parts, kTargetLeads);
    s.target.average_check = read_optional(in, parts, kTargetCheck);
    s.target.capacity_leads_per_manager = read_optional(in, parts, kTargetCapacity);
    s.targets_source = (parts & kAssumedTargets) != 0 ? TargetsSource::assumed : TargetsSource::own;
    s.stated_sales = read_optional(in, parts, kStatedSales);
    s.lead_cost = read_optional(in, parts, kLeadCost);
    s.goal_revenue = read_optional(in, parts, kGoal);
    if ((parts & kRoster) != 0) s.roster = read_roster(in, (parts & kRosterNames) != 0);
    if ((parts & kRosterAsBefore) != 0) s.roster = roster_before;
    if ((parts & kRamp) != 0) {
        for (int* const month :
             {&s.ramp.months, &s.ramp.starts_month, &s.ramp.full_month, &s.ramp.sales_cycle_months})
            *month = in.small();
    }
    if ((parts & kFee) != 0) {
        s.fee.per_month = in.number();
        s.fee.growth_share = in.number();
    }
    return s;
}

}  // namespace

std::string link_from_content(const LinkContent& content, RosterNames names) {
    LinkWriter out;
    out.whole(content.variants.size());
    out.whole(content.active);
    const std::vector<RosterEntry>* before = nullptr;
    for (const LinkVariant& variant : content.variants) {
        out.text(variant.name);
        write_scenario(out, variant.scenario, parts_of(variant.scenario, names, before));
        before = &variant.scenario.roster;
    }
    return framed_link(2, out.take());
}

std::optional<LinkContent> content_from_payload(std::string_view payload) {
    LinkReader in(payload);
    LinkContent content;
    const std::uint64_t variants = in.whole_up_to(kMaxLinkVariants);
    content.active = in.size(kMaxLinkVariants);
    std::vector<RosterEntry> before;
    for (std::uint64_t i = 0; i < variants && in.good(); ++i) {
        LinkVariant variant;
        variant.name = in.text();
        variant.scenario = read_scenario(in, before);
        before = variant.scenario.roster;
        content.variants.push_back(std::move(variant));
    }
    if (!in.good() || !in.at_end() || content.active >= content.variants.size()) return std::nullopt;
    return content;
}

}  // namespace funnel
