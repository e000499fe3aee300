#pragma once

#include <optional>
#include <string_view>

#include "network/packets.hpp"

/// The name server of the closed network (RFC 1035). It knows a few names below .test, a domain that is nobody's (RFC
/// 6761).
namespace modembench::network {

inline constexpr std::uint16_t kDnsPort = 53;
/// The address of the network's own server, in the documentation's third net (RFC 5737), as seen from anywhere.
inline constexpr Address kServerAddress = {203, 0, 113, 80};
inline constexpr std::uint16_t kWebPort = 80;
inline constexpr std::uint16_t kEchoPort = 7;
inline constexpr std::string_view kServerName = "server.test";
inline constexpr std::string_view kGatewayName = "gateway.test";

/// The answer to a query: an address for a known name's A, none for other types of it, NXDOMAIN for an unknown name,
/// FORMERR to a query that can't be read or has more than one question, NOTIMP to a message that is no query. No answer
/// to a datagram that is no DNS, or is itself an answer.
[[nodiscard]] std::optional<Bytes> answer_dns(const UdpDatagram& query, const Address& gateway);

}  // namespace modembench::network
