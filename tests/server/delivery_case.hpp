// One delivery of one request, asked and answered as values.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "delivery/receiver.hpp"

namespace funnel::server::testing {

struct Case {
    Target target;
    OutboxRow row;
    StoredLead lead;

    explicit Case(TargetKind kind) {
        target = {"t",
                  kind,
                  "https://example.ru/hook",
                  "0123456789abcdef",
                  "",
                  "from@example.ru",
                  "to@example.ru",
                  false,
                  true};
        row.delivery_id = "msg_1";
        lead.id = 7;
        lead.created_ms = 1'790'000'000'000;
        lead.form = "diagnosis";
        lead.name = "Иван";
        lead.phone = "+79161234567";
        lead.page = "/";
        lead.owner = "yes";
    }
    Origin origin;
    Delivery delivery() const {
        return {target,
                row,
                lead,
                {"https://site.ru", "https://site.ru/inbox", moscow_time()},
                1'790'000'001'000,
                origin,
                purpose};
    }
    Purpose purpose = Purpose::request;
    nlohmann::json body() const { return nlohmann::json::parse(post().body); }
    // The next request after an answer, as the store would have kept where it stands.
    AttemptResult take(const Reply& reply) {
        AttemptResult result = read(reply);
        if (result.outcome == AttemptResult::Outcome::step_done) row.progress = result.progress;
        if (result.outcome == AttemptResult::Outcome::retry) ++row.attempts;
        return result;
    }
    AttemptResult read(const Reply& reply) const { return receiver_of(target.kind).read(delivery(), reply); }
    Post post() const { return std::get<Post>(receiver_of(target.kind).parcel(delivery())); }
    std::string mail() const { return std::get<Mail>(receiver_of(target.kind).parcel(delivery())).text; }
    AttemptResult::Outcome outcome(std::int64_t status, const std::string& body = "") const {
        return read({status, "", body}).outcome;
    }
};

}  // namespace funnel::server::testing
