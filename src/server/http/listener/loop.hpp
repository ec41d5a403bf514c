// One thread's loop of the listener and the connections that live on it. A connection stays where it was put,
// so nothing of it is locked, and whoever answers from another thread wakes the loop once for many answers.
#pragma once

#include <boost/asio.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace funnel::server {

namespace net = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Executor = net::io_context::executor_type;

// What is ended when its time is over.
class Timed {
public:
    virtual ~Timed() = default;
    virtual void close_if_late(Clock::time_point now) = 0;
};

class Loop {
public:
    // A deadline is kept to within this much.
    static constexpr std::chrono::milliseconds kLook{50};

    [[nodiscard]] net::io_context& context() { return context_; }
    // Until release(), even when there is nothing to do.
    void run() { context_.run(); }
    void release() { keep_.reset(); }

    [[nodiscard]] bool is_here() { return context_.get_executor().running_in_this_thread(); }

    // The work is done on the loop's thread, after what was given before. From any thread.
    template <class Work>
    void run_soon(Work work) {
        auto task = std::make_unique<Does<Work>>(std::move(work));
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(task));
            if (waiting_.size() > 1) return;
        }
        net::post(context_, [this] { run_waiting(); });
    }

    // On the loop's thread: looks after `one` for as long as it lives.
    void watch(const std::shared_ptr<Timed>& one) {
        watched_.push_back(one);
        if (watched_.size() == 1) look_later();
    }

    [[nodiscard]] static Clock::time_point now() { return Clock::now(); }

private:
    struct Task {
        virtual ~Task() = default;
        virtual void run() = 0;
    };
    template <class Work>
    struct Does final : Task {
        explicit Does(Work w) : work(std::move(w)) {}
        void run() override { work(); }
        Work work;
    };

    void run_waiting() {
        std::vector<std::unique_ptr<Task>> tasks;
        {
            const std::lock_guard lock(mutex_);
            tasks.swap(waiting_);
        }
        for (const auto& task : tasks) task->run();
    }

    void look_later() {
        timer_.expires_after(kLook);
        timer_.async_wait([this](error_code) { look(); });
    }
    void look() {
        const auto at = now();
        std::erase_if(watched_, [&](const std::weak_ptr<Timed>& weak) {
            const auto one = weak.lock();
            if (one) one->close_if_late(at);
            return !one;
        });
        if (!watched_.empty()) look_later();
    }

    net::io_context context_{1};
    net::executor_work_guard<Executor> keep_{context_.get_executor()};
    net::steady_timer timer_{context_};
    std::vector<std::weak_ptr<Timed>> watched_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Task>> waiting_;  // guarded by the mutex
};

}  // namespace funnel::server
