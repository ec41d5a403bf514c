// Copies what SQLite's log holds into the database beside the writer: a commit that did it itself made every
// request of its batch wait for a few hundred pages and a flush.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

struct sqlite3;

namespace funnel::server {

class Checkpointer {
public:
    // Follows the commits of `writer`, a connection to the database at `path`, which lives as long as this.
    // Its thread and its own connection come with the first copy.
    Checkpointer(std::string path, sqlite3* writer);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    // Whether a flush of the database failed. What was copied before may be lost then, though SQLite counts
    // it as copied: so nothing is copied any more, the log keeps everything, and whoever opens the store next
    // copies all of it anew.
    [[nodiscard]] bool has_failed();

    // No copy is made while it is held; waits for the one that is under way.
    [[nodiscard]] std::unique_lock<std::mutex> held() { return std::unique_lock(copying_); }

private:
    static int committed(void* self, sqlite3* writer, const char* database, int frames);
    void follow(int frames);
    void copy(sqlite3* connection);
    void fail();
    void loop();

    const std::string path_;
    sqlite3* const writer_;
    std::mutex copying_;  // held for each copy; taken before the other
    std::mutex mutex_;
    std::condition_variable wake_;
    bool asked_ = false;  // until the copy is made
    bool ending_ = false;
    bool failed_ = false;
    int copied_ = 0;  // frames of the log that are in the database
    std::thread thread_;
};

}  // namespace funnel::server
