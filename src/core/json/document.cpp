#include "core/json/document.hpp"

#include <algorithm>
#include <cmath>

#include "core/json/json_writer.hpp"
#include "core/json/scanner.hpp"
#include "core/json/tree_builder.hpp"

namespace funnel::codec {

namespace {

// 0.5 → "0,5": for messages.
std::string shown(double value) {
    const bool whole = value == std::floor(value) && std::fabs(value) < 1e15;
    std::string text = whole ? std::to_string(static_cast<std::int64_t>(value)) : digits_of(value);
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

std::string range_message(NumberRange range) {
    const bool open_end = range.high >= std::numeric_limits<double>::max();
    if (range.low_excluded) {
        return open_end
                   ? "Нужно число больше " + shown(range.low) + "."
                   : "Нужно число больше " + shown(range.low) + " и не больше " + shown(range.high) + ".";
    }
    return open_end ? "Нужно число не меньше " + shown(range.low) + "."
                    : "Нужно число от " + shown(range.low) + " до " + shown(range.high) + ".";
}

std::optional<std::int64_t> whole_number_of(const Json& value) {
    constexpr double kExact = 9007199254740992.0;  // whole numbers of a double up to here
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return number <= std::uint64_t{1} << 62 ? static_cast<std::int64_t>(number)
                                                : std::numeric_limits<std::int64_t>::max();
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number_float()) return std::nullopt;
    const double number = value.get<double>();
    if (number != std::floor(number)) return std::nullopt;
    if (std::fabs(number) > kExact)
        return number > 0 ? std::numeric_limits<std::int64_t>::max()
                          : std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(number);
}

}  // namespace

Document parse_document(std::string_view text, std::size_t most_bytes) {
    Document document;
    if (text.size() > most_bytes) {
        document.issues.push_back({"", "too_large",
                                   "Документ больше " + std::to_string(most_bytes >> 20) +
                                       " МиБ: столько не бывает в расчёте одного отдела."});
        return document;
    }
    TreeBuilder builder(document);
    document.readable = scan(text, builder);
    return document;
}

std::string pointer(std::string_view path, std::string_view key) {
    std::string result(path);
    result += '/';
    for (const char c : key) {
        if (c == '~') {
            result += "~0";
        } else if (c == '/') {
            result += "~1";
        } else {
            result += c;
        }
    }
    return result;
}

std::string pointer(std::string_view path, std::size_t index) {
    return std::string(path) + '/' + std::to_string(index);
}

std::size_t length_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

ObjectReader::ObjectReader(const Json& value, std::string path, std::vector<Issue>& issues)
    : value_(&value), path_(std::move(path)), issues_(&issues), is_object_(value.is_object()) {
    if (!is_object_) issues_->push_back({path_, "wrong_type", "Здесь нужен объект {…}."});
}

bool ObjectReader::has(std::string_view key) const {
    return is_object_ && value_->contains(key);
}

void ObjectReader::report(std::string_view key, std::string code, std::string message) {
    issues_->push_back({key.empty() ? path_ : pointer(path_, key), std::move(code), std::move(message)});
}

void ObjectReader::ignore(std::string_view key) {
    known_.push_back(key);
}

const Json* ObjectReader::find(std::string_view key, Presence presence) {
    known_.push_back(key);
    if (!is_object_) return nullptr;
    const auto found = value_->find(key);
    if (found != value_->end()) return &*found;
    if (presence == Presence::required) report(key, "missing", "Это поле нужно заполнить.");
    return nullptr;
}

std::optional<double> ObjectReader::number(std::string_view key, NumberRange range, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) {
        report(key, "wrong_type", "Нужно число.");
        return std::nullopt;
    }
    const auto number = value->get<double>();
    const bool inside = std::isfinite(number) && number <= range.high &&
                        (range.low_excluded ? number > range.low : number >= range.low);
    if (!inside) {
        report(key, "out_of_range", range_message(range));
        return std::nullopt;
    }
    return number + 0.0;  // −0 is 0
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view key, IntegerRange range,
                                                  Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    const std::optional<std::int64_t> number = whole_number_of(*value);
    if (!number) {
        report(key, "wrong_type", "Нужно целое число.");
        return std::nullopt;
    }
    if (*number < range.low || *number > range.high) {
        report(
            key, "out_of_range",
            "Нужно целое число от " + std::to_string(range.low) + " до " + std::to_string(range.high) + ".");
        return std::nullopt;
    }
    return number;
}

