#include "serve.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "command_line.hpp"
#include "delivery/dispatcher.hpp"
#include "delivery/duty/duty.hpp"
#include "inbox/inbox.hpp"
#include "lead/legal.hpp"
#include "operator/admin.hpp"
#include "operator/keeper.hpp"
#include "site/kit.hpp"
#include "site/pages.hpp"
#include "site/site_handler.hpp"
#include "store/database/database.hpp"
#include "store/migrations.hpp"
#include "store/outbox.hpp"
#include "system/digest.hpp"
#include "system/times.hpp"
#include "visitor/endpoint.hpp"

namespace funnel::server {

namespace {

std::unique_ptr<Log> log_for(const std::string& level) {
    if (level == "debug") return stderr_log(Level::debug);
    if (level == "warning") return stderr_log(Level::warning);
    if (level == "error") return stderr_log(Level::error);
    return stderr_log(Level::info);
}

std::string told_address(const std::string& text) {
    return "«" + text + "» не адрес: нужен вроде 127.0.0.1:8080, [::1]:8080 или unix:/run/funnel.sock";
}

// Everything that stands behind the endpoint, in the order it is made; taken down the other way round.
class Backend {
public:
    Backend(const ServeOptions& options, const Site& site, const Pages& pages, Kit kit, Legal legal,
            const StoreLocation& location, const WorkingHours& hours, Log& log)
        : config_(options.config),
          hours_(hours),
          location_(location),
          legal_(std::move(legal)),
          kit_(std::move(kit)),
          writer_(prepared(options), config_.max_waiting, log),
          reader_(open_database(location, Access::read_only), log),
          inbox_reader_(open_database(location, Access::read_only), log),
          duty_(config_.duty ? std::make_unique<Duty>(duty_options(), writer_, log) : nullptr),
          inbox_({site, pages, writer_, inbox_reader_, log}, inbox_options(options)),
          endpoint_({site, pages, kit_, legal_, writer_, reader_, log}, endpoint_options()),
          commands_(writer_, command_from, [this] { return command_context(); }),
          keeper_(keeper_options(options), writer_, reader_, log) {
        if (!config_.targets.empty()) {
            dispatcher_ = std::make_unique<Dispatcher>(dispatcher_options(), writer_, log);
        }
        endpoint_.on_stored = [this] {
            if (dispatcher_) dispatcher_->wake();
            inbox_.lead_stored();
        };
    }

    Endpoint& endpoint() { return endpoint_; }
    CommandHandler& commands() { return commands_; }
    Inbox& inbox() { return inbox_; }
    Writer& writer() { return writer_; }
    Reader& reader() { return reader_; }
    [[nodiscard]] bool is_purge_stopped() const { return keeper_.is_stopped(); }
    [[nodiscard]] std::int64_t news_since(std::int64_t now_ms) const {
        return hours_.news_since(now_ms, config_.zone);
    }

private:
    std::unique_ptr<Database> prepared(const ServeOptions& options) {
        auto database = open_database(location_, Access::read_write, options.durability);
        (void)migrate(*database, wall_clock_ms());
        if (location_.dialect == Dialect::sqlite) {
            for (const Row& row : database->query("PRAGMA quick_check"))
                if (row.text(0) != "ok")
                    throw StoreError(StoreError::Kind::corrupt, "хранилище повреждено: " + row.text(0));
        }
        Store store(*database);
        database->begin_write();
        try {
            store.record_documents(legal_.current, wall_clock_ms());
            if (location_.dialect == Dialect::sqlite) Outbox(*database).forget_leases();
            kit_.sign_with(store.kit_secret());
            database->commit();
        } catch (...) {
            database->rollback();
            throw;
        }
        return database;
    }

    EndpointOptions endpoint_options() const {
        EndpointOptions options;
        options.origins = config_.origins;
        for (const Target& target : config_.targets) options.targets.push_back(target.name);
        options.erase_delay_ms = config_.erase_delay_hours * kHourMs;
        options.leads_per_address = config_.leads_per_address;
        options.country = config_.country;
        options.zone = config_.zone;
        options.now_ms = wall_clock_ms;
        return options;
    }

    InboxOptions inbox_options(const ServeOptions& options) const {
        InboxOptions inbox;
        inbox.origins = config_.origins;
        inbox.public_url = config_.public_url;
        inbox.zone = config_.zone;
        inbox.hours = hours_;
        if (location_.dialect == Dialect::sqlite) inbox.writers = InboxOptions::Writers::this_server;
        if (duty_) inbox.on_waiting = [this](const Waiting& waiting) { duty_->hear(waiting); };
        inbox.now_ms = wall_clock_ms;
        inbox.copies_ms = config_.backup_days * kDayMs;
        if (options.plain_cookie) inbox.cookie = InboxOptions::Cookie::plain;
        return inbox;
    }

