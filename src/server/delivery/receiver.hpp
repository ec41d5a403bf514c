// One kind of receiver: what its settings must be, what it is sent, how its answer is understood. Pure values
// in, pure values out; the courier carries them. A kind is one file (crm/hubspot.cpp) and a line here, in
// target.hpp and in receiver.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/messages.hpp"
#include "delivery/target.hpp"
#include "lead/brief/brief.hpp"
#include "lead/stored_lead.hpp"
#include "store/outbox.hpp"

namespace funnel::server {

// A trial is a request nobody made, sent by the operator to see whether the receiver takes it: it says so.
// `duty`: the person on duty is told that requests wait, in `words`; there is no lead; `duty_trial`: whether
// that would reach him.
enum class Purpose { request, trial, duty, duty_trial };
[[nodiscard]] constexpr bool is_for_duty(Purpose purpose) {
    return purpose == Purpose::duty || purpose == Purpose::duty_trial;
}

struct Delivery {
    const Target& target;
    const OutboxRow& row;    // its event says what is told, its progress which request is next
    const StoredLead& lead;  // empty fields once it is erased
    BriefPlaces places;      // for links and times
    std::int64_t now_ms = 0;
    Origin origin{};  // for an event after `created`: the delivery that brought the lead there
    Purpose purpose = Purpose::request;
    std::string_view words{};  // for duty: what is said, without anything personal
};

struct PostHeader {
    std::string name;
    std::string value;
};
// One HTTP request.
struct Post {
    enum class Method { post, get };
    std::string url;
    std::vector<PostHeader> headers;
    std::string body{};  // of a POST
    Method method = Method::post;
};
// One message for SMTP: headers and body with CRLF. Sender, recipient and relay are the target's.
struct Mail {
    std::string text;
};
using Parcel = std::variant<Post, Mail>;

struct Reply {
    std::int64_t status = 0;
    std::string retry_after;  // header, as sent
    std::string body;         // its first 64 KiB
};

// What is wrong with a target's settings.
struct SettingFault {
    std::string key;
    Sentence what;
};

class Receiver {
public:
    virtual ~Receiver() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;  // "bitrix24", as `kind` of the configuration
    // Fills in what may be left out and says the first thing that is wrong.
    [[nodiscard]] virtual std::optional<SettingFault> settle(Target& target) const = 0;
    // Why this cannot be told there, in words for the operator; "" when it can.
    [[nodiscard]] virtual std::string obstacle(const Delivery&) const { return {}; }
    // The request of the step the row stands at.
    [[nodiscard]] virtual Parcel parcel(const Delivery& delivery) const = 0;
    // Never called for mail. Outcome::step_done asks for another request: `progress` of the result says
    // which.
    [[nodiscard]] virtual AttemptResult read(const Delivery& delivery, const Reply& reply) const = 0;
};

[[nodiscard]] const Receiver& receiver_of(TargetKind kind);
[[nodiscard]] std::optional<TargetKind> target_kind_from(std::string_view name);

// Shared by the kinds. An address of the web, with TLS unless it is of this machine or network.
[[nodiscard]] std::optional<SettingFault> https_fault(const Target& target);
// By the status alone: 2xx is delivered; 429 and 5xx wait; a request the receiver understands and refuses
// (400, 422) ends the delivery; other 4xx wait, for the operator may repair the access; a redirect is not
// followed.
[[nodiscard]] AttemptResult result_by_status(const Reply& reply);
void say_not_taken(AttemptResult& result, AttemptResult::Outcome outcome);
// A delivered answer that is not what this receiver says when it takes something: a portal's page, a cut
// body.
void expect(AttemptResult& result, bool is_answer);
// `fields` of a target that name no value of a brief.
[[nodiscard]] std::optional<SettingFault> fields_fault(const Target& target);

namespace receivers {
[[nodiscard]] const Receiver& webhook();
[[nodiscard]] const Receiver& bitrix24();
[[nodiscard]] const Receiver& bitrix24_lead();
[[nodiscard]] const Receiver& amocrm();
[[nodiscard]] const Receiver& amocrm_forms();
[[nodiscard]] const Receiver& hubspot();
[[nodiscard]] const Receiver& email();
[[nodiscard]] const Receiver& telegram();
}  // namespace receivers

}  // namespace funnel::server
