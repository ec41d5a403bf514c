#include "workbench/document/quantities.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "core/fields.hpp"

namespace funnel::workbench {
namespace {

constexpr double kSmallest = 1e-6;  // "greater than 0" as an inclusive bound

using enum text::NumberKind;
// Where a quantity stands in a scenario.
using Place = std::variant<double*, int*, std::optional<double>*, std::optional<int>*>;

struct Row {
    QuantityId id;
    Quantity shown;
    Place (*place)(Scenario&);
};

template <auto... path>
Place place(Scenario& scenario) {
    return &(scenario.*....*path);
}

// What people read of a quantity and how they step it. `most`: where the core's field has no end, or one that
// a picture cannot show.
struct Words {
    std::string_view id, label, brief, unit, help;
    text::NumberKind kind;
    double step;
    double most = kNoLimit;
};

// The range and whether it may be absent are the core's (core/fields.hpp).
template <auto... path>
constexpr Row row(QuantityId id, const funnel::NumberField& field, const Words& words) {
    const double low = field.low_excluded ? kSmallest : field.low;
    return {id,
            {words.id, words.label, words.brief, words.unit, words.help, low,
             std::min(field.high, words.most), words.step, field.whole, field.nullable, words.kind},
            &place<path...>};
}

constexpr double kMostGoal = fields::kMostLeads * fields::kMostMoney;

constexpr std::array<Row, kQuantities> kRows{
    row<&Scenario::managers>(QuantityId::managers, fields::managers,
                             {"managers", "Менеджеров", "Менеджеров", "чел.", "", count, 1}),
    row<&Scenario::leads_per_month>(QuantityId::leads, fields::leads_per_month,
                                    {"leads_per_month", "Заявок в месяц", "Заявок", "шт.", "", count, 10}),
    row<&Scenario::average_check>(
        QuantityId::average_check, fields::average_check,
        {"average_check", "Средний чек", "Чек", "₽", "Деньги одной оплаты", money, 1'000}),
    row<&Scenario::working_days_per_month>(QuantityId::working_days, fields::working_days_per_month,
                                           {"working_days_per_month", "Рабочих дней", "Рабочих дней", "",
                                            "Сколько дней в месяце отдел работает", days, 1}),
    row<&Scenario::capacity_leads_per_manager>(
        QuantityId::capacity, fields::capacity_leads_per_manager,
        {"capacity_leads_per_manager", "Успевает один", "Успевает один", "шт.",
         "Сколько заявок в месяц успевает взять один менеджер. Пусто: все", count, 5, fields::kMostLeads}),
    row<&Scenario::gross_margin>(QuantityId::gross_margin, fields::gross_margin,
                                 {"gross_margin", "Маржа", "Маржа", "%",
                                  "Доля выручки, которая остаётся после прямых затрат", percent, 0.01}),
    row<&Scenario::check_spread>(
        QuantityId::check_spread, fields::check_spread,
        {"check_spread", "Чек ±", "Разброс чека", "%",
         "Насколько чеки отличаются от среднего: чем больше, тем шире «скорее всего»", percent, 0.05}),
    row<&Scenario::history_months>(QuantityId::history_months, fields::history_months,
                                   {"history_months", "Данные за", "Данные за", "мес.",
                                    "За сколько месяцев собраны заявки и оплаты", months, 1}),
    row<&Scenario::goal_revenue>(QuantityId::goal_revenue, fields::goal_revenue,
                                 {"goal_revenue", "Цель в месяц", "Цель", "₽",
                                  "Сколько выручки в месяц хочет собственник", money, 100'000, kMostGoal}),
    row<&Scenario::target, &Target::managers>(
        QuantityId::target_managers, fields::target_managers,
        {"target/managers", "Менеджеров", "Цель: менеджеров", "чел.", "", count, 1}),
    row<&Scenario::target, &Target::leads_per_month>(
        QuantityId::target_leads, fields::target_leads_per_month,
        {"target/leads_per_month", "Заявок в месяц", "Цель: заявок", "шт.", "", count, 10}),
    row<&Scenario::target, &Target::average_check>(
        QuantityId::target_average_check, fields::target_average_check,
        {"target/average_check", "Средний чек", "Цель: чек", "₽", "", money, 1'000}),
    row<&Scenario::target, &Target::capacity_leads_per_manager>(
        QuantityId::target_capacity, fields::capacity_leads_per_manager,
        {"target/capacity_leads_per_manager", "Успевает один", "Цель: успевает один", "шт.", "", count, 5,
         fields::kMostLeads}),
    row<&Scenario::ramp, &RampPlan::months>(QuantityId::ramp_months, fields::ramp_months,
                                            {"ramp/months", "Горизонт", "Горизонт", "мес.",
                                             "На сколько месяцев считается приход прироста", months, 1}),
    row<&Scenario::ramp, &RampPlan::starts_month>(QuantityId::ramp_starts, fields::ramp_starts,
                                                  {"ramp/starts_month", "Старт", "Старт", "мес.",
                                                   "С какого месяца появляется первый прирост", months, 1}),
    row<&Scenario::ramp, &RampPlan::full_month>(
        QuantityId::ramp_full, fields::ramp_full,
        {"ramp/full_month", "Полный", "Полный прирост", "мес.", "К какому месяцу прирост приходит целиком",
         months, 1, fields::ramp_starts.high}),
    row<&Scenario::ramp, &RampPlan::sales_cycle_months>(
        QuantityId::ramp_sales_cycle, fields::ramp_cycle,
        {"ramp/sales_cycle_months", "Цикл", "Цикл", "мес.", "Сколько месяцев проходит от разговора до денег",
         months, 1}),
    row<&Scenario::fee, &Fee::per_month>(
        QuantityId::fee_per_month, fields::fee_per_month,
        {"fee/per_month", "Плата", "Плата", "₽", "Наша плата в месяц", money, 10'000, fields::kMostMoney}),
    row<&Scenario::fee, &Fee::growth_share>(QuantityId::fee_growth_share, fields::fee_growth_share,
                                            {"fee/growth_share", "С прироста", "Доля прироста", "%",
                                             "Какая доля прироста идёт нам", percent, 0.01}),
};

constexpr bool in_the_order_of_the_names() {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].id) != i) return false;
    }
    return true;
}
static_assert(in_the_order_of_the_names());

const Row& row_of(QuantityId id) {
    return kRows[static_cast<std::size_t>(id)];
}

}  // namespace

const Quantity& quantity(QuantityId id) {
    return row_of(id).shown;
}

std::optional<QuantityId> quantity_from(std::string_view id) {
    const auto at =
        std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.shown.id == id; });
    return at == kRows.end() ? std::nullopt : std::optional(at->id);
}

std::optional<double> value_of(const Scenario& scenario, QuantityId id) {
    // Only looked at; one table of places serves both ways.
    const Place at = row_of(id).place(const_cast<Scenario&>(scenario));
    if (const auto* number = std::get_if<double*>(&at)) return **number;
    if (const auto* whole = std::get_if<int*>(&at)) return **whole;
    if (const auto* number = std::get_if<std::optional<double>*>(&at)) return **number;
    const std::optional<int>& whole = **std::get_if<std::optional<int>*>(&at);
    return whole ? std::optional<double>(*whole) : std::nullopt;
}

// Precondition: the value is in its range, whole where it has to be, and given where it must not be absent.
static void put(const Place& at, std::optional<double> value) {
    const int rounded = value && std::fabs(*value) < 1e9 ? static_cast<int>(*value) : 0;
    if (const auto* number = std::get_if<double*>(&at)) **number = *value;
    if (const auto* whole = std::get_if<int*>(&at)) **whole = rounded;
    if (const auto* number = std::get_if<std::optional<double>*>(&at)) **number = value;
    if (const auto* whole = std::get_if<std::optional<int>*>(&at))
        **whole = value ? std::optional<int>(rounded) : std::nullopt;
}

Scenario with_value(Scenario scenario, QuantityId id, std::optional<double> value) {
    const Quantity& q = quantity(id);
    if (!value && !q.optional) return scenario;
    if (value) {
        if (!std::isfinite(*value)) return scenario;
        value = std::clamp(*value, q.low, q.high);
        if (q.whole) value = std::round(*value);
    }
    put(row_of(id).place(scenario), value);
    RampPlan& ramp = scenario.ramp;
    if (id == QuantityId::ramp_starts) ramp.full_month = std::max(ramp.full_month, ramp.starts_month);
    if (id == QuantityId::ramp_full) ramp.starts_month = std::min(ramp.starts_month, ramp.full_month);
    return scenario;
}

std::optional<Months> paired_months(const Scenario& scenario, QuantityId id) {
    const RampPlan& ramp = scenario.ramp;
    const Quantity& q = quantity(id);
    if (id == QuantityId::ramp_starts) return Months{q.low, static_cast<double>(ramp.full_month)};
    if (id == QuantityId::ramp_full) return Months{static_cast<double>(ramp.starts_month), q.high};
    return std::nullopt;
}

double shown_from_value(const Quantity& q, double value) {
    return q.kind == percent ? value * 100 : value;
}

double value_from_shown(const Quantity& q, double shown) {
    return q.kind == percent ? shown / 100 : shown;
}

}  // namespace funnel::workbench
