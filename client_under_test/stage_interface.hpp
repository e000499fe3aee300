#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

/// A network interface of the stage's own, for clients that look for the modem's. The functions here run in the stage's
/// network namespace.
namespace modembench::client_under_test {

enum class InterfaceKind : std::uint8_t {
  tap,    ///< frames go through a descriptor of /dev/net/tun
  veth,   ///< frames go through a packet socket on the other end of the pair
  dummy,  ///< an interface in looks alone: whatever is sent is gone
};
/// The kind in words: "TAP", "veth", "dummy".
[[nodiscard]] std::string_view to_string(InterfaceKind kind);
[[nodiscard]] std::optional<InterfaceKind> interface_kind_from_string(std::string_view name);
[[nodiscard]] constexpr bool carries_frames(InterfaceKind kind) { return kind != InterfaceKind::dummy; }

/// Makes an interface of that name, of the first kind that can be had, in the order above: a TAP needs /dev/net/tun,
/// which a container may lack and an ordinary user may not open. Returns the kind, or why none could be had.
[[nodiscard]] tl::expected<InterfaceKind, std::string> make_interface(const std::string& name);

/// Opens the other end of an interface of that kind. Each read of it is a frame that the interface sends, each write
/// one that the interface receives. The interface is up and has carrier as long as the descriptor is open. This call
/// changes the caller's network namespace.
[[nodiscard]] ports::Result<files::Descriptor> open_frames(const std::string& name, InterfaceKind kind);

/// Removes an interface. Returns what went wrong, empty if nothing; it is not wrong that there is none.
[[nodiscard]] std::string remove_interface(const std::string& name);

/// Whether a name is one that Linux takes: 1 to 15 bytes without '/', ':', spaces, and not "." or "..".
[[nodiscard]] bool is_interface_name(const std::string& name);

}  // namespace modembench::client_under_test
