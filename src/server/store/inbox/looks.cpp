#include "store/inbox/looks.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "store/writer.hpp"

namespace funnel::server {

// When each look was last written. As many as there are operators and looks.
struct Looks::Known {
    using Key = std::pair<std::int64_t, Look>;

    std::mutex mutex;
    std::map<Key, std::int64_t> at_ms;

    // False when it was noted lately. Noted is what is on its way, too: a tab asks again before it is
    // written.
    bool note(const Key& key, std::int64_t now_ms) {
        const std::lock_guard lock(mutex);
        const auto [known, is_new] = at_ms.try_emplace(key, now_ms);
        const bool lately = !is_new && now_ms >= known->second && now_ms - known->second < kSameLookMs;
        known->second = lately ? known->second : now_ms;
        return !lately;
    }
    void forget(const Key& key) {
        const std::lock_guard lock(mutex);
        at_ms.erase(key);
    }
};

Looks::Looks(Writer& writer) : writer_(writer), known_(std::make_shared<Known>()) {}

void Looks::note(Look look, std::int64_t operator_id, std::int64_t now_ms) {
    const Known::Key key(operator_id, look);
    if (!known_->note(key, now_ms)) return;
    const bool is_queued = writer_.submit({[look, operator_id, now_ms](Store& store) {
                                               Work(store.database()).note_look(look, operator_id, now_ms);
                                           },
                                           [known = known_, key](WriteOutcome outcome) {
                                               if (outcome != WriteOutcome::stored) known->forget(key);
                                           }});
    if (!is_queued) known_->forget(key);
}

}  // namespace funnel::server
