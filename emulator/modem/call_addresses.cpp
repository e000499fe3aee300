#include "emulator/modem/call_addresses.hpp"

#include <cstdint>

#include "emulator/qmi/address.hpp"

namespace modembench::modem {

namespace {

/// Adds to the last `places` bytes, which are one number in network order.
template <class Bytes>
Bytes plus(Bytes bytes, unsigned n, std::size_t places) {
  for (std::size_t i = 0; i < places && n != 0; ++i) {
    std::uint8_t& byte = bytes[bytes.size() - 1 - i];
    n += byte;
    byte = static_cast<std::uint8_t>(n);
    n >>= 8;
  }
  return bytes;
}

template <class Bytes>
Bytes nth(const Bytes& first, const std::optional<Bytes>& gateway, unsigned n, std::size_t places) {
  unsigned left = n;
  for (unsigned step = 0;; ++step) {
    const Bytes address = plus(first, step, places);
    // The configured one is given whatever it is.
    if (step != 0 && gateway && address == *gateway) continue;
    if (left-- == 0) return address;
  }
}

}  // namespace

std::string nth_ipv4(const std::string& first, const std::string& gateway, unsigned n) {
  const auto bytes = qmi::parse_ipv4(first);
  return bytes ? qmi::format_ipv4(nth(*bytes, qmi::parse_ipv4(gateway), n, 1)) : first;
}

std::string nth_ipv6(const std::string& first, const std::string& gateway, unsigned n) {
  const auto bytes = qmi::parse_ipv6(first);
  return bytes ? qmi::format_ipv6(nth(*bytes, qmi::parse_ipv6(gateway), n, 2)) : first;
}

}  // namespace modembench::modem
