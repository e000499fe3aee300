#pragma once

#include <string_view>

namespace modembench::client_under_test {

/// Whether a thread sleeps in a system call that ends by itself when a time has passed. `text` is what
/// /proc/PID/task/TID/syscall says: the call's number and its arguments.
[[nodiscard]] bool sleeps_until_some_time(std::string_view text);
/// Whether a thread sleeps in a system call that does nothing but sleep.
[[nodiscard]] bool naps(std::string_view text);
/// Whether a thread sleeps in read(2).
[[nodiscard]] bool sleeps_in_read(std::string_view text);

}  // namespace modembench::client_under_test
