#include "system/log.hpp"

#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <ctime>
#include <nlohmann/json.hpp>

namespace funnel::server {

namespace {

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

std::string time_text() {
    const auto now = std::chrono::system_clock::now();
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[40];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(milliseconds));
    return text;
}

constexpr int kLookMs = 100;
constexpr std::int64_t kPatienceAtEndMs = 1000;

std::int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Writes to stderr only what it takes without blocking (a pipe that says it is ready takes PIPE_BUF bytes),
// so that the thread behind the queue can always be ended.
class PatientSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
public:
    // What is written later than that is lost.
    void give_up_at(std::int64_t moment_ms) { give_up_ms_ = moment_ms; }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        std::string_view left(message.payload.data(), message.payload.size());
        while (!left.empty() && !is_late()) {
            pollfd out{STDERR_FILENO, POLLOUT, 0};
            if (::poll(&out, 1, kLookMs) <= 0) continue;
            const auto written =
                ::write(STDERR_FILENO, left.data(), std::min<std::size_t>(left.size(), PIPE_BUF));
            if (written < 0 && errno != EINTR && errno != EAGAIN) return;  // nobody will ever read it
            if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void flush_() override {}
    [[nodiscard]] bool is_late() const {
        const std::int64_t moment = give_up_ms_;
        return moment > 0 && steady_ms() >= moment;
    }

    std::atomic<std::int64_t> give_up_ms_{0};
};

class StderrLog final : public Log {
public:
    explicit StderrLog(Level least)
        : least_(least),
          sink_(std::make_shared<PatientSink>()),
          queue_(std::make_shared<spdlog::details::thread_pool>(kLogLines, 1)),
          logger_(std::make_shared<spdlog::async_logger>("", sink_, queue_,
                                                         spdlog::async_overflow_policy::overrun_oldest)) {
        logger_->set_level(spdlog::level::trace);
    }
    ~StderrLog() override {
        sink_->give_up_at(steady_ms() + kPatienceAtEndMs);
        logger_.reset();
        queue_.reset();  // ends when the queue is empty
    }
    StderrLog(const StderrLog&) = delete;
    StderrLog& operator=(const StderrLog&) = delete;

    void write(Level level, std::string_view event, std::initializer_list<Field> fields) override {
        if (level < least_) return;
        nlohmann::ordered_json line;
        line["time"] = time_text();
        line["level"] = name_of(level);
        line["event"] = event;
        for (const Field& field : fields)
            std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
        logger_->log(spdlog::level::info,
                     line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
    }

    std::uint64_t dropped() override { return queue_->overrun_counter(); }

private:
    Level least_;
    std::shared_ptr<PatientSink> sink_;
    std::shared_ptr<spdlog::details::thread_pool> queue_;
    std::shared_ptr<spdlog::async_logger> logger_;
};

}  // namespace

std::unique_ptr<Log> stderr_log(Level least) {
    return std::make_unique<StderrLog>(least);
}

}  // namespace funnel::server
