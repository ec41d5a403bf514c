#include "core/json/schema_parts.hpp"

#include <vector>

#include "core/json/json_writer.hpp"

namespace funnel::codec::schema {

namespace {

std::string quoted(std::string_view text) {
    JsonWriter json;
    json.value(text);
    return json.take();
}

std::string joined(std::initializer_list<std::string> schemas) {
    std::string list;
    for (const std::string& one : schemas) list.append(list.empty() ? "" : ",").append(one);
    return list;
}

std::string or_null_of(std::string_view type) {
    return R"({"type":[")" + std::string(type) + R"(","null"]})";
}

std::string matching(std::string_view pattern) {
    return R"({"type":"string","pattern":")" + std::string(pattern) + R"("})";
}

}  // namespace

std::string type(std::string_view name) {
    return R"({"type":")" + std::string(name) + R"("})";
}

std::string number() {
    return type("number");
}
std::string number_or_null() {
    return or_null_of("number");
}
std::string whole() {
    return type("integer");
}
std::string whole_or_null() {
    return or_null_of("integer");
}
std::string truth() {
    return type("boolean");
}
std::string text() {
    return type("string");
}
std::string text_or_null() {
    return or_null_of("string");
}
std::string texts() {
    return list_of(text());
}
std::string date() {
    return matching("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
}
std::string month() {
    return matching("^[0-9]{4}-(0[1-9]|1[0-2])$");
}
std::string sha256() {
    return matching("^[0-9a-f]{64}$");
}
std::string interval() {
    return list_of(number(), 2, 2);
}
std::string interval_or_null() {
    return or_null(interval());
}

std::string number_of(const NumberField& field) {
    JsonWriter json;
    json.begin_object();
    const std::string_view kind = field.whole ? "integer" : "number";
    if (field.nullable) {
        json.field("type", std::vector<std::string>{std::string(kind), "null"});
    } else {
        json.field("type", kind);
    }
    json.field(field.low_excluded ? "exclusiveMinimum" : "minimum", field.low);
    if (field.high < kNoLimit) json.field("maximum", field.high);
    if (field.initial) json.field("default", *field.initial);
    if (field.nullable) json.key("default").null();
    json.end_object();
    return json.take();
}

std::string text_of(std::size_t least, std::size_t most) {
    JsonWriter json;
    json.begin_object();
    json.field("type", "string");
    if (least > 0) json.field("minLength", static_cast<std::int64_t>(least));
    json.field("maxLength", static_cast<std::int64_t>(most));
    json.end_object();
    return json.take();
}

std::string one_of(std::span<const std::string_view> names) {
    std::string text = R"({"enum":[)";
    for (const std::string_view name : names) text.append(text.back() == '[' ? "" : ",").append(quoted(name));
    return text + "]}";
}

std::string exactly(std::string_view json) {
    return R"({"const":)" + std::string(json) + '}';
}

std::string or_null(const std::string& schema) {
    return any_of({schema, type("null")});
}

std::string any_of(std::initializer_list<std::string> schemas) {
    return R"({"anyOf":[)" + joined(schemas) + "]}";
}

std::string list_of(const std::string& items) {
    return R"({"type":"array","items":)" + items + '}';
}
std::string list_of(const std::string& items, std::size_t least, std::size_t most) {
    return R"({"type":"array","minItems":)" + std::to_string(least) + R"(,"maxItems":)" +
           std::to_string(most) + R"(,"items":)" + items + '}';
}

std::string map_of(const std::string& values) {
    return R"({"type":"object","additionalProperties":)" + values + '}';
}

Object& Object::must(std::string_view key, const std::string& schema) {
    required_.append(required_.empty() ? "" : ",").append(quoted(key));
    return may(key, schema);
}

Object& Object::may(std::string_view key, const std::string& schema) {
    properties_.append(properties_.empty() ? "" : ",").append(quoted(key)).append(":").append(schema);
    return *this;
}

Object& Object::number(const NumberField& field) {
    return field.required ? must(field.key, number_of(field)) : may(field.key, number_of(field));
}

Object& Object::header(std::string_view format) {
    return must("format", exactly(quoted(format))).must("version", exactly("1"));
}

Object& Object::open() {
    open_ = true;
    return *this;
}

Object& Object::either(std::string_view one, std::string_view other) {
    more_ += R"(,"oneOf":[{"required":[)" + quoted(one) + R"(]},{"required":[)" + quoted(other) + "]}]";
    return *this;
}

std::string Object::text() const {
    return R"({"type":"object","required":[)" + required_ + R"(],"properties":{)" + properties_ + '}' +
           (open_ ? "" : R"(,"additionalProperties":false)") + more_ + '}';
}

}  // namespace funnel::codec::schema
