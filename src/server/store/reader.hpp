// Reading for people and machines on a connection of its own, so that a slow question never waits for, or
// holds up, the writer.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "store/store.hpp"
#include "store/store_error.hpp"
#include "system/log.hpp"

namespace funnel::server {

class Database;

struct ReadJob {
    // On the reader's thread, outside any transaction; answers by itself. What it throws of the store's
    // errors is a failure.
    std::function<void(Store&)> ask;
    // Instead of an answer: on the reader's thread when the store does not answer, on the caller's, at once,
    // when too many wait or the reader is ending.
    std::function<void()> failed;
};

class Reader {
public:
    static constexpr std::size_t kMaxWaiting = 1024;

    Reader(std::unique_ptr<Database> database, Log& log);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // Exactly one of the two ends of a job comes, whatever happens.
    void submit(ReadJob job);

private:
    void loop();

    std::unique_ptr<Database> database_;
    Store store_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<ReadJob> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
