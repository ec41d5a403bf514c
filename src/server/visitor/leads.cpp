// POST /api/leads: from the body to the stored request and its answer.
#include "core/json/json_writer.hpp"
#include "http/target.hpp"
#include "system/times.hpp"
#include "visitor/endpoint.hpp"
#include "visitor/form_page.hpp"
#include "visitor/requests.hpp"

namespace funnel::server {

// Keeps consents that point to the current text. False when one was given to another text. A refusal of a
// text that is no longer shown says nothing and is left out.
bool Endpoint::settle_consents(Lead& lead) const {
    std::vector<Consent> kept;
    for (const Consent& consent : lead.consents) {
        const ConsentText* text = parts_.legal.text_of(consent.document);
        const bool current =
            text != nullptr && text->version == consent.version && text->sha256 == consent.sha256;
        if (current)
            kept.push_back(consent);
        else if (consent.given)
            return false;
    }
    lead.consents = std::move(kept);
    return true;
}

Response Endpoint::lead_refused(const Request& request, ErrorCode code,
                                const std::vector<Issue>& issues) const {
    if (body_kind_of(request) == BodyKind::form) {
        const FormFields fields = fields_from(request.body).value_or(FormFields());
        if (!fields.empty())
            return parts_.pages.answer(form_again_page({status_of(code), message_of(code), fields, issues,
                                                        parts_.pages, code == ErrorCode::document_changed}));
    }
    return with_route(error_response(code, json_of(issues)), kLeadsRoute);
}

Response Endpoint::lead_taken(const Request& request, const Inserted& inserted, Form form) const {
    const std::string number = number_of(inserted.id);
    const std::string pass = form == Form::materials && parts_.kit.is_gated()
                                 ? parts_.kit.pass_from(options_.now_ms())
                                 : std::string();
    if (body_kind_of(request) == BodyKind::form) {
        Response response = with_route(json_response(303, ""), kLeadsRoute);
        response.set("Location",
                     "/thanks/?n=" + number + "&r=" + inserted.token + (pass.empty() ? "" : "&pass=" + pass));
        return response;
    }
    codec::JsonWriter answer;
    answer.begin_object();
    answer.key("id").value(inserted.id);
    answer.key("number").value(number);
    answer.key("receipt_url").value("/r/" + inserted.token);
    answer.key("withdraw_url").value("/r/" + inserted.token + "/withdraw");
    if (!pass.empty()) {
        answer.key("kit").begin_array();
        for (const KitFile& file : parts_.kit.files()) {
            answer.begin_object();
            answer.key("title").value(file.title);
            answer.key("type").value(file.type);
            answer.key("size").value(static_cast<std::int64_t>(file.size));
            answer.key("url").value(parts_.kit.address_of(file, pass));
            answer.end_object();
        }
        answer.end_array();
    }
    answer.end_object();
    return with_route(
        json_response(inserted.verdict == Inserted::Verdict::created ? 201 : 200, answer.take()),
        kLeadsRoute);
}

FormSender Endpoint::sender_of(const Request& request) const {
    const auto page = request.header("referer").value_or("");
    const auto query = page.find('?');
    return {utc_day(options_.now_ms()), request.client, user_agent_of(request),
            query == std::string_view::npos ? FormFields()
                                            : fields_from(page.substr(query + 1)).value_or(FormFields()),
            options_.country};
}

void Endpoint::take_lead(Request&& request, Respond&& respond) {
    const bool form = body_kind_of(request) == BodyKind::form;
    LeadResult result{LeadResult::Verdict::not_json, std::nullopt, {}};
    if (!form)
        result = lead_from_json(request.body, options_.country);
    else if (const auto fields = fields_from(request.body))
        result = lead_from_form(*fields, sender_of(request));
    if (result.verdict == LeadResult::Verdict::not_json)
        return respond(lead_refused(request, ErrorCode::not_json, {}));
    if (!result.lead) return respond(lead_refused(request, ErrorCode::invalid, result.issues));
    if (!settle_consents(*result.lead))
        return respond(lead_refused(request, ErrorCode::document_changed, {}));
    store_lead(std::move(request), std::move(*result.lead), std::move(respond));
}

void Endpoint::store_lead(Request request, Lead lead, Respond respond) {
    struct Work {
        Request request;
        NewLead fresh;
        Inserted inserted;
        Respond respond;
    };
    NewLead fresh{
        std::move(lead), {options_.now_ms(), request.client, user_agent_of(request)}, options_.targets};
    auto work = std::make_shared<Work>(Work{std::move(request), std::move(fresh), {}, std::move(respond)});
    WriteJob job;
    job.lead = {&work->fresh, &work->inserted};
    job.done = [this, work](WriteOutcome outcome) {
        if (outcome == WriteOutcome::unavailable) {
            Response response = lead_refused(work->request, ErrorCode::unavailable, {});
            response.set("Retry-After", "5");
            return work->respond(std::move(response));
        }
        if (outcome == WriteOutcome::refused)
            return work->respond(lead_refused(work->request, ErrorCode::internal, {}));
        if (work->inserted.verdict == Inserted::Verdict::conflict)
            return work->respond(lead_refused(work->request, ErrorCode::idempotency_conflict, {}));
        if (work->inserted.verdict == Inserted::Verdict::created) {
            // A held one is answered, and takes as long, as any other: only the operator knows.
            parts_.log.write(Level::info, work->fresh.lead.trapped ? "lead_held" : "lead_stored",
                             {{"request", work->request.id},
                              {"lead", work->inserted.id},
                              {"form", name_of(work->fresh.lead.form)}});
            if (on_stored) on_stored();
        }
        work->respond(lead_taken(work->request, work->inserted, work->fresh.lead.form));
    };
    if (parts_.writer.submit(std::move(job))) return;
    Response response = lead_refused(work->request, ErrorCode::unavailable, {});
    response.set("Retry-After", "2");
    work->respond(std::move(response));
}

}  // namespace funnel::server
