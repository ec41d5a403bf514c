// `funnel-server`: the command line. Reads what the operator wants, wires the parts together, runs them.
#include <csignal>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "server/log.hpp"
#include "server/site.hpp"
#include "server/site_handler.hpp"

namespace funnel::server {
namespace {

struct ServeOptions {
    std::string site;
    std::string listen = "127.0.0.1:8080";
};

// 0 after a clean stop, 1 when it cannot start or had to cut connections off.
int serve(const ServeOptions& options) {
    const auto log = stderr_log(Level::info);
    const auto address = listen_address_from(options.listen);
    if (!address) {
        log->write(Level::error, "bad_address", {{"listen", options.listen}});
        return 1;
    }
    const auto loaded = Site::load(options.site);
    if (!loaded.site) {
        log->write(Level::error, "bad_site", {{"reason", loaded.error}});
        return 1;
    }
    SiteHandler handler(*loaded.site);
    HttpServer server({}, *log);
    const auto listening = server.listen(*address, handler);
    if (!listening.error.empty()) {
        log->write(Level::error, "cannot_listen", {{"listen", options.listen}, {"reason", listening.error}});
        return 1;
    }
    log->write(Level::info, "listening",
               {{"address", address->is_local() ? "unix:" + address->socket_path : address->host},
                {"port", static_cast<int>(listening.port)},
                {"files", loaded.site->file_count()},
                {"bytes", loaded.site->byte_count()}});
    const auto cut_off = server.run();
    log->write(Level::info, "stopped", {{"connections_cut_off", cut_off}});
    return cut_off == 0 ? 0 : 1;
}

int run(int argc, char** argv) {
    CLI::App app{"The site and its lead endpoint"};
    app.require_subcommand(1);
    ServeOptions options;
    auto* serve_command = app.add_subcommand("serve", "Serve the built site");
    serve_command->add_option("--site", options.site, "Folder of the built site")->required()->envname("FUNNEL_SITE");
    serve_command->add_option("--listen", options.listen, "ADDRESS:PORT or unix:PATH")->envname("FUNNEL_LISTEN");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 64;
    }
    return serve(options);
}

}  // namespace
}  // namespace funnel::server

int main(int argc, char** argv) {
    // A client that has gone away is an error of one write, a file at its size limit one failed commit: not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return funnel::server::run(argc, argv);
}
