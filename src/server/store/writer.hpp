// Group commit: one thread does all writing. It takes whatever waits (at most 256 jobs), runs them in one
// transaction, commits once, and only then answers all of them. So a disk's one flush is shared by everyone
// who came meanwhile. A batch with an impossible row is begun again, each job in its own savepoint.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.hpp"
#include "store/store_error.hpp"
#include "system/log.hpp"

namespace funnel::server {

class Database;

enum class WriteOutcome {
    stored,       // committed: it is on disk
    refused,      // this job's values are impossible; its neighbours are stored
    unavailable,  // nothing of the batch is stored (disk full, lost connection, …): trying later may help
};

struct WriteJob {
    // Runs inside the batch's transaction; may run again in a later transaction, so it must only assign to
    // what `done` reads.
    std::function<void(Store&)> apply;
    // After the commit (or its failure), exactly once, on the writer's thread: must be quick.
    std::function<void(WriteOutcome)> done;
    // Instead of `apply`: requests that wait together are stored together.
    Insertion lead = {};
};

struct WriterCounters {
    std::size_t waiting = 0;
    std::uint64_t commits = 0;
    std::uint64_t rows = 0;  // jobs stored, over all commits
    std::uint64_t failed_commits = 0;
    std::uint64_t refused = 0;
};

class Writer {
public:
    static constexpr std::size_t kBatch = 256;

    // Takes the writing connection for itself.
    Writer(std::unique_ptr<Database> database, std::size_t max_waiting, Log& log);
    // Stores everything that was accepted, then ends.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // False when the queue is full: `job.done` is not called then.
    [[nodiscard]] bool submit(WriteJob job);
    // Runs alone, outside any transaction, on the writer's thread (commands: checkpoint, erase, check);
    // returns when it is done. What it throws is thrown here.
    void run_alone(const std::function<void(Store&)>& work);

    [[nodiscard]] WriterCounters counters() const;

private:
    struct Entry {
        WriteJob job;
        std::function<void(Store&)> alone;
    };
    void loop();
    void write_batch(std::deque<Entry>& batch);
    enum class Ended { committed, nothing_stored, unsure };
    [[nodiscard]] Ended try_batch(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes);
    [[nodiscard]] bool reconnected();
    enum class Applied { all, row_refused, lost };
    [[nodiscard]] Applied apply_together(std::deque<Entry>& batch);
    void apply_one(Entry& entry);
    [[nodiscard]] bool apply_each(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes);
    [[nodiscard]] bool apply(std::deque<Entry>& batch, std::vector<WriteOutcome>& outcomes);

    std::unique_ptr<Database> database_;
    Store store_;
    const std::size_t max_waiting_;
    Log& log_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> waiting_;
    WriterCounters counters_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
