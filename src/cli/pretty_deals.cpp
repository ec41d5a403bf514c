#include "pretty_deals.hpp"

#include <algorithm>
#include <cmath>

#include "core/deals/currency.hpp"
#include "table.hpp"

namespace funnel::cli {

namespace {

using namespace funnel::deals;

constexpr std::size_t kBar = 20;
constexpr std::size_t kPeopleShown = 20;

// Characters of UTF-8.
std::size_t characters_of(const std::string& utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// A share as a row of blocks, `width` characters for 1.
std::string bar(Ratio share, std::size_t width) {
    const auto eighths =
        static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(width) * 8));
    std::string text;
    for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
    constexpr const char* kParts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    return text + kParts[eighths % 8];
}

std::string count(std::uint64_t number) {
    return whole(static_cast<double>(number));
}

std::string one_place(Ratio share) {
    return decimal(share * 100, 1) + kGroup + "%";
}

std::string range(const Interval& interval) {
    return one_place(interval.low) + "…" + one_place(interval.high);
}

std::string words_of(LeftOut reason) {
    switch (reason) {
        case LeftOut::no_date:
            return "без даты создания";
        case LeftOut::bad_date:
            return "дата не читается";
        case LeftOut::future:
            return "созданы после дня отчёта";
        case LeftOut::duplicate:
            return "повтор той же сделки";
        case LeftOut::ignored_stage:
            return "стадия не учитывается";
        case LeftOut::unmapped_stage:
            return "стадия без значения";
        case LeftOut::ragged:
            return "лишние ячейки в строке";
        default:
            return "вторая строка заголовка";
    }
}

std::string rows_text(const RowCounts& rows) {
    std::string text = "Строк " + count(rows.read) + ", сделок " + count(rows.used) + '\n';
    for (std::size_t i = 0; i < kLeftOutReasons; ++i) {
        const LineCount& left = rows.left_out[i];
        if (left.count == 0) continue;
        text += "  пропущено " + count(left.count) + ": " + words_of(static_cast<LeftOut>(i)) + ", строки";
        for (const std::uint32_t line : left.lines) text += ' ' + std::to_string(line);
        text += left.count > left.lines.size() ? " …\n" : "\n";
    }
    return text;
}

// In what the file's amounts are; nobody's sign is put on them.
class Money {
public:
    explicit Money(std::string currency) : currency_(std::move(currency)) {}
    [[nodiscard]] std::string text(double value) const {
        return currency_.empty() ? roubles(value) : whole(value) + kGroup + currency_;
    }
    [[nodiscard]] std::string with_sign(double value) const {
        return currency_.empty() ? signed_roubles(value) : (value > 0 ? "+" : "") + text(value);
    }

private:
    std::string currency_;  // its code, empty for roubles
};

Money money_of(const DealSet& set) {
    return Money(is_in_roubles(set) ? std::string() : set.currency);
}

std::string currency_text(const DealSet& set) {
    std::string text;
    if (const auto issue = currency_issue(set)) text += issue->message + '\n';
    const LineCount& others = set.rows.told[static_cast<std::size_t>(Told::other_currency)];
    if (others.count > 0) {
        text += "Сумм в другой валюте: " + count(others.count) + ", их в отчёте нет, взяты только суммы в " +
                currency_words(set.currency) + ". Пересчитайте все суммы в одну валюту и выгрузите снова.\n";
    }
    return text;
}

std::string finding(const DealsReport& report, const Money& money) {
    std::string text = "На " + iso_from_day(report.as_of) + ": сделок " + count(report.totals.deals) +
                       ", выиграно " + count(report.totals.won) + ", проиграно " + count(report.totals.lost) +
                       ", не клиенты " + count(report.totals.unfit) + ", открыто " +
                       count(report.totals.open) + '\n';
    if (!report.window || !report.horizon_days)
        return text + "Созревших месяцев ещё нет: о конверсии судить рано\n";
    const Window& window = *report.window;
    text += "Из 100 заявок за " + std::to_string(*report.horizon_days) + " дней платят " +
            decimal(window.all.conversion * 100, 1) + " (" + range(window.all.interval) + ")";
    if (report.matured_share)
        text += ", это не больше " + one_place(*report.matured_share) + " всех, кто заплатит";
    text += '\n';
    if (report.median_days)
        text += "Половина покупающих платит за " + std::to_string(*report.median_days) + " дней\n";
    if (report.stale.older_than_days) {
        text += count(report.stale.count) + " открытых сделок старше " +
                std::to_string(*report.stale.older_than_days) + " дней почти не покупают, в них " +
                money.text(report.stale.amount) + '\n';
    }
    return text;
}

std::string months_text(const DealsReport& report) {
    Ratio most = 0.01;
    for (const MonthReport& month : report.months)
        most = std::max(most, month.forecast.value_or(month.so_far));
    Table table;
    // Where nobody knows in how many days people pay: who has paid by now, as the page says it.
    const bool to_date = !report.horizon_days;
    table.add({"месяц", "заявок", to_date ? "оплат на сегодня" : "оплат", "конверсия", "интервал", ""});
    std::string bars;
    for (const MonthReport& month : report.months) {
        const Ratio share = month.forecast.value_or(month.so_far);
        const std::optional<Interval> interval = month.mature ? month.interval : month.forecast_interval;
        table.add({iso_from_month(month.month), count(month.deals),
                   count(to_date ? month.won_so_far : month.won), one_place(share),
                   interval ? range(*interval) : "—",
                   month.mature ? "" : (month.forecast ? "прогноз" : "пока")});
    }
    std::string text = table.text();
    // Bars stand behind the aligned columns.
    std::string out;
    std::size_t row = 0;
    std::size_t from = 0;
    std::size_t widest = 0;
    std::vector<std::string> lines;
    while (from < text.size()) {
        const std::size_t end = text.find('\n', from);
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    for (const std::string& line : lines) widest = std::max(widest, characters_of(line));
    for (const std::string& line : lines) {
        out += line;
        if (row > 0) {
            const MonthReport& month = report.months[row - 1];
            out += std::string(widest - characters_of(line) + 2, ' ') +
                   bar(month.forecast.value_or(month.so_far) / most, kBar);
        }
        out += '\n';
        ++row;
    }
    return out;
}

std::string groups_text(const std::vector<GroupReport>& groups, const std::string& title,
                        const Money& money) {
    Table table;
    table.add({title, "заявок", "оплат", "конверсия", "интервал", "честная", "на заявку"});
    for (std::size_t i = 0; i < std::min(groups.size(), kPeopleShown); ++i) {
        const GroupReport& group = groups[i];
        table.add({group.name, count(group.share.deals), count(group.share.won),
                   one_place(group.share.conversion), range(group.share.interval),
                   group.fair_conversion ? one_place(*group.fair_conversion) : "—",
                   money.text(group.revenue_per_deal)});
    }
    return table.text();
}

}  // namespace

std::string pretty(const DealSet& set, const DealsReport& report) {
    const Money money = money_of(set);
    std::string text =
        rows_text(set.rows) + currency_text(set) + '\n' + finding(report, money) + '\n' + months_text(report);
    if (report.control) {
        text += "\nОбычный уровень " + one_place(report.control->center) +
                ", выбивается месяцев: " + std::to_string(report.control->signals) + '\n';
        for (const ControlMonth& month : report.control->months) {
            if (month.signal == Signal::none) continue;
            text += "  " + iso_from_month(month.month) + ": " +
                    (month.signal == Signal::above   ? "выше обычного"
                     : month.signal == Signal::below ? "ниже обычного"
                                                     : "восемь месяцев подряд по одну сторону") +
                    '\n';
        }
    }
    if (report.stages) {
        Table table;
        table.add({"этап", "вошло", "прошло", "конверсия"});
        for (const StageReport& stage : *report.stages) {
            table.add({stage.name, count(stage.entered), count(stage.passed),
                       stage.conversion ? one_place(*stage.conversion) : "—"});
        }
        text += '\n' + table.text();
    }
    if (report.managers) {
        text += '\n' + groups_text(report.managers->list, "менеджер", money);
        if (report.managers->spread_is_noise) text += "  разница между менеджерами не больше случайной\n";
    }
    if (report.sources) text += '\n' + groups_text(*report.sources, "источник", money);
    return text;
}

std::string pretty(const DealSet& set, const Growth& growth) {
    const Money money = money_of(set);
    Table table;
    table.add({"", "до", "после"});
    table.add({"заявок", count(growth.before.deals), count(growth.after.deals)});
    table.add({"оплат за " + std::to_string(growth.horizon_days) + " дней", count(growth.before.won),
               count(growth.after.won)});
    table.add({"конверсия", one_place(growth.before.conversion), one_place(growth.after.conversion)});
    std::string text = currency_text(set) + table.text();
    const auto points = [](double value) { return (value > 0 ? "+" : "") + decimal(value * 100, 1); };
    text += "\nРазница " + points(growth.difference) + " п. п., от " +
            points(growth.difference_interval.low) + " до " + points(growth.difference_interval.high) + '\n';
    text += "  из них отдел " + points(growth.rate_effect) + " (от " +
            points(growth.rate_effect_interval.low) + " до " + points(growth.rate_effect_interval.high) +
            "), состав источников " + points(growth.mix_effect) + '\n';
    text += growth.rate_distinguishable ? "Отдел изменился: случайностью это не объяснить\n"
                                        : "От случайности это пока не отличить\n";
    if (growth.extra_revenue) {
        text += "Дополнительная выручка " + money.with_sign(*growth.extra_revenue) + ", от " +
                money.with_sign(growth.extra_revenue_interval->low) + " до " +
                money.with_sign(growth.extra_revenue_interval->high) + '\n';
    }
    if (growth.deals_needed)
        text += "Чтобы отличить, нужно заявок после: " + count(*growth.deals_needed) + '\n';
    if (growth.longer) {
        text += "На сроке " + std::to_string(growth.longer->horizon_days) +
                " дней: " + one_place(growth.longer->before) + " и " + one_place(growth.longer->after) + '\n';
    }
    if (growth.exploratory)
        text += "Периоды выбраны без договорённости заранее: это разведка, а не основание для оплаты\n";
    if (growth.fee) text += "К оплате по договорённости: " + money.text(*growth.fee) + '\n';
    return text;
}

}  // namespace funnel::cli
