// The work of the firm on a request: where it stands, what comes next, and the append-only record of who did
// what when. What changes something runs in a transaction of the caller; all throw StoreError.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/times.hpp"

namespace funnel::server {

class Database;

enum class WorkStatus { fresh, in_work, meeting, won, lost, spam };
[[nodiscard]] std::string_view name_of(WorkStatus status);   // "new", "in_work"
[[nodiscard]] std::string_view label_of(WorkStatus status);  // "В работе"
[[nodiscard]] std::optional<WorkStatus> work_status_from(std::string_view name);
// Nothing more is to be done.
[[nodiscard]] bool is_closed(WorkStatus status);

struct WorkState {
    std::int64_t version = 0;  // 0: nobody has done anything yet; grows with every change
    WorkStatus status = WorkStatus::fresh;
    std::string lost_reason;       // of `lost`
    std::string step;              // what comes next
    std::int64_t step_ms = 0;      // when, 0: no date
    std::int64_t responsible = 0;  // id of an operator, 0: nobody
    std::string note;
    std::int64_t first_ms = 0;   // of the first change, 0: none
    std::int64_t last_ms = 0;    // of the last one
    std::int64_t closed_ms = 0;  // when it became won, lost or spam; 0: it is open
};

enum class WorkEventKind { opened, status, step, responsible, note, retry, erased };
[[nodiscard]] std::string_view name_of(WorkEventKind kind);

// What somebody of the firm saw or took that is not one request.
enum class Look {
    list,    // of the inbox, or `leads list`
    api,     // requests, by the key of the admin listener
    csv,     // every request as a file of this kind
    jsonl,   //
    deals,   // own requests as deals, without names and phones
    record,  // the record of processing itself
};
[[nodiscard]] std::string_view name_of(Look look);  // "list"
[[nodiscard]] std::optional<Look> look_from(std::string_view name);
// Whether it is written every time: a file that was taken, not a list that stands open all day.
[[nodiscard]] bool is_taken(Look look);
// The same look by the same person within this time is one.
inline constexpr std::int64_t kSameLookMs = 12 * kHourMs;

struct WorkEvent {
    std::int64_t seq = 0;
    std::int64_t lead_id = 0;      // 0: of none in particular, an `opened` whose detail names the look
    std::int64_t operator_id = 0;  // 0: the server, its command line or its key
    WorkEventKind kind = WorkEventKind::opened;
    std::int64_t at_ms = 0;
    // status: its name, then the reason on a line of its own; step: its time in ms, then its text on a line
    // of its own; responsible: the operator's id; note: the whole note. "" after erasure.
    std::string detail;
    std::string operator_name;  // "" for 0
    std::string hash{};         // of the record
};
// Who it was that is none of the operators: "Командная строка".
[[nodiscard]] std::string_view label_of_no_operator(const WorkEvent& event);

// Which requests the list shows. Held and erased ones never.
struct InboxQuery {
    std::optional<WorkStatus> status;
    std::string form;
    enum class Step { any, overdue, missing };
    Step step = Step::any;    // of those in work
    std::string search;       // a number, a part of a phone or of a name
    std::int64_t before = 0;  // only ids below it; 0: all
    std::int64_t now_ms = 0;
};

struct InboxRow {
    std::int64_t id = 0;
    std::int64_t created_ms = 0;
    std::string form, name, phone, email, scenario, answers;
    std::int64_t erase_after_ms = 0;
    WorkState work;
    std::string responsible_name;
};

struct InboxCounts {
    std::int64_t all = 0;
    std::int64_t fresh = 0;
    std::int64_t no_step = 0;  // in work without a dated next step
    std::int64_t overdue = 0;
};

// The newest of what an open page wants to hear of: that somebody looked at a request is not.
struct InboxMark {
    std::int64_t lead = 0;   // id
    std::int64_t event = 0;  // seq
    friend bool operator==(const InboxMark&, const InboxMark&) = default;
};

// Requests nobody has touched although they came that long ago.
// What the firm promises: a first action within a quarter of an hour of working time.
inline constexpr std::int64_t kAnswerWithinMs = 15LL * 60'000;

struct Waiting {
    std::vector<std::int64_t> ids;      // newest first
    std::vector<std::int64_t> came_ms;  // when each of them came
    std::int64_t oldest_ms = 0;         // when the oldest of them came
};

// One request as the firm's own funnel counts it.
struct OwnDeal {
    std::int64_t id = 0;
    std::int64_t created_ms = 0;
    std::string form, utm_source, referrer;
    WorkState work;
    std::string responsible_name;
};

class Work {
public:
    explicit Work(Database& database) : db_(database) {}

