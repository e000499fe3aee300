#pragma once

#include <string>

/// The addresses of several calls at once, made from the one that is configured.
namespace modembench::modem {

/// The `n`-th address from `first` on, 0 for `first` itself, counted up in the last byte (IPv4) or the last two
/// (IPv6) and round at their end; without `gateway`. `first` itself if it is no address.
[[nodiscard]] std::string nth_ipv4(const std::string& first, const std::string& gateway, unsigned n);
[[nodiscard]] std::string nth_ipv6(const std::string& first, const std::string& gateway, unsigned n);

}  // namespace modembench::modem
