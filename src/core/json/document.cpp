#include "core/json/document.hpp"

#include <algorithm>
#include <cmath>

#include "core/json/scanner.hpp"
#include "core/json/tree_builder.hpp"
#include "core/sentences.hpp"

namespace funnel::codec {

namespace say = sentences::issues;

namespace {

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
        document.issues.push_back(
            issue_at("", say::too_large_bytes, {{"megabytes", std::to_string(most_bytes >> 20U)}}));
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

std::string listed(std::span<const std::string_view> names) {
    std::string list;
    for (const std::string_view name : names) list.append(list.empty() ? "" : ", ").append(name);
    return list;
}

ObjectReader::ObjectReader(const Json& value, std::string path, std::vector<Issue>& issues)
    : value_(&value), path_(std::move(path)), issues_(&issues), is_object_(value.is_object()) {
    if (!is_object_) issues_->push_back(issue_at(path_, say::wrong_type_object));
}

bool ObjectReader::has(std::string_view key) const {
    return is_object_ && value_->contains(key);
}

void ObjectReader::report(std::string_view key, const Sentence& sentence,
                          std::initializer_list<Said> values) {
    issues_->push_back(issue_at(key.empty() ? path_ : pointer(path_, key), sentence, values));
}

void ObjectReader::ignore(std::string_view key) {
    known_.push_back(key);
}

const Json* ObjectReader::find(std::string_view key, Presence presence) {
    known_.push_back(key);
    if (!is_object_) return nullptr;
    const auto found = value_->find(key);
    if (found != value_->end()) return &*found;
    if (presence == Presence::required) report(key, say::missing);
    return nullptr;
}

// The value of a number's field, unless it is absent, null counting as absent where it may be.
const Json* ObjectReader::find(const NumberField& field) {
    const Json* value = find(field.key, field.required ? Presence::required : Presence::optional);
    return value != nullptr && field.nullable && value->is_null() ? nullptr : value;
}

std::optional<double> ObjectReader::number(const NumberField& field) {
    const Json* value = find(field);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) {
        report(field.key, say::wrong_type_number);
        return std::nullopt;
    }
    const auto number = value->get<double>();
    if (!std::isfinite(number) || !field.holds(number)) {
        issues_->push_back(range_issue(pointer(path_, field.key), field));
        return std::nullopt;
    }
    return number + 0.0;  // −0 is 0
}

std::optional<std::int64_t> ObjectReader::integer(const NumberField& field) {
    const Json* value = find(field);
    if (value == nullptr) return std::nullopt;
    const std::optional<std::int64_t> number = whole_number_of(*value);
    if (!number) {
        report(field.key, say::wrong_type_whole);
        return std::nullopt;
    }
    if (!field.holds(static_cast<double>(*number))) {
        issues_->push_back(range_issue(pointer(path_, field.key), field));
        return std::nullopt;
    }
    return number;
}

std::optional<double> ObjectReader::number(std::string_view key, NumberRange range, Presence presence) {
    return number({.key = key,
                   .low = range.low,
                   .high = range.high,
                   .unit = range.unit,
                   .low_excluded = range.low_excluded,
                   .required = presence == Presence::required});
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view key, IntegerRange range,
                                                  Presence presence) {
    return integer({.key = key,
                    .low = static_cast<double>(range.low),
                    .high = static_cast<double>(range.high),
                    .whole = true,
                    .required = presence == Presence::required});
}

std::optional<std::string> ObjectReader::text(std::string_view key, LengthRange length, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        report(key, say::wrong_type_text);
        return std::nullopt;
    }
    auto text = value->get<std::string>();
    const std::size_t characters = length_of(text);
    if (characters < length.low || characters > length.high) {
        report(key, characters < length.low ? say::out_of_range_empty : say::out_of_range_length,
               {{"most", std::to_string(length.high)}});
        return std::nullopt;
    }
    return text;
}

