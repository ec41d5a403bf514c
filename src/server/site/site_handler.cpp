#include "site/site_handler.hpp"

#include "http/answers.hpp"

namespace funnel::server {

std::variant<Admitted, Response> SiteHandler::admit(const Request& head) {
    if (head.method == "GET" || head.method == "HEAD") return Admitted{0};
    return site_.answer(head);
}

void SiteHandler::handle(Request request, Respond respond) {
    if (request.path == "/healthz") {
        Response response = json_response(200, R"({"status":"ok"})");
        response.route = "/healthz";
        return respond(std::move(response));
    }
    if (request.path.starts_with("/api/")) {
        Response response = error_response(ErrorCode::not_found);
        response.route = "/api";
        return respond(std::move(response));
    }
    if (kit_.guards(request.path)) return respond(pages_.answer(kit_closed_page()));
    respond(site_.answer(request));
}

}  // namespace funnel::server