    [[nodiscard]] WorkState state(std::int64_t lead_id);

    enum class Changed { done, nothing, stale, no_lead };
    struct Change {
        std::int64_t lead_id = 0;
        std::int64_t operator_id = 0;
        std::int64_t at_ms = 0;
        WorkState wanted;  // its `version` is the one that was seen; times but step_ms are not read
    };
    // An event for every part that is other than before. `stale`: somebody changed it since, nothing is done.
    [[nodiscard]] Changed change(const Change& change);
    // An event without a change of state.
    void note(WorkEvent event);
    // The look of an operator at a request, once in kSameLookMs.
    void note_opened(std::int64_t lead_id, std::int64_t operator_id, std::int64_t at_ms);
    // The look of an operator at many: once in kSameLookMs, or every time.
    void note_look(Look look, std::int64_t operator_id, std::int64_t at_ms);
    // Of a request that is being erased: its state goes, of its events the texts. `operator_id` 0: the
    // server.
    void forget(std::int64_t lead_id, std::int64_t operator_id, std::int64_t at_ms);

    [[nodiscard]] std::vector<WorkEvent> events(std::int64_t lead_id);  // newest first, at most 500
    // Of all requests, with hashes; ascending, after `seq`.
    [[nodiscard]] std::vector<WorkEvent> record(std::int64_t after, std::int64_t limit);
    // Newest first.
    [[nodiscard]] std::vector<InboxRow> rows(const InboxQuery& query, std::int64_t limit);
    [[nodiscard]] InboxCounts counts(std::int64_t now_ms);
    // Of the newest `most` requests those that came since then, newest first.
    struct Arrival {
        std::int64_t created_ms = 0;
        std::int64_t first_ms = 0;  // of the first thing somebody did, 0: nothing yet
    };
    [[nodiscard]] std::vector<Arrival> arrivals(std::int64_t since_ms, std::int64_t most);
    [[nodiscard]] InboxMark mark();
    // Among the newest 1000 requests, those without any change that came after `since_ms` and up to
    // `until_ms`.
    struct CameWithin {
        std::int64_t since_ms = 0;
        std::int64_t until_ms = 0;
    };
    [[nodiscard]] Waiting waiting(const CameWithin& came);
    // Whether the caller is to tell the person on duty of requests up to `newest`: nobody has, and nobody is
    // at it for `lease_ms` from now. `end_duty`: he was told of that one, or (0) of none. In a transaction.
    enum class DutyClaim { mine, others, told };
    [[nodiscard]] DutyClaim claim_duty(std::int64_t newest, std::int64_t now_ms, std::int64_t lease_ms);
    void end_duty(std::int64_t newest);
    // Ascending by id, after `after`; not held, not erased, not withdrawn.
    [[nodiscard]] std::vector<OwnDeal> deals(std::int64_t after, std::int64_t limit);

    // What is wrong with the record of events, in words, added to `faults`.
    void check(std::vector<std::string>& faults);

private:
    void append(WorkEvent event);
    // With the operators' names. `which`: condition on $1 and order.
    [[nodiscard]] std::vector<WorkEvent> named_events(const std::string& which, std::int64_t of,
                                                      std::int64_t limit);

    Database& db_;
};

}  // namespace funnel::server
