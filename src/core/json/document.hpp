// Reading any JSON document of the project: the text becomes a tree with nothing lost, then fields are taken
// from it by name, each with its type and range, and everything that is wrong is collected with its JSON
// Pointer. Codec files only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.hpp"
#include "core/issue.hpp"
#include "core/messages.hpp"

namespace funnel::codec {

using Json = nlohmann::json;

// The tree, or why there is none. Duplicate keys are issues although the tree could be made (the first value
// stays).
struct Document {
    Json root;
    std::vector<Issue> issues;
    bool readable = false;  // there is a tree
};

// UTF-8 JSON of any content, up to 1 MiB (or `most_bytes`) and 32 levels. Codes: not_json, too_large,
// out_of_range (a number too large for a double), duplicate_key.
[[nodiscard]] Document parse_document(std::string_view text, std::size_t most_bytes = std::size_t{1} << 20);

// path + "/" + key, escaped by RFC 6901.
[[nodiscard]] std::string pointer(std::string_view path, std::string_view key);
[[nodiscard]] std::string pointer(std::string_view path, std::size_t index);

// Characters (code points) of valid UTF-8.
[[nodiscard]] std::size_t length_of(std::string_view utf8);

// "leads, coverage, average_check": for messages.
[[nodiscard]] std::string listed(std::span<const std::string_view> names);

struct NumberRange {
    double low = 0;
    double high = kNoLimit;
    bool low_excluded = false;
    Unit unit = Unit::none;  // what people type it in
};
struct IntegerRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
struct LengthRange {
    std::size_t low = 0;
    std::size_t high = 0;
};
enum class Presence { required, optional };

// The fields of one object. Every method reports what is wrong to the shared list and returns nothing then;
// an absent optional field is nothing without an issue. Call `finish` last: keys nobody asked for are issues.
class ObjectReader {
public:
    // `value` and `issues` outlive the reader. Not an object: one issue, and every field is absent without
    // further issues.
    ObjectReader(const Json& value, std::string path, std::vector<Issue>& issues);

    [[nodiscard]] bool is_object() const { return is_object_; }
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] bool is_null(std::string_view key) const;
    [[nodiscard]] const std::string& path() const { return path_; }

    // A number of the table of fields: by its key, in its range; null counts as absent where it may be null.
    std::optional<double> number(const NumberField& field);
    std::optional<std::int64_t> integer(const NumberField& field);
    std::optional<double> number(std::string_view key, NumberRange range, Presence presence);
    std::optional<std::int64_t> integer(std::string_view key, IntegerRange range, Presence presence);
    std::optional<std::string> text(std::string_view key, LengthRange length, Presence presence);
    // A text that is one of the names: its place among them.
    std::optional<std::size_t> choice(std::string_view key, std::span<const std::string_view> names,
                                      Presence presence);
    std::optional<bool> boolean(std::string_view key, Presence presence);
    // null counts as absent.
    std::optional<std::string> text_or_null(std::string_view key, LengthRange length);
    std::optional<std::size_t> choice_or_null(std::string_view key, std::span<const std::string_view> names);
    std::optional<double> number_or_null(std::string_view key, NumberRange range);
    std::optional<std::int64_t> integer_or_null(std::string_view key, IntegerRange range);
    std::optional<bool> boolean_or_null(std::string_view key);
    // The elements; more than `most` of them is too_many, fewer than `least` out_of_range (an absent required
    // array is missing).
    struct CountRange {
        std::size_t least = 0;
        std::size_t most = 0;
    };
    const Json* array(std::string_view key, CountRange count, Presence presence);
    const Json* array_or_null(std::string_view key, CountRange count);
    const Json* object(std::string_view key, Presence presence);
    const Json* object_or_null(std::string_view key);

    // "format" and "version" of a document. False when the rest should not be read: another or a newer
    // format.
    bool header(std::string_view format, std::int64_t version);

    // Keys that nobody asked for are unknown_key.
    void finish();
    // Marks a key as known without reading it.
    void ignore(std::string_view key);

    void report(std::string_view key, const Sentence& sentence, std::initializer_list<Said> values = {});

private:
    const Json* find(std::string_view key, Presence presence);
    const Json* find(const NumberField& field);

    const Json* value_;
    std::string path_;
    std::vector<Issue>* issues_;
    std::vector<std::string_view> known_;
    bool is_object_;
};

}  // namespace funnel::codec
