// The store of requests: leads with their consents, the record of consent events, withdrawal, erasure.
// Every function that changes something runs inside a transaction of its caller (the writer or a command);
// all throw StoreError.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lead/stored_lead.hpp"
#include "store/database/location.hpp"
#include "store/store_error.hpp"

namespace funnel::server {

class Database;
class Row;

// The newest moment at which the wall clock was believed, and when the operator vouched for it (0: never).
struct ClockMark {
    std::int64_t believed_ms = 0;
    std::int64_t vouched_ms = 0;
};

// A request to be stored, and where is written what became of it.
struct Insertion {
    const NewLead* fresh = nullptr;
    Inserted* inserted = nullptr;
};

class Store {
public:
    explicit Store(Database& database) : db_(database) {}

    // For the store's own files and those that wire it: no other folder can see what a Database is.
    [[nodiscard]] Database& database() { return db_; }

    // For a command, which has no writer around it: all of `work` is on disk when this returns, or nothing is
    // and it throws. `work` must not begin a transaction.
    void in_transaction(const std::function<void()>& work);
    // Makes what was erased unreadable in the store's own files and notes it in the acts. False: nothing was
    // done, for somebody reads an older state of the store at this moment; does not wait for him. Outside
    // transactions.
    [[nodiscard]] bool forget_deleted(std::int64_t now_ms);
    // Acts whose bytes are still in the store's files.
    [[nodiscard]] std::int64_t count_not_forgotten();

    // One question to the store, for a readiness probe: throws when it does not answer.
    void answers();

    // What passes to the tool kit are signed with: the same on every server of this store. After
    // record_documents. Throws StoreError.
    [[nodiscard]] std::string kit_secret();
    // Before the first lead: records texts that are new, and the secret receipts are made with. Throws
    // (corrupt) when a recorded version has another text.
    void record_documents(const std::vector<ConsentText>& texts, std::int64_t now_ms);
    [[nodiscard]] std::vector<ConsentText> documents();

    // Precondition: every given consent points to a recorded document.
    [[nodiscard]] Inserted insert_lead(const NewLead& lead);
    // The same for many, in this order: as if one after the other.
    void insert_leads(const std::vector<Insertion>& batch);

    // Ends the consent whose receipt has this token. Withdrawing `processing` also withdraws advertising,
    // stops undelivered outbox rows and schedules erasure at `at_ms + erase_delay_ms`.
    [[nodiscard]] Withdrawn withdraw(std::string_view token, Document document, std::int64_t at_ms,
                                     std::int64_t erase_delay_ms);

    [[nodiscard]] std::optional<StoredLead> lead(std::int64_t id);
    [[nodiscard]] std::optional<StoredLead> lead_by_token(std::string_view token);
    // Ascending by id, after `after`, every one: erased (their personal fields are empty) and held, too.
    [[nodiscard]] std::vector<StoredLead> leads(std::int64_t after, std::int64_t limit);
    [[nodiscard]] std::vector<StoredLead> leads(const LeadQuery& query, std::int64_t limit);
    [[nodiscard]] std::int64_t count_leads(const LeadQuery& query);
    // Makes a held request an ordinary one, owed to these targets. False when there is none.
    [[nodiscard]] bool release(std::int64_t id, const std::vector<std::string>& targets, std::int64_t at_ms);
    // Not erased ones.
    // E.164; also where it stands in the note as the second one.
    [[nodiscard]] std::vector<std::int64_t> leads_with_phone(std::string_view phone);
    [[nodiscard]] std::vector<std::int64_t> leads_with_email(std::string_view email);  // whatever its case

    // Removes the person everywhere, leaves the act and the chain. False when there is no such lead or it is
    // erased already.
    bool erase(std::int64_t id, const Erasing& how);
    // The first 500 whose withdrawal is due at `now_ms`, that are older than `created_before_ms`, or that
    // were held for 30 days. A request numbered after a younger one is not older than it, whatever a wrong
    // clock wrote beside it.
    struct Due {
        std::int64_t id = 0;
        std::string_view reason;  // as in Erasing
        friend bool operator==(const Due&, const Due&) = default;
    };
    [[nodiscard]] std::vector<Due> due_for_erasure(std::int64_t now_ms, std::int64_t created_before_ms);
    // How many these are, however many.
    [[nodiscard]] std::int64_t count_due(std::int64_t now_ms, std::int64_t created_before_ms);
    // All that are not erased.
    [[nodiscard]] std::int64_t count_kept();
    // What is known of the wall clock over restarts. `note_clock` inside a transaction.
    [[nodiscard]] ClockMark clock_mark();
    void note_clock(const ClockMark& mark);
    // What the chain says of a request, as the act of its erasure repeats it.
    [[nodiscard]] std::string extract_of(std::int64_t id);
    // The act of its erasure.
    [[nodiscard]] std::optional<Erasure> erasure_of(std::int64_t id);

    // "SEQ HASH" of the last consent event, "" before the first. Noted outside the store, it proves later
    // that nothing before it was changed or taken away.
    [[nodiscard]] std::string chain_head();

    // What is wrong with the store, in words; empty when all is well: integrity of the file, the hash chain
    // and its end (kept in `meta`, so that a removed tail is missed), every consent, withdrawal and erasure
    // as the chain has them, the content each request was accepted with, texts of documents.
    [[nodiscard]] std::vector<std::string> faults();

private:
    struct NewEvent {
        std::int64_t lead_id = 0;
        Document document = Document::processing;
        std::string_view event;  // "given", "refused", "withdrawn", "erased"
        std::string_view version;
        std::string_view sha256;
        std::int64_t at_ms = 0;
    };
    // To the end of the chain, in this order.
    void append_events(const std::vector<NewEvent>& events);
    struct Keyed {
        Insertion insertion;
        std::string key_hash;    // of the idempotency key, as it is kept
        std::string plain_hash;  // as the schema before kept it
    };
    void answer_known(std::vector<Keyed>& fresh);
    [[nodiscard]] bool is_answered(const Keyed& one, const Row& known);
    [[nodiscard]] std::int64_t last_number();
    void insert_rows(std::vector<Keyed>& fresh);
    void take_numbers(const std::vector<Row>& inserted, std::vector<Keyed>& fresh);
    void insert_consents(const std::vector<Keyed>& stored);
    void insert_outbox(const std::vector<Keyed>& stored);
    void clear_lead(std::int64_t id, std::int64_t at_ms);
    [[nodiscard]] std::string token_for(std::string_view idempotency_key, std::string_view salt);
    [[nodiscard]] std::vector<StoredConsent> consents_of(std::int64_t lead_id);
    [[nodiscard]] StoredLead lead_from(const Row& row);

    Database& db_;
    [[nodiscard]] const std::string& secret();
    [[nodiscard]] const std::string& key_secret();
    std::string secret_;      // read once
    std::string key_secret_;  // made of it once
};

// Store::forget_deleted on a connection of its own, which does not hold up anybody.
[[nodiscard]] bool forget_deleted_in(const StoreLocation& location, std::int64_t now_ms);

}  // namespace funnel::server
