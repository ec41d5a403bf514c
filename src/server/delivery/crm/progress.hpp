// Where a delivery of several requests stands, as its row keeps it: which request is next and what the
// receiver called things. "add at=0 contact=12": a word and numbers, nothing of a person.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "store/outbox.hpp"

namespace funnel::server {

class Progress {
public:
    // Of a delivery that has not begun, or was begun by an earlier program: step "".
    explicit Progress(std::string_view stored);
    Progress() = default;

    [[nodiscard]] const std::string& step() const { return step_; }
    // "" when it is not known.
    [[nodiscard]] std::string of(const std::string& name) const;
    void set(const std::string& name, const std::string& value);
    // Whether an attempt failed since the last step that was done: then the receiver may have made what the
    // failed one asked for, and it is looked for before it is asked for again.
    [[nodiscard]] bool is_doubtful(const OutboxRow& row) const;

    // The answer "go on with this step".
    void go_on(AttemptResult& result, const OutboxRow& row, std::string_view next) const;

private:
    std::string step_;
    std::map<std::string, std::string> known_;
};

}  // namespace funnel::server
