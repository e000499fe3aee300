#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

/// What a kernel's network has on its way, and by its own clock, which no client's is.
namespace modembench::client_under_test {

/// Whether a TCP connection waits for an answer, and sends again if none comes. `table` is /proc/net/tcp or tcp6.
[[nodiscard]] bool tcp_waits(std::string_view table);
/// The same of the network namespace that `process` is in.
[[nodiscard]] bool tcp_waits_around(pid_t process);

/// A socket by which a network namespace is asked for its neighbours: to be opened in there.
[[nodiscard]] tl::expected<files::Descriptor, std::string> open_neighbours();
/// Whether one of them is being asked for its link address, which the kernel does again after a second if it must.
[[nodiscard]] bool neighbour_is_asked(int neighbours);

/// Whether frames wait for the kernel to take them in. `statistics` is /proc/net/softnet_stat: a line a processor.
[[nodiscard]] bool frames_wait(std::string_view statistics);
/// The same of this machine, all namespaces together.
[[nodiscard]] bool frames_wait();

}  // namespace modembench::client_under_test
