#include "store/reader.hpp"

#include "store/database/database.hpp"

namespace funnel::server {

Reader::Reader(std::unique_ptr<Database> database, Log& log)
    : database_(std::move(database)), store_(*database_), log_(log), thread_([this] { loop(); }) {}

Reader::~Reader() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Reader::submit(ReadJob job) {
    {
        std::unique_lock lock(mutex_);
        if (ending_ || waiting_.size() >= kMaxWaiting) {
            lock.unlock();
            return job.failed();
        }
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
}

void Reader::loop() {
    while (true) {
        ReadJob job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            job = std::move(waiting_.front());
            waiting_.pop_front();
        }
        try {
            job.ask(store_);
        } catch (const StoreError& error) {
            log_.write(Level::error, "read_failed", {{"reason", error.what()}});
            job.failed();
            try {
                database_->reconnect();
            } catch (const StoreError& again) {
                log_.write(Level::error, "store_unreachable", {{"reason", again.what()}});
            }
        }
    }
}

}  // namespace funnel::server
