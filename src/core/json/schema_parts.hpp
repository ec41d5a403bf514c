// Pieces that JSON Schemas are put together from; each is the schema of one value, as JSON text. Codec files
// only.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/fields.hpp"

namespace funnel::codec::schema {

[[nodiscard]] std::string type(std::string_view name);
[[nodiscard]] std::string number();
[[nodiscard]] std::string number_or_null();
[[nodiscard]] std::string whole();
[[nodiscard]] std::string whole_or_null();
[[nodiscard]] std::string truth();
[[nodiscard]] std::string text();
[[nodiscard]] std::string text_or_null();
[[nodiscard]] std::string texts();
[[nodiscard]] std::string date();   // "2026-05-04"
[[nodiscard]] std::string month();  // "2026-05"
[[nodiscard]] std::string sha256();
[[nodiscard]] std::string interval();
[[nodiscard]] std::string interval_or_null();

[[nodiscard]] std::string number_of(const NumberField& field);
// Of so many characters.
[[nodiscard]] std::string text_of(std::size_t least, std::size_t most);
[[nodiscard]] std::string one_of(std::span<const std::string_view> names);
[[nodiscard]] std::string exactly(std::string_view json);
[[nodiscard]] std::string or_null(const std::string& schema);
// Fits one of them.
[[nodiscard]] std::string any_of(std::initializer_list<std::string> schemas);
[[nodiscard]] std::string list_of(const std::string& items);
[[nodiscard]] std::string list_of(const std::string& items, std::size_t least, std::size_t most);
// Any keys, each with such a value.
[[nodiscard]] std::string map_of(const std::string& values);

// An object: its keys with their schemas, those that must be there, and whether others may.
class Object {
public:
    Object& must(std::string_view key, const std::string& schema);
    Object& may(std::string_view key, const std::string& schema);
    Object& number(const NumberField& field);
    // "format" and "version" 1.
    Object& header(std::string_view format);
    // Keys that are not named are allowed.
    Object& open();
    // Exactly one of these keys.
    Object& either(std::string_view one, std::string_view other);
    [[nodiscard]] std::string text() const;

private:
    std::string required_;
    std::string properties_;
    std::string more_;
    bool open_ = false;
};

}  // namespace funnel::codec::schema
