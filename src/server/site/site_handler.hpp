// What the public listener answers when only the site is there: pages and the two health questions.
#pragma once

#include "http/listener/server.hpp"
#include "site/kit.hpp"
#include "site/site.hpp"

namespace funnel::server {

class SiteHandler final : public HttpHandler {
public:
    // Files of a kit behind the form stay closed: nobody can give a pass.
    SiteHandler(const Site& site, const Pages& pages, const Kit& kit)
        : site_(site), pages_(pages), kit_(kit) {}

    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override;
    void handle(Request request, Respond respond) override;

private:
    const Site& site_;
    const Pages& pages_;
    const Kit& kit_;
};

}  // namespace funnel::server
