#include "core/json/calls_reader.hpp"

#include <unordered_map>
#include <utility>

#include "core/json/calls_json.hpp"
#include "core/json/scanner.hpp"
#include "core/json/tree_builder.hpp"
#include "core/messages.hpp"
#include "core/sentences.hpp"

namespace funnel::codec {

namespace {

namespace say = sentences::issues;

// Texts seen so far, each once. The text after the one just found is guessed to be the one that followed it
// last time: marks and managers come in the same order again and again.
class Interned {
public:
    explicit Interned(std::vector<std::string>& texts) : texts_(texts) {}

    std::size_t place_of(const std::string& text) {
        if (guess_ >= texts_.size()) guess_ = 0;
        if (guess_ < texts_.size() && texts_[guess_] == text) return guess_++;
        const auto [found, is_new] = places_.try_emplace(text, texts_.size());
        if (is_new) texts_.push_back(text);
        guess_ = found->second + 1;
        return found->second;
    }

private:
    std::vector<std::string>& texts_;
    std::unordered_map<std::string, std::size_t> places_;
    std::size_t guess_ = 0;
};

// One value that is neither a list nor an object.
struct Scalar {
    enum class Type { null, boolean, number, text };
    Type type = Type::null;
    double number = 0;
    const std::string* text = nullptr;
};

// Receives the events of a scan. What is outside /calls goes to the tree; a call is read as it comes.
class CallsEvents {
public:
    explicit CallsEvents(ReadCalls& result)
        : result_(result), tree_(result.rest), managers_(result.managers), ids_(result.ids) {}

    bool null() { return is_outside() ? tree_.null() : scalar({}); }
    bool boolean(bool value) {
        return is_outside() ? tree_.boolean(value) : scalar({Scalar::Type::boolean, 0, nullptr});
    }
    bool integer(std::int64_t value) {
        return is_outside() ? tree_.integer(value)
                            : scalar({Scalar::Type::number, static_cast<double>(value), nullptr});
    }
    bool number(double value) {
        return is_outside() ? tree_.number(value) : scalar({Scalar::Type::number, value, nullptr});
    }
    bool string(std::string& value) {
        return is_outside() ? tree_.string(value) : scalar({Scalar::Type::text, 0, &value});
    }

    bool key(std::string& name) {
        switch (where_) {
            case Where::outside:
                if (depth_ == 1) {
                    at_calls_ = name == "calls" && !has_calls_;
                    has_calls_ = has_calls_ || at_calls_;
                }
                return tree_.key(name);
            case Where::call:
                if (skipping_ == 0) begin_field(name);
                return true;
            case Where::marks:
                if (skipping_ == 0) begin_mark(name);
                return true;
            default:
                return true;
        }
    }

    bool start_object() {
        if (!deeper()) return false;
        if (is_outside()) return tree_.start_object();
        if (skipping_ > 0 || !enter_object()) ++skipping_;
        return true;
    }
    bool start_array() {
        if (!deeper()) return false;
        if (!is_outside()) {
            if (skipping_ == 0) wrong_container();
            ++skipping_;
            return true;
        }
        if (depth_ != 2 || !at_calls_) return tree_.start_array();
        // An empty list takes their place in the tree.
        where_ = Where::calls;
        return tree_.start_array() && tree_.end_array();
    }

    bool end_object() {
        --depth_;
        if (is_outside()) return tree_.end_object();
        if (skipping_ > 0) {
            --skipping_;
        } else if (where_ == Where::marks) {
            where_ = Where::call;
        } else {
            end_call();
        }
        return true;
    }
    bool end_array() {
        --depth_;
        if (is_outside()) return tree_.end_array();
        if (skipping_ > 0) {
            --skipping_;
        } else {
            where_ = Where::outside;
        }
        return true;
    }

    void not_json(std::size_t position) { tree_.not_json(position); }
    void number_too_large() {
        if (is_outside()) {
            tree_.number_too_large();
        } else {
            report(here(), say::out_of_range_huge);
        }
    }

    [[nodiscard]] std::size_t count() const { return count_; }

private:
    enum class Where { outside, calls, call, marks };
    enum Field : unsigned { none = 0, manager = 1, date = 2, note = 4, marks = 8 };
    static constexpr LengthRange kManager{0, 80};
    static constexpr LengthRange kNote{0, 500};

    [[nodiscard]] bool is_outside() const { return where_ == Where::outside; }

    bool deeper() {
        if (++depth_ <= kMaxDocumentDepth) return true;
        result_.rest.issues.push_back(issue_at("", say::too_large_depth));
        return false;
    }

    [[nodiscard]] std::string call_path() const { return pointer("/calls", count_); }
    [[nodiscard]] std::string here() const {
        if (where_ == Where::calls) return call_path();
        if (where_ == Where::call) return pointer(call_path(), field_name_);
        return pointer(pointer(call_path(), "marks"), mark_name_);
    }
    void report(std::string path, const Sentence& sentence, std::initializer_list<Said> values = {}) {
        result_.issues.push_back(issue_at(std::move(path), sentence, values));
    }

    bool scalar(const Scalar& value) {
        if (skipping_ > 0) return true;
        switch (where_) {
            case Where::calls:
                report(here(), say::wrong_type_object);
                call_ = {};
                keep_call();
                break;
            case Where::call:
                take_field(value);
                break;
            case Where::marks:
                take_mark(value);
                break;
            case Where::outside:
                break;
        }
        return true;
    }

