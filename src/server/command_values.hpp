// Kinds of values on the command line; what is of another kind is refused in Russian.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/inbox/operators.hpp"
#include "system/text.hpp"
#include "system/times.hpp"

namespace funnel::server {

inline CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
    return {[least, most](std::string& text) {
                const auto number = whole_number_in(text);
                if (number && *number >= least && *number <= most) return std::string();
                return "нужно целое число от " + std::to_string(least) + " до " + std::to_string(most) +
                       ", а не «" + text + "»";
            },
            ""};
}

inline constexpr std::int64_t kMostIds = 9'000'000'000'000'000;

inline CLI::Option* add_number(CLI::App& app, const std::string& name, std::int64_t& value,
                               std::int64_t least, std::int64_t most, const std::string& help) {
    return app
        .add_option_function<std::string>(
            name, [&value](const std::string& text) { value = whole_number_in(text).value_or(0); }, help)
        ->check(whole_number(least, most))
        ->type_name("N");
}

inline CLI::Option* add_text(CLI::App& app, const std::string& name, std::string& value,
                             const std::string& help) {
    return app.add_option(name, value, help)->type_name("TEXT");
}

inline CLI::Option* add_ids(CLI::App& app, std::vector<std::int64_t>& ids, const std::string& help) {
    return app
        .add_option_function<std::vector<std::string>>(
            "ID",
            [&ids](const std::vector<std::string>& texts) {
                for (const auto& text : texts) ids.push_back(whole_number_in(text).value_or(0));
            },
            help)
        ->check(whole_number(1, kMostIds))
        ->type_name("");
}

inline CLI::Validator not_empty() {
    return {[](std::string& text) { return text.empty() ? std::string("значение пустое") : std::string(); },
            ""};
}

inline CLI::Validator operator_name() {
    return {[](std::string& text) {
                return is_operator_name(text)
                           ? std::string()
                           : "нужно имя в одну строку, от 1 до 60 знаков, а не «" + text + "»";
            },
            ""};
}

inline CLI::Validator day() {
    return {[](std::string& text) {
                return day_start(text, moscow_time()) ? std::string()
                                                      : "нужен день вроде 2026-11-23, а не «" + text + "»";
            },
            ""};
}

inline CLI::Validator one_of(const std::vector<std::string>& names) {
    return {[names](std::string& text) {
                if (std::find(names.begin(), names.end(), text) != names.end()) return std::string();
                std::string list;
                for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
                return "можно " + list + ", а не «" + text + "»";
            },
            ""};
}

}  // namespace funnel::server
