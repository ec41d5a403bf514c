#include "core/json/checklist_json.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "core/json/document.hpp"
#include "core/sentences.hpp"

namespace funnel {

namespace {

using codec::Json;
using codec::listed;
using codec::ObjectReader;
using codec::Presence;
namespace say = sentences::issues;

constexpr std::size_t kMostAreas = 100;
constexpr std::size_t kMostItems = 1000;
constexpr codec::LengthRange kId{1, 64};

class DefinitionReader {
public:
    explicit DefinitionReader(std::vector<Issue>& issues) : issues_(issues) {}

    Checklist read(const Json& root) {
        Checklist checklist;
        ObjectReader fields(root, "", issues_);
        if (!fields.is_object() || !fields.header("funnel-checklist-definition", 1)) return checklist;
        if (const Json* areas = fields.array("areas", {1, kMostAreas}, Presence::required)) {
            for (std::size_t i = 0; i < areas->size(); ++i) {
                checklist.areas.push_back(read_area((*areas)[i], codec::pointer("/areas", i)));
            }
        }
        return checklist;
    }

private:
    ChecklistArea read_area(const Json& value, std::string path) {
        ChecklistArea area;
        ObjectReader fields(value, std::move(path), issues_);
        area.id = read_id(fields, area_ids_);
        if (const Json* governs = fields.object("governs", Presence::optional)) {
            read_governs(*governs, codec::pointer(fields.path(), "governs"), area);
        }
        if (const Json* items = fields.array("items", {1, kMostItems}, Presence::required)) {
            const std::string items_path = codec::pointer(fields.path(), "items");
            for (std::size_t i = 0; i < items->size(); ++i) {
                area.items.push_back(read_item((*items)[i], codec::pointer(items_path, i)));
            }
        }
        return area;
    }

    void read_governs(const Json& value, std::string path, ChecklistArea& area) {
        ObjectReader fields(value, std::move(path), issues_);
        if (const Json* kinds = fields.array("kinds", {0, kMostAreas}, Presence::optional)) {
            for (const Json& kind : *kinds) {
                const auto known = kind.is_string() ? stage_kind_from(kind.get<std::string>()) : std::nullopt;
                if (known) {
                    area.kinds.push_back(*known);
                } else {
                    fields.report("kinds", say::out_of_range_name, {{"names", listed(kStageKindNames)}});
                }
            }
        }
        if (const Json* factors = fields.array("factors", {0, kMostAreas}, Presence::optional)) {
            for (const Json& factor : *factors) {
                const std::string name = factor.is_string() ? factor.get<std::string>() : "";
                if (std::find(kReservedIds.begin(), kReservedIds.end(), name) != kReservedIds.end()) {
                    area.factors.push_back(name);
                } else {
                    fields.report("factors", say::out_of_range_name, {{"names", listed(kReservedIds)}});
                }
            }
        }
    }

    ChecklistItem read_item(const Json& value, std::string path) {
        ChecklistItem item;
        ObjectReader fields(value, std::move(path), issues_);
        item.id = read_id(fields, item_ids_);
        if (const auto weight = fields.integer("weight", {1, 3}, Presence::required)) {
            item.weight = static_cast<int>(*weight);
        }
        item.critical = fields.boolean("critical", Presence::optional).value_or(false);
        return item;
    }

    std::string read_id(ObjectReader& fields, std::set<std::string>& seen) {
        auto id = fields.text("id", kId, Presence::required);
        if (!id) return {};
        if (!seen.insert(*id).second) fields.report("id", say::duplicate_id, {{"id", *id}});
        return *id;
    }

    std::vector<Issue>& issues_;
    std::set<std::string> area_ids_;
    std::set<std::string> item_ids_;
};

std::optional<Mark> mark_from(const Json& value) {
    if (value.is_string()) {
        return value.get<std::string>() == "na" ? std::optional(Mark::not_applicable) : std::nullopt;
    }
    if (!value.is_number()) return std::nullopt;
    const auto number = value.get<double>();
    if (number == 0) return Mark::no;
    if (number == 1) return Mark::partly;
    if (number == 2) return Mark::systematic;
    return std::nullopt;
}

bool has_item(const Checklist& checklist, const std::string& id) {
    return std::any_of(checklist.areas.begin(), checklist.areas.end(), [&](const ChecklistArea& area) {
        return std::any_of(area.items.begin(), area.items.end(),
                           [&](const ChecklistItem& item) { return item.id == id; });
    });
}

void read_answers(const Json& answers, const Checklist& checklist, AnswersReadResult& result) {
    for (const auto& [item, value] : answers.items()) {
        const std::string path = codec::pointer("/answers", item);
        const std::optional<Mark> mark = mark_from(value);
        if (!has_item(checklist, item)) {
            result.issues.push_back(issue_at(path, say::unknown_item, {{"id", item}}));
        } else if (!mark) {
            const bool typed = value.is_number() || value.is_string();
            result.issues.push_back(issue_at(path, typed ? say::out_of_range_mark : say::wrong_type_mark));
        } else {
            result.answers->push_back({item, *mark});
        }
    }
}

}  // namespace

ChecklistReadResult checklist_from_json(std::string_view text) {
    codec::Document document = codec::parse_document(text);
    ChecklistReadResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    Checklist checklist = DefinitionReader(result.issues).read(document.root);
    if (result.issues.empty()) result.checklist = std::move(checklist);
    return result;
}

AnswersReadResult answers_from_json(std::string_view text, const Checklist& checklist) {
    codec::Document document = codec::parse_document(text);
    AnswersReadResult result;
    result.issues = std::move(document.issues);
    if (!document.readable) return result;
    result.answers.emplace();
    ObjectReader fields(document.root, "", result.issues);
    if (fields.is_object() && fields.header("funnel-checklist", 1)) {
        if (const Json* answers = fields.object("answers", Presence::required)) {
            if (answers->is_object()) {
                read_answers(*answers, checklist, result);
            } else {
                fields.report("answers", say::wrong_type_object);
            }
        }
        fields.finish();
    }
    if (!result.issues.empty()) result.answers.reset();
    return result;
}

}  // namespace funnel
