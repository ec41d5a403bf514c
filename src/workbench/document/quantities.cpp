#include "workbench/document/quantities.hpp"

#include <algorithm>
#include <cmath>

namespace funnel::workbench {
namespace {

constexpr double kSmallest = 1e-6;  // "greater than 0" as an inclusive bound

using enum text::NumberKind;

constexpr std::array<Quantity, kQuantities> kList{{
    {"managers", "Менеджеров", "Менеджеров", "чел.", "", 1, 10'000, 1, true, false, count},
    {"leads_per_month", "Заявок в месяц", "Заявок", "шт.", "", 0, 1e8, 10, false, false, count},
    {"average_check", "Средний чек", "Чек", "₽", "Деньги одной оплаты", 0, 1e12, 1'000, false, false,
     money},
    {"working_days_per_month", "Рабочих дней", "Рабочих дней", "", "Сколько дней в месяце отдел работает", 1,
     31, 1, true, false, days},
    {"capacity_leads_per_manager", "Успевает один", "Успевает один", "шт.",
     "Сколько заявок в месяц успевает взять один менеджер. Пусто: все", kSmallest, 1e8, 5, false, true,
     count},
    {"gross_margin", "Маржа", "Маржа", "%", "Доля выручки, которая остаётся после прямых затрат", 0, 1, 0.01,
     false, true, percent},
    {"check_spread", "Чек ±", "Разброс чека", "%",
     "Насколько чеки отличаются от среднего: чем больше, тем шире «скорее всего»", 0, 5, 0.05, false, false,
     percent},
    {"history_months", "Данные за", "Данные за", "мес.", "За сколько месяцев собраны заявки и оплаты", 0.1,
     120, 1, false, false, months},
    {"goal_revenue", "Цель в месяц", "Цель", "₽", "Сколько выручки в месяц хочет собственник", 0, 1e20,
     100'000, false, true, money},
    {"target/managers", "Менеджеров", "Цель: менеджеров", "чел.", "", 1, 10'000, 1, true, true, count},
    {"target/leads_per_month", "Заявок в месяц", "Цель: заявок", "шт.", "", 0, 1e8, 10, false, true, count},
    {"target/average_check", "Средний чек", "Цель: чек", "₽", "", 0, 1e12, 1'000, false, true, money},
    {"target/capacity_leads_per_manager", "Успевает один", "Цель: успевает один", "шт.", "", kSmallest, 1e8,
     5, false, true, count},
    {"ramp/months", "Горизонт", "Горизонт", "мес.", "На сколько месяцев считается приход прироста", 1, 60, 1,
     true, false, months},
    {"ramp/starts_month", "Старт", "Старт", "мес.", "С какого месяца появляется первый прирост", 1, 60, 1,
     true, false, months},
    {"ramp/full_month", "Полный", "Полный прирост", "мес.", "К какому месяцу прирост приходит целиком", 1, 60,
     1, true, false, months},
    {"ramp/sales_cycle_months", "Цикл", "Цикл", "мес.", "Сколько месяцев проходит от разговора до денег", 0,
     24, 1, true, false, months},
    {"fee/per_month", "Плата", "Плата", "₽", "Наша плата в месяц", 0, 1e12, 10'000, false, false, money},
    {"fee/growth_share", "С прироста", "Доля прироста", "%", "Какая доля прироста идёт нам", 0, 1, 0.01,
     false, false, percent},
}};

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
    return q.kind == percent ? value * 100 : value;
}

double value_from_shown(const Quantity& q, double shown) {
    return q.kind == percent ? shown / 100 : shown;
}

}  // namespace funnel::workbench
