// What the public listener answers when only the site is there: pages and the two health questions.
#pragma once

#include "http/listener/server.hpp"
#include "site/site.hpp"

namespace funnel::server {

class SiteHandler final : public HttpHandler {
public:
    explicit SiteHandler(const Site& site) : site_(site) {}

    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

private:
    const Site& site_;
};

}  // namespace funnel::server
