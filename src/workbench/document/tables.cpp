#include "workbench/document/tables.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/text/number_words.hpp"

namespace funnel::workbench {
namespace {

std::string plain(double value, int decimals) {
    std::string text = text::number(value, decimals);
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"\u00a0", ""}, {"\u2212", "-"}}) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from))
            text.replace(at, from.size(), to);
    }
    return text;
}

// A name that Excel would take for a formula gets an apostrophe.
std::string cell(std::string_view name) {
    std::string out;
    if (!name.empty() && std::string_view("=+-@").find(name.front()) != std::string_view::npos) out = "'";
    for (const char c : name) out += c == '\t' || c == '\n' ? ' ' : c;
    return out;
}

}  // namespace

std::string text_from_report(const Scenario& s, const Report& r) {
    std::string out = "Этап\tВошло\tПрошло\tКонверсия, %\tЦель, %\tПри цели прошло\n";
    for (std::size_t i = 0; i < s.stages.size() && i < r.now.stages.size(); ++i) {
        const StageFlow& now = r.now.stages[i];
        const StageFlow& target = r.target.stages[i];
        out += cell(s.stages[i].name) + '\t' + plain(now.entered, 2) + '\t' + plain(now.passed, 2) + '\t' +
               plain(now.conversion * 100, 4) + '\t' + plain(target.conversion * 100, 4) + '\t' +
               plain(target.passed, 2) + '\n';
    }
    out += "\nПоказатель\tСейчас\tПри цели\n";
    out += "Заявок\t" + plain(r.now.leads, 2) + '\t' + plain(r.target.leads, 2) + '\n';
    out += "В работе\t" + plain(r.now.worked_leads, 2) + '\t' + plain(r.target.worked_leads, 2) + '\n';
    out += "Оплат\t" + plain(r.now.sales, 2) + '\t' + plain(r.target.sales, 2) + '\n';
    out += "Выручка, ₽\t" + plain(r.now.revenue, 2) + '\t' + plain(r.target.revenue, 2) + '\n';
    out += "Не заработано в месяц, ₽\t" + plain(r.money_left.per_month, 2) + "\n";
    return out;
}

}  // namespace funnel::workbench
