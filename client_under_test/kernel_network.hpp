#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "files/descriptor.hpp"

/// What a kernel's network still has on its way. The kernel does that by its own clock, which is no client's.
namespace modembench::client_under_test {

/// Whether a TCP connection waits for an answer, and would send again if none came. `table` is /proc/net/tcp or tcp6.
[[nodiscard]] bool tcp_waits(std::string_view table);
/// Whether a TCP connection waits so in the network namespace of `process`.
[[nodiscard]] bool tcp_waits_around(pid_t process);

/// Opens a socket by which a network namespace is asked for its neighbours. To be called in that namespace.
[[nodiscard]] tl::expected<files::Descriptor, std::string> open_neighbours();
/// Whether a neighbour is being asked for its link address, which the kernel does again after a second if it must.
[[nodiscard]] bool neighbour_is_asked(int neighbours);

/// Whether frames wait for the kernel to take them in. `statistics` is /proc/net/softnet_stat: a line a processor.
[[nodiscard]] bool frames_wait(std::string_view statistics);
/// Whether frames wait so on this machine, in any of its namespaces.
[[nodiscard]] bool frames_wait();

}  // namespace modembench::client_under_test
