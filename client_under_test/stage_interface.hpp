#pragma once

#include <string>

#include <tl/expected.hpp>

/// A network interface of the stage's own, for clients that look for the modem's. Runs in the stage's network
/// namespace.
namespace modembench::client_under_test {

/// Makes an interface of that name, of the first kind that can be had: a TAP, which clients can be given data by
/// (needs /dev/net/tun), a dummy or one end of a veth pair, which only look like one. Which it is: "TAP", "dummy",
/// "veth"; otherwise why none could be had.
[[nodiscard]] tl::expected<std::string, std::string> make_interface(const std::string& name);

/// Takes it away. What went wrong, empty if nothing; that there is none isn't wrong.
[[nodiscard]] std::string remove_interface(const std::string& name);

/// Whether a name is one that Linux takes: 1 to 15 bytes without '/', ':', spaces, and not "." or "..".
[[nodiscard]] bool is_interface_name(const std::string& name);

}  // namespace modembench::client_under_test
