#include "operator/inbox/own_deals.hpp"

#include "lead/lead.hpp"
#include "lead/stored_lead.hpp"
#include "operator/csv.hpp"

namespace funnel::server {

namespace {

// In the words CRMs use: assets/deals/outcomes.json knows them.
std::string_view stage_of(WorkStatus status) {
    switch (status) {
        case WorkStatus::fresh:
            return "Новая заявка";
        case WorkStatus::in_work:
            return "В работе";
        case WorkStatus::meeting:
            return "Встреча";
        case WorkStatus::won:
            return "Успешно реализовано";
        case WorkStatus::lost:
            return "Отказ";
        case WorkStatus::spam:
            return "Спам";
    }
    return {};
}

std::string day_of(std::int64_t ms, const TimeZone& zone) {
    return ms > 0 ? local_text(ms, zone).substr(0, 10) : std::string();
}

}  // namespace

std::string source_of(const OwnDeal& deal) {
    if (!deal.utm_source.empty()) return deal.utm_source;
    const auto scheme = deal.referrer.find("://");
    if (scheme == std::string::npos) return "Прямой заход";
    const auto host = deal.referrer.substr(scheme + 3);
    return host.substr(0, host.find_first_of("/?#:"));
}

std::string own_deals_head() {
    return std::string(kCsvStart) + csv_line({"Номер заявки", "Дата создания", "Дата закрытия", "Этап сделки",
                                              "Причина отказа", "Ответственный", "Источник"});
}

std::string own_deals_line(const OwnDeal& deal, const TimeZone& zone) {
    return csv_line({number_of(deal.id), day_of(deal.created_ms, zone), day_of(deal.work.closed_ms, zone),
                     std::string(stage_of(deal.work.status)), deal.work.lost_reason, deal.responsible_name,
                     source_of(deal)});
}

}  // namespace funnel::server
