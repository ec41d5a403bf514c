// Telegram Bot API, «sendMessage»; errors as its «Making requests» says. A number and a link only: no
// personal data leaves the country through a messenger.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/sentences.hpp"
#include "delivery/lead_words.hpp"
#include "delivery/receiver.hpp"

namespace funnel::server {

namespace {

using Json = nlohmann::ordered_json;

// The number and where its record is: who may see the rest logs in there.
std::string told_of(const Delivery& d) {
    if (d.purpose == Purpose::trial) return title_of(d);
    if (is_for_duty(d.purpose)) return std::string(d.words);
    const BriefPlaces& places = d.places;
    const std::string where =
        places.inbox_url.empty() ? places.public_url : places.inbox_url + "/" + number_of(d.lead.id);
    return "Новая заявка № " + number_of(d.lead.id) + (where.empty() ? "" : "\n" + where);
}

// "Bad Request: chat not found": what the Bot API says of a refusal, if it is a plain line.
std::string reason_in(const Json& body) {
    constexpr std::size_t kMostReason = 100;
    if (!body.contains("description") || !body["description"].is_string()) return {};
    auto reason = body["description"].get<std::string>();
    const bool plain = reason.size() <= kMostReason && std::all_of(reason.begin(), reason.end(), [](char c) {
                           return c >= 0x20 && c < 0x7f;
                       });
    return plain ? reason : std::string();
}

class Telegram final : public Receiver {
public:
    std::string_view name() const override { return "telegram"; }

    std::optional<SettingFault> settle(Target& target) const override {
        if (target.url.empty()) target.url = "https://api.telegram.org";
        while (target.url.ends_with('/')) target.url.pop_back();
        if (auto fault = https_fault(target)) return fault;
        if (target.secret.empty()) return SettingFault{"secret_file", sentences::config::out_of_range_needed};
        if (target.to.empty()) return SettingFault{"to", sentences::config::out_of_range_chat};
        if (!target.fields.empty()) return SettingFault{"fields", sentences::config::out_of_range_no_fields};
        return std::nullopt;
    }

    Parcel parcel(const Delivery& d) const override {
        Json body;
        body["chat_id"] = d.target.to;
        body["text"] = d.row.event == OutboxEvent::created ? told_of(d) : notice_of(d);
        return Post{d.target.url + "/bot" + d.target.secret + "/sendMessage",
                    {{"Content-Type", "application/json"}},
                    body.dump(-1, ' ', false, Json::error_handler_t::replace)};
    }

    AttemptResult read(const Delivery&, const Reply& reply) const override {
        AttemptResult result = result_by_status(reply);
        const Json body = Json::parse(reply.body, nullptr, false);
        expect(result, body.is_object());
        if (!body.is_object()) return result;
        if (body.contains("parameters") && body["parameters"].is_object() &&
            body["parameters"].contains("retry_after") &&
            body["parameters"]["retry_after"].is_number_integer())
            result.retry_after_ms = std::clamp<std::int64_t>(
                                        body["parameters"]["retry_after"].get<std::int64_t>(), 0, 1'000'000) *
                                    1000;
        expect(result, body.contains("ok") && body["ok"] == true);
        const std::string reason = reason_in(body);
        if (result.outcome != AttemptResult::Outcome::delivered && !reason.empty())
            result.detail += ", " + reason;
        return result;
    }
};

const Telegram kReceiver;

}  // namespace

const Receiver& receivers::telegram() {
    return kReceiver;
}

}  // namespace funnel::server
