// SQLite writes each frame of its log in two pieces, a header of 24 bytes and a page: a commit of a hundred
// frames is two hundred writes. Through this file system they are kept in memory and written as one, at the
// latest before the flush that makes the commit durable.
#pragma once

namespace funnel::server {

// The name of the file system for sqlite3_open_v2, registered on first use; the platform's own in all but the
// log's writes. For connections with `synchronous = FULL` alone: others publish a commit without a flush, and
// a reader would look for it in a file that has not got it.
[[nodiscard]] const char* file_system_with_whole_log();

}  // namespace funnel::server