    [[nodiscard]] BriefPlaces places() const { return {config_.public_url, config_.inbox_url, config_.zone}; }

    DutyOptions duty_options() const {
        DutyOptions options;
        options.target = *config_.duty;
        options.courier.private_targets = config_.private_targets;
        options.places = places();
        options.is_working = [this](std::int64_t ms) { return hours_.contain(ms, config_.zone); };
        options.answer_due = [this](std::int64_t came_ms) {
            return hours_.answer_due(came_ms, HubOptions().patience_ms, config_.zone);
        };
        options.now_ms = wall_clock_ms;
        return options;
    }

    DispatcherOptions dispatcher_options() const {
        DispatcherOptions options;
        options.targets = config_.targets;
        options.courier.private_targets = config_.private_targets;
        options.places = places();
        options.owner = hex(random_bytes(8));
        options.now_ms = wall_clock_ms;
        return options;
    }

    KeeperOptions keeper_options(const ServeOptions& options) const {
        KeeperOptions keeper;
        keeper.every = options.purge_every;
        keeper.limit = config_.purge_limit;
        keeper.quiet = config_.quiet;
        keeper.context = [this] { return command_context(); };
        return keeper;
    }

    CommandContext command_context() const {
        CommandContext context = context_of(config_, location_);
        return context;
    }

    const Config config_;
    const WorkingHours hours_;
    const StoreLocation location_;
    const Legal legal_;
    Kit kit_;  // signed with the store's secret when that is prepared
    Writer writer_;
    Reader reader_;
    Reader inbox_reader_;  // of people's pages: a slow search holds up no receipt
    std::unique_ptr<Duty> duty_;
    Inbox inbox_;
    Endpoint endpoint_;
    CommandHandler commands_;
    std::unique_ptr<Dispatcher> dispatcher_;
    Keeper keeper_;
};

// The admin listener: pages for people below /inbox/, everything else for the operator's programs.
class AdminFace final : public HttpHandler {
public:
    AdminFace(Inbox& inbox, AdminHandler& admin) : inbox_(inbox), admin_(admin) {}
    [[nodiscard]] std::variant<Admitted, Response> admit(const Request& head) override {
        return Inbox::takes(head.path) ? inbox_.admit(head) : admin_.admit(head);
    }
    void handle(Request request, Respond respond) override {
        if (Inbox::takes(request.path))
            inbox_.handle(std::move(request), std::move(respond));
        else
            admin_.handle(std::move(request), std::move(respond));
    }

private:
    Inbox& inbox_;
    AdminHandler& admin_;
};

// The site's consent texts and operator, or why requests must not be taken with them.
std::optional<Legal> legal_of(const Site& site, const ServeOptions& options, const ListenAddress& address,
                              std::string& why) {
    const SiteFile* file = site.find("/legal/documents.json");
    if (file == nullptr) {
        why = "в папке сайта нет legal/documents.json: без текстов согласий заявки принимать нельзя";
        return std::nullopt;
    }
    auto result = legal_from_json(*file->variants.back().bytes);
    if (!result.legal) {
        why = result.error;
        return std::nullopt;
    }
    const auto missing = result.legal->identity.missing();
    if (missing.empty() || (options.demo && is_loopback(address))) return std::move(result.legal);
    why = "сведения об операторе неполны, нет:";
    for (const std::string& name : missing) why += " " + name;
    why += ". Дополните operator в site.json и соберите сайт заново";
    why += options.demo ? " (--demo разрешает это только на адресе этой машины)"
                        : " (попробовать на этой машине: --demo)";
    return std::nullopt;
}

class Serving {
public:
    Serving(const ServeOptions& options, Log& log) : options_(options), log_(log) {}

