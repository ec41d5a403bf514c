#include "delivery/receiver.hpp"

#include <array>
#include <charconv>

#include "core/sentences.hpp"
#include "http/address.hpp"

namespace funnel::server {

namespace {

struct Kind {
    TargetKind kind;
    const Receiver& (*receiver)();
};
constexpr std::array kKinds{
    Kind{TargetKind::webhook, receivers::webhook},
    Kind{TargetKind::bitrix24, receivers::bitrix24},
    Kind{TargetKind::bitrix24_lead, receivers::bitrix24_lead},
    Kind{TargetKind::amocrm, receivers::amocrm},
    Kind{TargetKind::amocrm_forms, receivers::amocrm_forms},
    Kind{TargetKind::email, receivers::email},
    Kind{TargetKind::telegram, receivers::telegram},
    Kind{TargetKind::hubspot, receivers::hubspot},
};

std::optional<std::int64_t> wait_from(const std::string& retry_after) {
    std::int64_t seconds = 0;
    const auto [end, failure] =
        std::from_chars(retry_after.data(), retry_after.data() + retry_after.size(), seconds);
    if (failure != std::errc() || end != retry_after.data() + retry_after.size() || seconds < 0 ||
        seconds > 1'000'000)
        return std::nullopt;
    return seconds * 1000;
}

}  // namespace

const Receiver& receiver_of(TargetKind kind) {
    for (const Kind& known : kKinds)
        if (known.kind == kind) return known.receiver();
    return receivers::webhook();
}

std::optional<TargetKind> target_kind_from(std::string_view name) {
    for (const Kind& known : kKinds)
        if (known.receiver().name() == name) return known.kind;
    return std::nullopt;
}

std::string_view name_of(TargetKind kind) {
    return receiver_of(kind).name();
}

std::optional<SettingFault> https_fault(const Target& target) {
    if (target.url.starts_with("https://")) return std::nullopt;
    if (!target.url.starts_with("http://")) return SettingFault{"url", sentences::config::out_of_range_https};
    // Names and phones: readable for nobody on the way.
    if (is_inner_host(host_of(target.url))) return std::nullopt;
    return SettingFault{"url", sentences::config::out_of_range_open};
}

AttemptResult result_by_status(const Reply& reply) {
    using Outcome = AttemptResult::Outcome;
    AttemptResult result;
    result.status = reply.status;
    result.detail = "HTTP " + std::to_string(reply.status);
    result.retry_after_ms = wait_from(reply.retry_after);
    if (reply.status >= 200 && reply.status < 300)
        result.outcome = Outcome::delivered;
    else
        result.outcome = reply.status == 400 || reply.status == 422 ? Outcome::refused : Outcome::retry;
    if (reply.status >= 300 && reply.status < 400) result.detail += ", перенаправление не выполняется";
    return result;
}

void say_not_taken(AttemptResult& result, AttemptResult::Outcome outcome) {
    result.outcome = outcome;
    result.detail += ", в ответе сказано, что не принято";
}

void expect(AttemptResult& result, bool is_answer) {
    if (result.outcome == AttemptResult::Outcome::delivered && !is_answer)
        say_not_taken(result, AttemptResult::Outcome::retry);
}

std::optional<SettingFault> fields_fault(const Target& target) {
    for (const TargetField& field : target.fields)
        if (!is_brief_key(field.value)) return SettingFault{"fields", sentences::config::out_of_range_fields};
    return std::nullopt;
}

}  // namespace funnel::server
