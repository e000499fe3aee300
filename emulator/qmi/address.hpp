#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/qmi/bytes.hpp"

/// IP addresses as text. (The system's own functions belong to its sockets, which this room doesn't touch.)
namespace modembench::qmi {

using Ipv4Bytes = std::array<std::uint8_t, 4>;
using Ipv6Bytes = std::array<std::uint8_t, 16>;

/// The bytes 0A 00 00 02, in network order, as "10.0.0.2".
[[nodiscard]] std::string format_ipv4(const Ipv4Bytes& bytes);
/// The bytes of "10.0.0.2", in network order; nothing for a text that is no address.
[[nodiscard]] std::optional<Ipv4Bytes> parse_ipv4(std::string_view text);

/// An address in network order as a text of RFC 5952, "2001:db8::1".
[[nodiscard]] std::string format_ipv6(const Ipv6Bytes& bytes);
/// The bytes of an address in any of the forms of RFC 4291, section 2.2, 1 and 2; nothing for other text.
[[nodiscard]] std::optional<Ipv6Bytes> parse_ipv6(std::string_view text);

}  // namespace modembench::qmi
