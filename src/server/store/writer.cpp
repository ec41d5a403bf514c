#include "store/writer.hpp"

#include <algorithm>
#include <exception>
#include <future>

#include "store/database/database.hpp"

namespace funnel::server {

Writer::Writer(std::unique_ptr<Database> database, std::size_t max_waiting, Log& log)
    : database_(std::move(database)),
      store_(*database_),
      max_waiting_(max_waiting),
      log_(log),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

bool Writer::submit(WriteJob job) {
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || waiting_.size() >= max_waiting_) return false;
        waiting_.push_back({std::move(job), nullptr});
    }
    wake_.notify_one();
    return true;
}

void Writer::run_alone(const std::function<void(Store&)>& work) {
    std::promise<void> finished;
    {
        const std::lock_guard lock(mutex_);
        if (ending_) throw StoreError(StoreError::Kind::unavailable, "сервер останавливается");
        waiting_.push_back({{}, [&](Store& store) {
                                try {
                                    work(store);
                                    finished.set_value();
                                } catch (...) {
                                    store.database().rollback();
                                    (void)reconnected();
                                    finished.set_exception(std::current_exception());
                                }
                            }});
    }
    wake_.notify_one();
    finished.get_future().get();
}

WriterCounters Writer::counters() const {
    const std::lock_guard lock(mutex_);
    WriterCounters result = counters_;
    result.waiting = waiting_.size();
    return result;
}

void Writer::loop() {
    while (true) {
        std::deque<Entry> batch;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            // A command ends the batch before it and runs by itself.
            while (!waiting_.empty() && batch.size() < kBatch) {
                const bool alone = waiting_.front().alone != nullptr;
                if (alone && !batch.empty()) break;
                batch.push_back(std::move(waiting_.front()));
                waiting_.pop_front();
                if (alone) break;
            }
        }
        if (batch.front().alone)
            batch.front().alone(store_);
        else
            write_batch(batch);
    }
}

// Savepoints cost two statements a job, which PostgreSQL answers one by one: nearly every batch needs none.
Writer::Applied Writer::apply_together(std::deque<Entry>& batch) {
    try {
        std::vector<Insertion> leads;
        const auto insert = [&] {
            if (!leads.empty()) store_.insert_leads(leads);
            leads.clear();
        };
        for (Entry& entry : batch) {
            if (entry.job.lead.fresh != nullptr) {
                leads.push_back(entry.job.lead);
                continue;
            }
            insert();
            entry.job.apply(store_);
        }
        insert();
        return Applied::all;
    } catch (const StoreError& error) {
        if (error.kind() == StoreError::Kind::row) return Applied::row_refused;
        log_.write(Level::error, "write_failed", {{"reason", error.what()}});
        return Applied::lost;
    }
}

void Writer::apply_one(Entry& entry) {
    if (entry.job.lead.fresh != nullptr)
        store_.insert_leads({entry.job.lead});
    else
        entry.job.apply(store_);
}

// Every job in a savepoint; false when the transaction itself is lost.
bool Writer::apply_each(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        try {
            database_->query("SAVEPOINT job");
            apply_one(batch[i]);
            database_->query("RELEASE SAVEPOINT job");
            outcomes[i] = WriteOutcome::stored;
        } catch (const StoreError& error) {
            log_.write(Level::error, "write_failed", {{"reason", error.what()}});
            if (error.kind() != StoreError::Kind::row || !database_->in_transaction()) return false;
            database_->query("ROLLBACK TO SAVEPOINT job");
            database_->query("RELEASE SAVEPOINT job");
            outcomes[i] = WriteOutcome::refused;
        }
    }
    return true;
}

// Precondition: in a transaction. False when it is lost.
bool Writer::apply(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes) {
    const Applied applied = apply_together(batch);
    if (applied == Applied::row_refused) {
        database_->rollback();
        database_->begin_write();
        return apply_each(batch, outcomes);
    }
    if (applied == Applied::all) std::fill(outcomes.begin(), outcomes.end(), WriteOutcome::stored);
    return applied == Applied::all;
}

// One transaction. Nothing of it is stored unless it says `committed`; after `unsure` the commit was sent and
// its answer is lost.
Writer::Ended Writer::try_batch(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes) {
    Ended ended = Ended::nothing_stored;
    try {
        database_->begin_write();
        if (apply(batch, outcomes)) {
            ended = Ended::unsure;
            database_->commit();
            return Ended::committed;
        }
    } catch (const StoreError& error) {
        log_.write(Level::error, "commit_failed", {{"reason", error.what()}, {"rows", batch.size()}});
    }
    database_->rollback();
    std::fill(outcomes.begin(), outcomes.end(), WriteOutcome::unavailable);
    return ended;
}

// True when there is a new connection instead of a lost one.
bool Writer::reconnected() {
    try {
        return database_->reconnect();
    } catch (const StoreError& error) {
        log_.write(Level::error, "store_unreachable", {{"reason", error.what()}});
        return false;
    }
}

void Writer::write_batch(std::deque<Entry>& batch) {
    std::vector<WriteOutcome> outcomes(batch.size(), WriteOutcome::unavailable);
    Ended ended = try_batch(batch, outcomes);
    // A connection that was lost while nobody asked (the database was restarted) is found out by the first
    // who asks: he need not know. Not after a commit without an answer: his second try finds what is there.
    if (ended != Ended::committed && reconnected() && ended == Ended::nothing_stored)
        ended = try_batch(batch, outcomes);
    const bool committed = ended == Ended::committed;
    {
        const std::lock_guard lock(mutex_);
        if (committed)
            ++counters_.commits;
        else
            ++counters_.failed_commits;
        for (const WriteOutcome outcome : outcomes) {
            counters_.rows += outcome == WriteOutcome::stored ? 1 : 0;
            counters_.refused += outcome == WriteOutcome::refused ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].job.done(outcomes[i]);
}

}  // namespace funnel::server
