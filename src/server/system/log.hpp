// The log: one JSON object a line on stderr. Carries request ids, routes, codes and counts; never a name,
// phone, e-mail, body, token, query string or address of a visitor.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace funnel::server {

enum class Level { debug, info, warning, error };

// One field of a log line. Text is escaped; what is not UTF-8 is replaced.
struct Field {
    std::string_view name;
    std::variant<std::string, std::int64_t, double> value;

    Field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Field(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
    Field(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
    Field(std::string_view n, std::int64_t v) : name(n), value(v) {}
    Field(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
    Field(std::string_view n, std::size_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
    Field(std::string_view n, double v) : name(n), value(v) {}
};

class Log {
public:
    virtual ~Log() = default;
    // {"time": …, "level": …, "event": event, fields…}
    virtual void write(Level level, std::string_view event, std::initializer_list<Field> fields) = 0;
    // Lines that were lost because nobody read the ones before.
    [[nodiscard]] virtual std::uint64_t dropped() { return 0; }
};

// Writes lines from any thread and never waits: they go through a queue of kLogLines, and when whoever should
// read them does not, the oldest are lost and counted. Lines below `least` are left out. What is queued at
// the end is still written, unless that takes longer than a second.
inline constexpr std::size_t kLogLines = 4096;
[[nodiscard]] std::unique_ptr<Log> stderr_log(Level least);

}  // namespace funnel::server
