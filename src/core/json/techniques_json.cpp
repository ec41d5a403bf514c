// The techniques of a plan, read.
#include <set>

#include "core/json/document.hpp"
#include "core/json/plan_json.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::ObjectReader;
using codec::Presence;
namespace say = sentences::issues;

constexpr std::size_t kMostNamed = 100;
constexpr std::size_t kMostText = 200;
constexpr codec::LengthRange kId{1, 64};

class TechniquesReader {
public:
    explicit TechniquesReader(std::vector<Issue>& issues) : issues_(issues) {}

    std::vector<Technique> read(const Json& root) {
        std::vector<Technique> techniques;
        ObjectReader fields(root, "", issues_);
        if (!fields.is_object() || !fields.header("funnel-techniques", 1)) return techniques;
        if (const Json* list = fields.array("techniques", {1, kMostTechniques}, Presence::required)) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                techniques.push_back(read_one((*list)[i], codec::pointer("/techniques", i)));
            }
        }
        check_after(techniques);
        return techniques;
    }

private:
    Technique read_one(const Json& value, std::string path) {
        Technique technique;
        ObjectReader fields(value, std::move(path), issues_);
        if (const auto id = fields.text("id", kId, Presence::required)) {
            technique.id = *id;
            if (!ids_.insert(*id).second) {
                fields.report("id", say::duplicate_id, {{"id", *id}});
            }
        }
        technique.name = fields.text("name", {0, kMostText}, Presence::optional).value_or("");
        technique.actions = texts(fields, "steps");
        for (const std::string& kind : texts(fields, "kinds")) {
            if (const auto known = stage_kind_from(kind)) {
                technique.governed.kinds.push_back(*known);
            } else {
                fields.report("kinds", say::out_of_range_name, {{"names", codec::listed(kStageKindNames)}});
            }
        }
        for (std::string& factor : texts(fields, "factors")) {
            if (factor == "leads" || factor == "coverage" || factor == "average_check") {
                technique.governed.factors.push_back(std::move(factor));
            } else {
                fields.report("factors", say::out_of_range_name, {{"names", codec::listed(kReservedIds)}});
            }
        }
        if (const auto owner = fields.choice("owner", kPersonNames, Presence::required))
            technique.owner = static_cast<Person>(*owner);
        technique.weeks = static_cast<int>(fields.integer("weeks", {1, 52}, Presence::required).value_or(1));
        technique.after = texts(fields, "after");
        technique.areas = texts(fields, "areas");
        technique.criteria = texts(fields, "criteria");
        return technique;
    }

    std::vector<std::string> texts(ObjectReader& fields, std::string_view key) {
        std::vector<std::string> result;
        const Json* list = fields.array(key, {0, kMostNamed}, Presence::optional);
        if (list == nullptr) return result;
        for (const Json& text : *list) {
            if (text.is_string()) {
                result.push_back(text.get<std::string>());
            } else {
                fields.report(key, say::wrong_type_text);
            }
        }
        return result;
    }

    void check_after(const std::vector<Technique>& techniques) {
        for (std::size_t i = 0; i < techniques.size(); ++i) {
            for (const std::string& id : techniques[i].after) {
                if (ids_.count(id) > 0) continue;
                issues_.push_back(issue_at(codec::pointer(codec::pointer("/techniques", i), "after"),
                                           say::out_of_range_technique, {{"id", id}}));
            }
        }
    }

    std::vector<Issue>& issues_;
    std::set<std::string> ids_;
};

}  // namespace

TechniquesResult techniques_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    TechniquesResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    std::vector<Technique> techniques = TechniquesReader(result.issues).read(document.root);
    if (result.issues.empty()) result.techniques = std::move(techniques);
    return result;
}

}  // namespace funnel
