#pragma once

#include <optional>
#include <string_view>

#include "network/packets.hpp"

/// The name server of the closed network (RFC 1035): it knows a few names below .test, which is nobody's (RFC 6761).
namespace modembench::network {

inline constexpr std::uint16_t kDnsPort = 53;
/// Where the network's own server is: below the documentation's third net (RFC 5737), as seen from anywhere.
inline constexpr Address kServerAddress = {203, 0, 113, 80};
inline constexpr std::uint16_t kWebPort = 80;
inline constexpr std::uint16_t kEchoPort = 7;
inline constexpr std::string_view kServerName = "server.test";
inline constexpr std::string_view kGatewayName = "gateway.test";

/// The answer to a query: an address for a known name's A, none for other types of it, NXDOMAIN for what isn't known,
/// FORMERR to a query that can't be read or has more than one question, NOTIMP to what is no query. Nothing to what is
/// no DNS, or is itself an answer.
[[nodiscard]] std::optional<Bytes> answer_dns(const UdpDatagram& query, const Address& gateway);

}  // namespace modembench::network
