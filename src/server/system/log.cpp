#include "system/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
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

class StderrLog final : public Log {
public:
    explicit StderrLog(Level least)
        : least_(least), sink_("", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        sink_.set_pattern("%v");
        sink_.set_level(spdlog::level::trace);
        sink_.flush_on(spdlog::level::trace);
    }

    void write(Level level, std::string_view event, std::initializer_list<Field> fields) override {
        if (level < least_) return;
        nlohmann::ordered_json line;
        line["time"] = time_text();
        line["level"] = name_of(level);
        line["event"] = event;
        for (const Field& field : fields)
            std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
        sink_.log(spdlog::level::info, "{}",
                  line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

private:
    Level least_;
    spdlog::logger sink_;
};

}  // namespace

std::unique_ptr<Log> stderr_log(Level least) {
    return std::make_unique<StderrLog>(least);
}

}  // namespace funnel::server
