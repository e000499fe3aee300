#pragma once

#include <string>

/// The addresses of several calls at once, made from the one that is configured.
namespace modembench::modem {

/// The `n`-th address from `first` on; 0 is `first` itself. Addresses are counted up in the last byte (IPv4) or the
/// last two bytes (IPv6) and go round at the end of these; `gateway` is left out. Returns `first` itself if it is no
/// address.
[[nodiscard]] std::string nth_ipv4(const std::string& first, const std::string& gateway, unsigned n);
[[nodiscard]] std::string nth_ipv6(const std::string& first, const std::string& gateway, unsigned n);

}  // namespace modembench::modem
