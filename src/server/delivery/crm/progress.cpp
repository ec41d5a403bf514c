#include "delivery/crm/progress.hpp"

#include <algorithm>

namespace funnel::server {

namespace {

// The step at which nothing has been asked for yet is at attempt 0.
constexpr const char* kAt = "at";

bool is_word(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '='; });
}

}  // namespace

Progress::Progress(std::string_view stored) {
    bool is_first = true;
    while (!stored.empty()) {
        const auto end = std::min(stored.find(' '), stored.size());
        const auto word = stored.substr(0, end);
        const auto middle = word.find('=');
        if (middle != std::string_view::npos)
            known_[std::string(word.substr(0, middle))] = word.substr(middle + 1);
        else if (is_first)
            step_ = word;
        is_first = false;
        stored.remove_prefix(std::min(end + 1, stored.size()));
    }
}

std::string Progress::of(const std::string& name) const {
    const auto found = known_.find(name);
    return found == known_.end() ? std::string() : found->second;
}

void Progress::set(const std::string& name, const std::string& value) {
    if (!value.empty() && is_word(value)) known_[name] = value;
}

bool Progress::is_doubtful(const OutboxRow& row) const {
    const std::string at = of(kAt);
    return std::to_string(row.attempts) != (at.empty() ? "0" : at);
}

void Progress::go_on(AttemptResult& result, const OutboxRow& row, std::string_view next) const {
    Progress progress = *this;
    progress.known_[kAt] = std::to_string(row.attempts);
    result.progress = next;
    for (const auto& [name, value] : progress.known_)
        result.progress.append(1, ' ').append(name).append(1, '=').append(value);
    result.outcome = AttemptResult::Outcome::step_done;
}

}  // namespace funnel::server