std::optional<std::string> ObjectReader::text(std::string_view key, LengthRange length, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        report(key, "wrong_type", "Нужен текст.");
        return std::nullopt;
    }
    auto text = value->get<std::string>();
    const std::size_t characters = length_of(text);
    if (characters < length.low || characters > length.high) {
        report(key, "out_of_range",
               characters < length.low
                   ? "Это поле нужно заполнить."
                   : "Слишком длинно: можно до " + std::to_string(length.high) + " знаков.");
        return std::nullopt;
    }
    return text;
}

std::optional<bool> ObjectReader::boolean(std::string_view key, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_boolean()) {
        report(key, "wrong_type", "Нужно true или false.");
        return std::nullopt;
    }
    return value->get<bool>();
}

std::optional<double> ObjectReader::number_or_null(std::string_view key, NumberRange range) {
    if (has(key) && value_->find(key)->is_null()) {
        ignore(key);
        return std::nullopt;
    }
    return number(key, range, Presence::optional);
}

std::optional<std::int64_t> ObjectReader::integer_or_null(std::string_view key, IntegerRange range) {
    if (has(key) && value_->find(key)->is_null()) {
        ignore(key);
        return std::nullopt;
    }
    return integer(key, range, Presence::optional);
}

const Json* ObjectReader::array(std::string_view key, CountRange count, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) {
        report(key, "wrong_type", "Нужен список […].");
        return nullptr;
    }
    if (value->size() > count.most) {
        report(key, "too_many", "Слишком много: можно до " + std::to_string(count.most) + ".");
        return nullptr;
    }
    if (value->size() < count.least) {
        report(key, "out_of_range", "Нужно не меньше " + std::to_string(count.least) + ".");
        return nullptr;
    }
    return value;
}

const Json* ObjectReader::object(std::string_view key, Presence presence) {
    return find(key, presence);
}

const Json* ObjectReader::object_or_null(std::string_view key) {
    const Json* value = find(key, Presence::optional);
    return value != nullptr && value->is_null() ? nullptr : value;
}

bool ObjectReader::header(std::string_view format, std::int64_t version) {
    if (const Json* value = find("format", Presence::required)) {
        if (!value->is_string()) {
            report("format", "wrong_type", "Нужен текст «" + std::string(format) + "».");
        } else if (value->get<std::string>() != format) {
            report("format", "wrong_format",
                   "Это документ другого вида: нужен «" + std::string(format) + "».");
        }
    }
    if (const Json* value = find("version", Presence::required)) {
        const std::optional<std::int64_t> number = whole_number_of(*value);
        if (!number) {
            report("version", "wrong_type", "Нужно целое число.");
        } else if (*number > version) {
            report("version", "newer_version",
                   "Документ сделан более новой версией (" + std::to_string(*number) +
                       "), здесь понимают версию " + std::to_string(version) +
                       ". Обновите страницу или программу.");
            return false;
        } else if (*number < version) {
            report("version", "out_of_range", "Такой версии нет: нужна " + std::to_string(version) + ".");
        }
    }
    return true;
}

void ObjectReader::finish() {
    if (!is_object_) return;
    for (const auto& [key, value] : value_->items()) {
        if (std::find(known_.begin(), known_.end(), std::string_view(key)) == known_.end()) {
            report(key, "unknown_key", "Неизвестное поле «" + key + "»: возможно, опечатка.");
        }
    }
}

}  // namespace funnel::codec
