#include <libpq-fe.h>

#include <charconv>
#include <unordered_map>

#include "store/database/database.hpp"

namespace funnel::server {

namespace {

struct CloseConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
using Result = std::unique_ptr<PGresult, FreeResult>;

// Everyone who appends to the chain of consent events waits here for the one before.
constexpr std::string_view kOneWriter = "SELECT pg_advisory_xact_lock(7234019)";
constexpr Oid kInt8 = 20;
constexpr const char* kLimits =
    "SET lock_timeout = '8s'; SET statement_timeout = '15s'; SET idle_in_transaction_session_timeout = '60s'";

class Postgres final : public Database {
public:
    explicit Postgres(std::string url) : url_(std::move(url)) { connect(); }

    Rows query(std::string_view sql, const std::vector<Value>& parameters) override {
        const std::string& name = prepared(sql);
        std::vector<std::string> texts;
        std::vector<const char*> values;
        texts.reserve(parameters.size());
        for (const Value& value : parameters) {
            const auto* number = std::get_if<std::int64_t>(&value);
            texts.push_back(number != nullptr ? std::to_string(*number) : std::get<std::string>(value));
            values.push_back(texts.back().c_str());
        }
        Result result(PQexecPrepared(connection_.get(), name.c_str(), static_cast<int>(values.size()),
                                     values.data(), nullptr, nullptr, 0));
        check(result.get());
        tag_ = PQcmdStatus(result.get());
        changed_ = number_from(PQcmdTuples(result.get()));
        return rows_of(result.get());
    }

    void script(const std::string& sql) override {
        Result result(PQexec(connection_.get(), sql.c_str()));
        check(result.get());
    }

    void begin_write() override {
        query("BEGIN", {});
        query(kOneWriter, {});
    }
    void commit() override {
        // The commit of a failed transaction is answered with success and the word ROLLBACK.
        query("COMMIT", {});
        if (tag_ != "COMMIT") throw StoreError(StoreError::Kind::unavailable, "транзакция отменена");
    }
    void rollback() noexcept override {
        if (!in_transaction()) return;
        const Result ignored(PQexec(connection_.get(), "ROLLBACK"));
    }
    bool in_transaction() const override {
        const auto state = PQtransactionStatus(connection_.get());
        return state == PQTRANS_INTRANS || state == PQTRANS_INERROR || state == PQTRANS_ACTIVE;
    }
    std::int64_t changed() const override { return changed_; }
    Dialect dialect() const override { return Dialect::postgres; }

    bool reconnect() override {
        if (PQstatus(connection_.get()) == CONNECTION_OK) return false;
        names_.clear();
        connect();
        return true;
    }

    bool forget_deleted() override {
        script("SET statement_timeout = 0");
        for (const char* statement : {"VACUUM leads", "VACUUM consents", "REINDEX TABLE CONCURRENTLY leads",
                                      "REINDEX TABLE CONCURRENTLY consents"})
            script(statement);
        script(kLimits);
        return true;
    }

private:
    void connect() {
        connection_.reset(
            PQconnectdb((url_ + (url_.find('?') == std::string::npos ? "?" : "&") +
                         "connect_timeout=5&application_name=funnel-server&client_encoding=UTF8")
                            .c_str()));
        if (PQstatus(connection_.get()) != CONNECTION_OK)
            throw StoreError(StoreError::Kind::unavailable,
                             "нет связи с PostgreSQL: " + first_line(PQerrorMessage(connection_.get())));
        // A commit that is answered must be on disk, whatever the cluster's default; a lock must not be
        // waited for without end.
        std::string settings("SET synchronous_commit = on; SET client_min_messages = warning; ");
        script(settings.append(kLimits));
    }

    const std::string& prepared(std::string_view sql) {
        const auto known = names_.find(sql);
        if (known != names_.end()) return known->second;
        const std::string name = "s" + std::to_string(names_.size());
        Result result(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(), 0, nullptr));
        check(result.get());
        return names_.emplace(std::string(sql), name).first->second;
    }

    // The detail of an error may repeat values of the row: only its code and first line may leave this file.
    static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

    void check(PGresult* result) const {
        const auto status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
        const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const std::string code = state == nullptr ? "" : state;
        const bool of_this_row = code.starts_with("22") || code.starts_with("23");
        const char* primary =
            result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        // Class 22 quotes the offending value in its message: say the class only.
        const std::string message = code.starts_with("22") ? "значение не подходит"
                                    : primary != nullptr   ? primary
                                                           : first_line(PQerrorMessage(connection_.get()));
        throw StoreError(of_this_row ? StoreError::Kind::row : StoreError::Kind::unavailable,
                         message + " (" + code + ")");
    }

    static std::int64_t number_from(std::string_view text) {
        std::int64_t value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }

    static Rows rows_of(const PGresult* result) {
        Rows rows;
        const int columns = PQnfields(result);
        for (int r = 0; r < PQntuples(result); ++r) {
            std::vector<Value> values;
            values.reserve(static_cast<std::size_t>(columns));
            for (int c = 0; c < columns; ++c) {
                std::string text(PQgetvalue(result, r, c),
                                 static_cast<std::size_t>(PQgetlength(result, r, c)));
                if (PQftype(result, c) == kInt8)
                    values.emplace_back(number_from(text));
                else
                    values.emplace_back(std::move(text));
            }
            rows.emplace_back(std::move(values));
        }
        return rows;
    }

    const std::string url_;
    Connection connection_;
    std::unordered_map<std::string, std::string, SqlHash, std::equal_to<>> names_;
    std::int64_t changed_ = 0;
    std::string tag_;  // of the last statement: "COMMIT", "INSERT 0 1"
};

}  // namespace

std::unique_ptr<Database> open_postgres(const std::string& connection_url) {
    return std::make_unique<Postgres>(connection_url);
}

}  // namespace funnel::server
