// Receives the events of a scan (scanner.hpp) and builds a document's tree, so that repeated keys and depth
// are seen where they happen. Codec files only.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/json/document.hpp"
#include "core/json/scenario_json.hpp"
#include "core/sentences.hpp"

namespace funnel::codec {

// Where the parser stands: the open object or array, and what comes next in it.
struct Open {
    Json* container = nullptr;
    std::string key;         // of the next value, in an object
    bool skip_next = false;  // the next value repeats a key
};

// The document outlives the builder.
class TreeBuilder {
public:
    explicit TreeBuilder(Document& document) : document_(document) {}

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    // As nlohmann's own parser has it: what is not negative is unsigned.
    bool integer(std::int64_t value) {
        return value < 0 ? add(value) : add(static_cast<std::uint64_t>(value));
    }
    bool number(double value) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool start_object() { return open(Json::object()); }
    bool start_array() { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        if (skipping_ > 0) return true;
        Open& top = stack_.back();
        if (top.container->contains(name)) {
            issue(pointer(path(), name), sentences::issues::duplicate_key, {{"name", name}});
            top.skip_next = true;
        }
        top.key = std::move(name);
        return true;
    }

    void not_json(std::size_t position) {
        issue("", sentences::issues::not_json, {{"position", std::to_string(position)}});
    }
    void number_too_large() { issue(next_path(), sentences::issues::out_of_range_huge); }

private:
    void issue(std::string path, const Sentence& sentence, std::initializer_list<Said> values = {}) {
        document_.issues.push_back(issue_at(std::move(path), sentence, values));
    }

    // Pointer of the open container, and of the value to come.
    [[nodiscard]] std::string path() const {
        std::string result;
        for (std::size_t i = 0; i + 1 < stack_.size(); ++i) result = step(result, stack_[i], true);
        return result;
    }
    [[nodiscard]] std::string next_path() const {
        std::string result;
        for (std::size_t i = 0; i < stack_.size(); ++i)
            result = step(result, stack_[i], i + 1 < stack_.size());
        return result;
    }
    // One step down; in an array the open element is the last one, the one to come follows it.
    static std::string step(const std::string& path, const Open& open, bool is_open) {
        if (open.container->is_object()) return pointer(path, open.key);
        return pointer(path, open.container->size() - (is_open ? 1 : 0));
    }

    Json* place(Json value) {
        if (stack_.empty()) {
            document_.root = std::move(value);
            return &document_.root;
        }
        Open& top = stack_.back();
        if (top.container->is_array()) {
            top.container->push_back(std::move(value));
            return &top.container->back();
        }
        Json& slot = (*top.container)[top.key];
        slot = std::move(value);
        return &slot;
    }

    [[nodiscard]] bool take_skip() {
        if (stack_.empty() || !stack_.back().skip_next) return false;
        stack_.back().skip_next = false;
        return true;
    }

    bool add(Json value) {
        if (skipping_ > 0 || take_skip()) return true;
        place(std::move(value));
        return true;
    }

    bool open(Json container) {
        if (++depth_ > kMaxDocumentDepth) {
            issue("", sentences::issues::too_large_depth);
            return false;
        }
        if (skipping_ > 0 || take_skip()) {
            ++skipping_;
            return true;
        }
        stack_.push_back({place(std::move(container)), {}, false});
        return true;
    }

    bool close() {
        --depth_;
        if (skipping_ > 0) {
            --skipping_;
        } else {
            stack_.pop_back();
        }
        return true;
    }

    Document& document_;
    std::vector<Open> stack_;
    int depth_ = 0;
    int skipping_ = 0;  // open containers under a repeated key
};

}  // namespace funnel::codec
