#include "workbench/document/quantities.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {
namespace {

constexpr double kSmallest = 1e-6;  // "greater than 0" as an inclusive bound

constexpr std::array<Quantity, kQuantities> kList{{
    {"managers", "Менеджеров", "чел.", 1, 10'000, 1, true, false, Shown::plain},
    {"leads_per_month", "Заявок в месяц", "шт.", 0, 1e8, 10, false, false, Shown::plain},
    {"average_check", "Средний чек", "₽", 0, 1e12, 1'000, false, false, Shown::plain},
    {"working_days_per_month", "Дней", "", 1, 31, 1, true, false, Shown::plain},
    {"capacity_leads_per_manager", "Успевает один", "шт.", kSmallest, 1e8, 5, false, true, Shown::plain},
    {"gross_margin", "Маржа", "%", 0, 1, 0.01, false, true, Shown::percent},
    {"check_spread", "Чек ±", "%", 0, 5, 0.05, false, false, Shown::percent},
    {"history_months", "Данные за", "мес.", 0.1, 120, 1, false, false, Shown::plain},
    {"goal_revenue", "Цель, млн", "₽", 0, 1e20, 500'000, false, true, Shown::millions},
    {"target/managers", "Менеджеров", "чел.", 1, 10'000, 1, true, true, Shown::plain},
    {"target/leads_per_month", "Заявок в месяц", "шт.", 0, 1e8, 10, false, true, Shown::plain},
    {"target/average_check", "Средний чек", "₽", 0, 1e12, 1'000, false, true, Shown::plain},
    {"target/capacity_leads_per_manager", "Успевает один", "шт.", kSmallest, 1e8, 5, false, true,
     Shown::plain},
    {"ramp/months", "Горизонт", "мес.", 1, 60, 1, true, false, Shown::plain},
    {"ramp/starts_month", "Старт", "мес.", 1, 60, 1, true, false, Shown::plain},
    {"ramp/full_month", "Полный", "мес.", 1, 60, 1, true, false, Shown::plain},
    {"ramp/sales_cycle_months", "Цикл", "мес.", 0, 24, 1, true, false, Shown::plain},
    {"fee/per_month", "Плата, тыс.", "₽", 0, 1e12, 10'000, false, false, Shown::thousands},
    {"fee/growth_share", "С прироста", "%", 0, 1, 0.01, false, false, Shown::percent},
}};

double per_shown(Shown shown) {
    switch (shown) {
        case Shown::plain:
            return 1;
        case Shown::percent:
            return 0.01;
        case Shown::thousands:
            return 1e3;
        case Shown::millions:
            return 1e6;
    }
    return 1;
}

std::optional<double> as_double(std::optional<int> value) {
    if (!value) return std::nullopt;
    return *value;
}

void set_ramp(RampPlan& ramp, QuantityId id, int value) {
    if (id == QuantityId::ramp_months) ramp.months = value;
    if (id == QuantityId::ramp_sales_cycle) ramp.sales_cycle_months = value;
    if (id == QuantityId::ramp_starts) {
        ramp.starts_month = value;
        ramp.full_month = std::max(ramp.full_month, value);
    }
    if (id == QuantityId::ramp_full) {
        ramp.full_month = value;
        ramp.starts_month = std::min(ramp.starts_month, value);
    }
}

}  // namespace

const Quantity& quantity(QuantityId id) {
    return kList[static_cast<std::size_t>(id)];
}

std::optional<QuantityId> quantity_from(std::string_view id) {
    for (std::size_t i = 0; i < kList.size(); ++i) {
        if (kList[i].id == id) return static_cast<QuantityId>(i);
    }
    return std::nullopt;
}

std::optional<double> value_of(const Scenario& s, QuantityId id) {
    switch (id) {
        case QuantityId::managers:
            return s.managers;
        case QuantityId::leads:
            return s.leads_per_month;
        case QuantityId::average_check:
            return s.average_check;
        case QuantityId::working_days:
            return s.working_days_per_month;
        case QuantityId::capacity:
            return s.capacity_leads_per_manager;
        case QuantityId::gross_margin:
            return s.gross_margin;
        case QuantityId::check_spread:
            return s.check_spread;
        case QuantityId::history_months:
            return s.history_months;
        case QuantityId::goal_revenue:
            return s.goal_revenue;
        case QuantityId::target_managers:
            return as_double(s.target.managers);
        case QuantityId::target_leads:
            return s.target.leads_per_month;
        case QuantityId::target_average_check:
            return s.target.average_check;
        case QuantityId::target_capacity:
            return s.target.capacity_leads_per_manager;
        case QuantityId::ramp_months:
            return s.ramp.months;
        case QuantityId::ramp_starts:
            return s.ramp.starts_month;
        case QuantityId::ramp_full:
            return s.ramp.full_month;
        case QuantityId::ramp_sales_cycle:
            return s.ramp.sales_cycle_months;
        case QuantityId::fee_per_month:
            return s.fee.per_month;
        case QuantityId::fee_growth_share:
            return s.fee.growth_share;
    }
    return std::nullopt;
}

Scenario with_value(Scenario s, QuantityId id, std::optional<double> value) {
    const Quantity& q = quantity(id);
    if (!value && !q.optional) return s;
    if (value) {
        if (!std::isfinite(*value)) return s;
        value = std::clamp(*value, q.low, q.high);
        if (q.whole) value = std::round(*value);
    }
    const int whole = value && q.whole ? static_cast<int>(*value) : 0;
    switch (id) {
        case QuantityId::managers:
            s.managers = whole;
            break;
        case QuantityId::leads:
            s.leads_per_month = *value;
            break;
        case QuantityId::average_check:
            s.average_check = *value;
            break;
        case QuantityId::working_days:
            s.working_days_per_month = whole;
            break;
        case QuantityId::capacity:
            s.capacity_leads_per_manager = value;
            break;
        case QuantityId::gross_margin:
            s.gross_margin = value;
            break;
        case QuantityId::check_spread:
            s.check_spread = *value;
            break;
        case QuantityId::history_months:
            s.history_months = *value;
            break;
        case QuantityId::goal_revenue:
            s.goal_revenue = value;
            break;
        case QuantityId::target_managers:
            s.target.managers = value ? std::optional<int>(whole) : std::nullopt;
            break;
        case QuantityId::target_leads:
            s.target.leads_per_month = value;
            break;
        case QuantityId::target_average_check:
            s.target.average_check = value;
            break;
        case QuantityId::target_capacity:
            s.target.capacity_leads_per_manager = value;
            break;
        case QuantityId::fee_per_month:
            s.fee.per_month = *value;
            break;
        case QuantityId::fee_growth_share:
            s.fee.growth_share = *value;
            break;
        case QuantityId::ramp_months:
        case QuantityId::ramp_starts:
        case QuantityId::ramp_full:
        case QuantityId::ramp_sales_cycle:
            set_ramp(s.ramp, id, whole);
            break;
    }
    return s;
}

double shown_from_value(const Quantity& q, double value) {
    return value / per_shown(q.shown);
}

double value_from_shown(const Quantity& q, double shown) {
    return shown * per_shown(q.shown);
}

}  // namespace funnel::workbench
