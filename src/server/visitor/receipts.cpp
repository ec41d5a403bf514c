// /r/{token}: the visitor's own receipt, and the end of a consent.
#include <nlohmann/json.hpp>

#include "core/json/strict_document.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"
#include "http/negotiation.hpp"
#include "http/target.hpp"
#include "visitor/endpoint.hpp"
#include "visitor/receipt.hpp"
#include "visitor/requests.hpp"

namespace funnel::server {

namespace {

constexpr std::string_view kAsFile = "download";  // query of a receipt that is to be saved

}  // namespace

void Endpoint::show_receipt(Request&& request, Respond&& respond) {
    const std::string token(token_in(request.path));
    if (token.empty()) return respond(refusal(request, ErrorCode::not_found, kReceiptRoute));
    auto shared = std::make_shared<std::pair<Request, Respond>>(std::move(request), std::move(respond));
    const auto unavailable = [this, shared] {
        shared->second(refusal(shared->first, ErrorCode::unavailable, kReceiptRoute));
    };
    parts_.reader.submit(
        [this, shared, token](Store& store) {
            const auto lead = store.lead_by_token(token);
            if (!lead) return shared->second(refusal(shared->first, ErrorCode::not_found, kReceiptRoute));
            const Receipt receipt{*lead, parts_.legal.identity, token, options_.zone};
            const bool as_file = shared->first.query == kAsFile;
            if (!as_file && prefers_html(shared->first.header_list("accept")))
                return shared->second(parts_.pages.answer(receipt_page(receipt)));
            Response response = with_route(json_response(200, receipt_json(receipt)), kReceiptRoute);
            response.set("Referrer-Policy", "same-origin");
            response.set("Vary", "Accept");
            if (as_file)
                response.set("Content-Disposition",
                             "attachment; filename=\"soglasie-" + number_of(lead->id) + ".json\"");
            shared->second(std::move(response));
        },
        unavailable);
}

struct Endpoint::Withdrawal {
    Request request;
    Respond respond;
    std::string token;
    Document document = Document::processing;
    Withdrawn result = Withdrawn::unknown_token;
};

void Endpoint::withdraw(Request&& request, Respond&& respond) {
    const bool form = body_kind_of(request) == BodyKind::form;
    std::string name;
    bool confirmed = !form;  // a program that posts JSON means it; a person is asked once more
    if (form) {
        for (const auto& [key, value] : fields_from(request.body).value_or(FormFields())) {
            if (key == "consent") name = value;
            if (key == "confirmed") confirmed = value == "1";
        }
    } else {
        const auto parsed = codec::strict_document_from(request.body);
        if (!parsed.value || !parsed.value->is_object())
            return respond(refusal(request, ErrorCode::not_json, kWithdrawRoute));
        const auto found = parsed.value->find("consent");
        if (found != parsed.value->end() && found->is_string()) name = found->get<std::string>();
    }
    const std::string token(token_in(request.path));
    const auto document = document_from(name);
    if (token.empty()) return respond(refusal(request, ErrorCode::not_found, kWithdrawRoute));
    if (!document)
        return respond(with_route(
            error_response(ErrorCode::invalid,
                           json_of({issue_at("/consent", sentences::lead::out_of_range_which_consent)})),
            kWithdrawRoute));
    if (!confirmed) return respond(parts_.pages.answer(withdrawal_page(token, *document)));
    auto work =
        std::make_shared<Withdrawal>(Withdrawal{std::move(request), std::move(respond), token, *document});
    WriteJob job;
    job.apply = [this, work](Store& store) {
        work->result =
            store.withdraw(work->token, work->document, options_.now_ms(), options_.erase_delay_ms);
    };
    job.done = [this, work, form](WriteOutcome outcome) {
        if (outcome != WriteOutcome::stored) {
            Response response = refusal(work->request, ErrorCode::unavailable, kWithdrawRoute);
            response.set("Retry-After", "5");
            return work->respond(std::move(response));
        }
        if (work->result == Withdrawn::unknown_token)
            return work->respond(refusal(work->request, ErrorCode::not_found, kWithdrawRoute));
        if (form) {
            Response response = with_route(json_response(303, ""), kWithdrawRoute);
            response.set("Location", "/r/" + work->token);
            return work->respond(std::move(response));
        }
        nlohmann::ordered_json answer;
        answer["consent"] = name_of(work->document);
        answer["withdrawn"] = work->result != Withdrawn::not_given;
        answer["erasure_scheduled"] =
            work->document == Document::processing && work->result != Withdrawn::not_given;
        work->respond(with_route(json_response(200, answer.dump()), kWithdrawRoute));
    };
    if (parts_.writer.submit(std::move(job))) return;
    Response response = refusal(work->request, ErrorCode::unavailable, kWithdrawRoute);
    response.set("Retry-After", "2");
    work->respond(std::move(response));
}

}  // namespace funnel::server
