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

void Reader::submit(std::function<void(Store&)> ask, std::function<void()> failed) {
    {
        std::unique_lock lock(mutex_);
        if (ending_ || waiting_.size() >= kMaxWaiting) {
            lock.unlock();
            return failed();
        }
        waiting_.push_back({std::move(ask), std::move(failed)});
    }
    wake_.notify_one();
}

void Reader::loop() {
    while (true) {
        Question question;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) return;
            question = std::move(waiting_.front());
            waiting_.pop_front();
        }
        // A connection that was lost while nobody asked is found out by the first who asks: he need not know.
        if (!asked(question) && (!reconnected() || !asked(question))) question.failed();
    }
}

bool Reader::asked(const Question& question) {
    try {
        question.ask(store_);
        return true;
    } catch (const StoreError& error) {
        log_.write(Level::error, "read_failed", {{"reason", error.what()}});
        return false;
    }
}

bool Reader::reconnected() {
    try {
        return database_->reconnect();
    } catch (const StoreError& error) {
        log_.write(Level::error, "store_unreachable", {{"reason", error.what()}});
        return false;
    }
}

}  // namespace funnel::server