std::optional<std::size_t> ObjectReader::choice(std::string_view key, std::span<const std::string_view> names,
                                                Presence presence) {
    const auto text_given = text(key, {0, kMaxDocumentBytes}, presence);
    if (!text_given) return std::nullopt;
    const auto at = std::find(names.begin(), names.end(), *text_given);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    report(key, say::out_of_range_name, {{"names", listed(names)}});
    return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view key, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return std::nullopt;
    if (!value->is_boolean()) {
        report(key, say::wrong_type_truth);
        return std::nullopt;
    }
    return value->get<bool>();
}

bool ObjectReader::is_null(std::string_view key) const {
    return has(key) && value_->find(key)->is_null();
}

std::optional<std::string> ObjectReader::text_or_null(std::string_view key, LengthRange length) {
    if (!is_null(key)) return text(key, length, Presence::optional);
    ignore(key);
    return std::nullopt;
}

std::optional<std::size_t> ObjectReader::choice_or_null(std::string_view key,
                                                        std::span<const std::string_view> names) {
    if (!is_null(key)) return choice(key, names, Presence::optional);
    ignore(key);
    return std::nullopt;
}

std::optional<double> ObjectReader::number_or_null(std::string_view key, NumberRange range) {
    if (!is_null(key)) return number(key, range, Presence::optional);
    ignore(key);
    return std::nullopt;
}

std::optional<std::int64_t> ObjectReader::integer_or_null(std::string_view key, IntegerRange range) {
    if (!is_null(key)) return integer(key, range, Presence::optional);
    ignore(key);
    return std::nullopt;
}

std::optional<bool> ObjectReader::boolean_or_null(std::string_view key) {
    if (!is_null(key)) return boolean(key, Presence::optional);
    ignore(key);
    return std::nullopt;
}

const Json* ObjectReader::array(std::string_view key, CountRange count, Presence presence) {
    const Json* value = find(key, presence);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) {
        report(key, say::wrong_type_list);
        return nullptr;
    }
    if (value->size() > count.most) {
        report(key, say::too_many, {{"most", std::to_string(count.most)}});
        return nullptr;
    }
    if (value->size() < count.least) {
        report(key, say::out_of_range_too_few, {{"least", std::to_string(count.least)}});
        return nullptr;
    }
    return value;
}

const Json* ObjectReader::array_or_null(std::string_view key, CountRange count) {
    if (!is_null(key)) return array(key, count, Presence::optional);
    ignore(key);
    return nullptr;
}

const Json* ObjectReader::object(std::string_view key, Presence presence) {
    return find(key, presence);
}

const Json* ObjectReader::object_or_null(std::string_view key) {
    const Json* value = find(key, Presence::optional);
    return value != nullptr && value->is_null() ? nullptr : value;
}

bool ObjectReader::header(std::string_view format, std::int64_t version) {
    const Said wanted{"format", std::string(format)};
    if (const Json* value = find("format", Presence::required)) {
        if (!value->is_string()) {
            report("format", say::wrong_type_format, {wanted});
        } else if (value->get<std::string>() != format) {
            report("format", say::wrong_format, {wanted});
        }
    }
    if (const Json* value = find("version", Presence::required)) {
        const std::optional<std::int64_t> number = whole_number_of(*value);
        const Said known{"known", std::to_string(version)};
        if (!number) {
            report("version", say::wrong_type_whole);
        } else if (*number > version) {
            report("version", say::newer_version, {{"given", std::to_string(*number)}, known});
            return false;
        } else if (*number < version) {
            report("version", say::out_of_range_version, {known});
        }
    }
    return true;
}

void ObjectReader::finish() {
    if (!is_object_) return;
    for (const auto& [key, value] : value_->items()) {
        if (std::find(known_.begin(), known_.end(), std::string_view(key)) == known_.end()) {
            report(key, say::unknown_key, {{"name", key}});
        }
    }
}

}  // namespace funnel::codec