    int run() {
        const auto address = listen_address_from(options_.listen);
        if (!address) return fail("bad_address", "--listen: " + told_address(options_.listen));
        const auto loaded = Site::load(options_.site);
        if (!loaded.site) return fail("bad_site", loaded.error);
        auto kit = Kit::of(*loaded.site);
        if (!kit.kit) return fail("bad_site", kit.error);
        const auto pages = Pages::load(options_.site);
        if (!pages.pages) return fail("bad_site", pages.error);
        if (options_.store.empty()) return run_site(*loaded.site, *pages.pages, *kit.kit, *address);

        const auto location = store_location_from(options_.store);
        if (!location) return fail("bad_store", "хранилище — это sqlite:ПУТЬ или postgres://…");
        std::string why;
        auto legal = legal_of(*loaded.site, options_, *address, why);
        if (!legal) return fail("bad_legal", why);
        const auto hours = working_hours_in(options_.site);
        if (!hours)
            return fail("bad_site",
                        "не понять .firm.json: проверьте working_hours в site.json и соберите сайт заново");
        const auto lock = WriteLock::take(*location, WriteLock::Missing::create, why);
        if (!lock) return fail("store_in_use", why);
        try {
            Backend backend(options_, *loaded.site, *pages.pages, std::move(*kit.kit), std::move(*legal),
                            *location, *hours, log_);
            return run_backend(backend, *location, *address);
        } catch (const StoreError& error) {
            return fail("bad_store", error.what());
        }
    }

private:
    int fail(std::string_view event, std::string_view reason) {
        log_.write(Level::error, event, {{"reason", reason}});
        return 1;
    }

    HttpServerOptions http_options() {
        HttpServerOptions options;
        options.trusted_proxies = options_.config.trusted_proxies;
        options.on_answered = [this](const Answered& answered) {
            metrics_.note(answered);
            log_.write(Level::info, "request",
                       {{"route", answered.route},
                        {"status", answered.status},
                        {"ms", std::chrono::duration<double, std::milli>(answered.took).count()}});
        };
        return options;
    }

    bool listen(HttpServer& server, const ListenAddress& address, HttpHandler& handler,
                std::string_view what) {
        const auto listening = server.listen(address, handler);
        if (!listening.error.empty()) {
            log_.write(Level::error, "cannot_listen", {{"what", what}, {"reason", listening.error}});
            return false;
        }
        log_.write(Level::info, "listening",
                   {{"what", what},
                    {"address", address.is_local() ? address.socket_path : address.host},
                    {"port", static_cast<int>(listening.port)}});
        return true;
    }

    int finish(std::size_t cut_off) {
        log_.write(Level::info, "stopped", {{"connections_cut_off", cut_off}});
        return cut_off == 0 ? 0 : 1;
    }

    int run_site(const Site& site, const Pages& pages, const Kit& kit, const ListenAddress& address) {
        SiteHandler handler(site, pages, kit);
        HttpServer server(http_options(), log_);
        if (!listen(server, address, handler, "site, without a store")) return 1;
        return finish(server.run());
    }

    int run_backend(Backend& backend, const StoreLocation& location, const ListenAddress& address) {
        HttpServer server(http_options(), log_);
        AdminHandler admin(
            {backend.writer(), backend.reader(), metrics_, [&server] { return server.open_connections(); },
             [&backend] { return backend.is_purge_stopped(); }, wall_clock_ms, log_, options_.config.zone,
             options_.config.country, [&backend] { return backend.endpoint().steps_counted(); },
             [&backend](std::int64_t now_ms) { return backend.news_since(now_ms); }},
            options_.config.admin_token);
        AdminFace face(backend.inbox(), admin);
        if (location.dialect == Dialect::sqlite) {
            const ListenAddress socket{{}, 0, location.command_socket()};
            if (!listen(server, socket, backend.commands(), "commands")) return 1;
            // Who may open it may do everything: not even the group of a proxy that reads other sockets of
            // ours.
            if (::chmod(socket.socket_path.c_str(), 0600) != 0)
                return fail("bad_address", socket.socket_path);
        }
        if (!options_.admin.empty()) {
            const auto admin_address = listen_address_from(options_.admin);
            if (!admin_address) return fail("bad_address", "--admin: " + told_address(options_.admin));
            if (!is_loopback(*admin_address) && !options_.admin_anywhere)
                return fail(
                    "bad_address",
                    "--admin: " + options_.admin +
                        " доступен не только этой машине. Нужен 127.0.0.1:ПОРТ или unix:ПУТЬ; если это "
                        "намеренно, добавьте --admin-anywhere");
            if (options_.plain_cookie && !is_loopback(*admin_address))
                return fail("bad_address", "--inbox-plain-cookie: только на адресе этой машины");
            if (!listen(server, *admin_address, face, "admin")) return 1;
        }
        // Last: who sees this line may send requests.
        if (!listen(server, address, backend.endpoint(), "site")) return 1;
        return finish(server.run());
    }

    const ServeOptions& options_;
    Log& log_;
    Metrics metrics_;
};

}  // namespace

int serve(const ServeOptions& options) {
    const auto log = log_for(options.log_level);
    return Serving(options, *log).run();
}

}  // namespace funnel::server
