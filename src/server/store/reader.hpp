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

class Reader {
public:
    static constexpr std::size_t kMaxWaiting = 1024;

    Reader(std::unique_ptr<Database> database, Log& log);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // `ask` runs on the reader's thread, once more when the connection was lost before it had its answer;
    // `failed` instead of its result when the store does not answer, or at once, on the caller's thread, when
    // the queue is full. Exactly one of the two ends.
    void submit(std::function<void(Store&)> ask, std::function<void()> failed);

private:
    struct Question {
        std::function<void(Store&)> ask;
        std::function<void()> failed;
    };
    void loop();
    [[nodiscard]] bool asked(const Question& question);
    [[nodiscard]] bool reconnected();

    std::unique_ptr<Database> database_;
    Store store_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Question> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace funnel::server