    // True when the object is read; else it is skipped, with an issue when one is due.
    bool enter_object() {
        if (where_ == Where::calls) {
            where_ = Where::call;
            seen_ = none;
            call_ = {};
            ++stamp_;
            return true;
        }
        if (where_ == Where::call && field_ == marks) {
            where_ = Where::marks;
            return true;
        }
        wrong_container();
        return false;
    }

    // A list or an object where there should be something else.
    void wrong_container() {
        if (where_ == Where::calls) {
            report(here(), say::wrong_type_object);
            call_ = {};
            keep_call();
        } else if (where_ == Where::marks) {
            if (!ignore_mark_) report(here(), say::wrong_type_heard);
        } else if (field_ == marks) {
            report(here(), say::wrong_type_object);
        } else if (field_ != none) {
            report(here(), say::wrong_type_text);
        }
    }

    void begin_field(const std::string& name) {
        field_ = name == "manager" ? manager
                 : name == "date"  ? date
                 : name == "note"  ? note
                 : name == "marks" ? marks
                                   : none;
        field_name_ = name;
        if (field_ == none) {
            report(here(), say::unknown_key, {{"name", name}});
        } else if ((seen_ & field_) != 0) {
            report(here(), say::duplicate_key, {{"name", name}});
            field_ = none;
        } else {
            seen_ |= field_;
        }
    }

    void take_field(const Scalar& value) {
        if (field_ == none) return;
        if (field_ == marks) {
            report(here(), say::wrong_type_object);
            return;
        }
        if (value.type != Scalar::Type::text) {
            report(here(), say::wrong_type_text);
            return;
        }
        if (field_ == date) {
            if (const auto day = day_from_iso(*value.text)) {
                call_.date = *day;
            } else {
                report(here(), say::out_of_range_date);
            }
            return;
        }
        const LengthRange length = field_ == manager ? kManager : kNote;
        if (value.text->size() > length.high && length_of(*value.text) > length.high) {
            report(here(), say::out_of_range_length, {{"most", std::to_string(length.high)}});
        } else if (field_ == manager) {
            call_.manager = managers_.place_of(*value.text);
        } else {
            call_.note = *value.text;
        }
    }

    void begin_mark(const std::string& name) {
        mark_ = ids_.place_of(name);
        mark_name_ = name;
        if (mark_ >= stamps_.size()) stamps_.resize(mark_ + 1, 0);
        ignore_mark_ = stamps_[mark_] == stamp_;
        stamps_[mark_] = stamp_;
        if (ignore_mark_) report(here(), say::duplicate_key, {{"name", name}});
    }

    void take_mark(const Scalar& value) {
        if (ignore_mark_) return;
        Heard heard = Heard::not_listened;
        if (value.type == Scalar::Type::number) {
            if (value.number == 0) heard = Heard::no;
            if (value.number == 1) heard = Heard::yes;
        } else if (value.type == Scalar::Type::text) {
            if (*value.text == "na") heard = Heard::not_applicable;
        } else {
            report(here(), say::wrong_type_heard);
            return;
        }
        if (heard == Heard::not_listened) {
            report(here(), say::out_of_range_heard);
        } else if (count_ < kMaxCalls) {
            result_.marks.push_back({static_cast<std::uint32_t>(mark_), heard});
        }
    }

    void end_call() {
        for (const auto& [field, name] : {std::pair{manager, "manager"}, {date, "date"}, {marks, "marks"}}) {
            if ((seen_ & field) == 0) report(pointer(call_path(), name), say::missing);
        }
        keep_call();
        where_ = Where::calls;
    }

    void keep_call() {
        if (count_ < kMaxCalls) {
            call_.marks_end = result_.marks.size();
            result_.calls.push_back(std::move(call_));
        }
        ++count_;
    }

    ReadCalls& result_;
    TreeBuilder tree_;
    Interned managers_;
    Interned ids_;
    Where where_ = Where::outside;
    int depth_ = 0;
    int skipping_ = 0;  // open containers that are not read
    bool at_calls_ = false;
    bool has_calls_ = false;
    std::size_t count_ = 0;  // calls begun before this one
    ReadCall call_;
    unsigned seen_ = none;  // fields of this call
    Field field_ = none;
    std::string field_name_;
    std::size_t mark_ = 0;
    std::string mark_name_;
    bool ignore_mark_ = false;
    std::uint32_t stamp_ = 0;            // of this call
    std::vector<std::uint32_t> stamps_;  // by criterion: the call that named it last
};

}  // namespace

ReadCalls read_calls(std::string_view text) {
    ReadCalls result;
    if (text.size() > kMaxCallsBytes) {
        result.rest.issues.push_back(
            issue_at("", say::too_large_calls, {{"megabytes", std::to_string(kMaxCallsBytes >> 20U)}}));
        return result;
    }
    CallsEvents events(result);
    result.rest.readable = scan(text, events);
    if (events.count() > kMaxCalls) {
        result.issues.push_back(issue_at("/calls", say::too_many, {{"most", std::to_string(kMaxCalls)}}));
    }
    return result;
}

}  // namespace funnel::codec
