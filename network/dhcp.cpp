#include "network/dhcp.hpp"

#include <algorithm>

namespace modembench::network {
namespace {

// RFC 2131, section 2: where fields begin.
constexpr std::size_t kClientAddress = 12;
constexpr std::size_t kYourAddress = 16;
constexpr std::size_t kHardwareAddress = 28;
constexpr std::size_t kCookieAt = 236;
constexpr std::size_t kOptions = 240;
constexpr std::uint32_t kCookie = 0x63825363;
/// RFC 1542, 2.1: a BOOTP message has 300 bytes at least, and some relays and clients want them.
constexpr std::size_t kLeastMessage = 300;
constexpr std::uint8_t kRequestOp = 1;
constexpr std::uint8_t kReplyOp = 2;

enum class Type : std::uint8_t { discover = 1, offer = 2, request = 3, ack = 5, nak = 6, inform = 8 };

// RFC 2132.
enum class Option : std::uint8_t {
  pad = 0,
  netmask = 1,
  router = 3,
  dns = 6,
  mtu = 26,
  requested_address = 50,
  lease_time = 51,
  type = 53,
  server = 54,
  end = 255,
};

/// The value of an option; empty if it isn't there or is cut off.
ByteView find_option(ByteView message, Option wanted) {
  std::size_t at = kOptions;
  while (at < message.size() && message[at] != static_cast<std::uint8_t>(Option::end)) {
    if (message[at] == static_cast<std::uint8_t>(Option::pad)) {
      ++at;
      continue;
    }
    if (at + 2 > message.size() || at + 2 + message[at + 1] > message.size()) return {};
    if (message[at] == static_cast<std::uint8_t>(wanted)) return message.subspan(at + 2, message[at + 1]);
    at += 2U + message[at + 1];
  }
  return {};
}

std::optional<Address> as_address(ByteView value) {
  Address address{};
  if (value.size() != address.size()) return std::nullopt;
  std::copy(value.begin(), value.end(), address.begin());
  return address;
}

class Reply {
 public:
  Reply(ByteView request, Type type, const Address& server) : message_(request.begin(), request.begin() + kOptions) {
    message_[0] = kReplyOp;
    std::fill(message_.begin() + kYourAddress, message_.begin() + kHardwareAddress - 4, std::uint8_t{0});
    // Server name and boot file.
    std::fill(message_.begin() + kHardwareAddress + 16, message_.begin() + kCookieAt, std::uint8_t{0});
    option(Option::type, std::array{static_cast<std::uint8_t>(type)});
    option(Option::server, server);
  }

  void your_address(const Address& address) {
    std::copy(address.begin(), address.end(), message_.begin() + kYourAddress);
  }
  template <class Value>
  void option(Option option, const Value& value) {
    message_.push_back(static_cast<std::uint8_t>(option));
    message_.push_back(static_cast<std::uint8_t>(value.size()));
    message_.insert(message_.end(), value.begin(), value.end());
  }
  void settings(const Lease& lease) {
    option(Option::netmask, lease.netmask);
    if (lease.gateway) option(Option::router, *lease.gateway);
    Bytes dns;
    for (const auto& server : {lease.dns1, lease.dns2}) {
      if (server) dns.insert(dns.end(), server->begin(), server->end());
    }
    if (!dns.empty()) option(Option::dns, dns);
    Bytes mtu;
    append16(mtu, lease.mtu);
    option(Option::mtu, mtu);
  }
  void lease_time() {
    Bytes seconds;
    append32(seconds, kLeaseSeconds);
    option(Option::lease_time, seconds);
  }
  [[nodiscard]] Bytes finish() {
    message_.push_back(static_cast<std::uint8_t>(Option::end));
    message_.resize(std::max(message_.size(), kLeastMessage));
    return std::move(message_);
  }

 private:
  Bytes message_;
};

bool wants_another(ByteView message, const Lease& lease) {
  const auto requested = as_address(find_option(message, Option::requested_address));
  if (requested) return *requested != lease.address;
  // Renewing or rebinding: the address is the client's own.
  return as_address(message.subspan(kClientAddress, 4)) != lease.address;
}

}  // namespace

bool is_dhcp(const UdpDatagram& datagram) { return datagram.destination_port == kDhcpServerPort; }

std::optional<DhcpAnswer> answer_dhcp(const UdpDatagram& request, const Lease& lease) {
  const ByteView message = request.payload;
  if (!is_dhcp(request) || message.size() < kOptions || message[0] != kRequestOp) return std::nullopt;
  if (read32(message, kCookieAt) != kCookie) return std::nullopt;
  const ByteView type = find_option(message, Option::type);
  if (type.size() != 1) return std::nullopt;
  // Who has no gateway has somebody for a server all the same: the address next to its own is as good as any.
  const Address server = lease.gateway.value_or(lease.address);
  const auto chosen = as_address(find_option(message, Option::server));
  if (chosen && *chosen != server) return std::nullopt;

  bool leased = false;
  bool refused = false;
  Bytes answer;
  switch (static_cast<Type>(type[0])) {
    case Type::discover: {
      Reply reply(message, Type::offer, server);
      reply.your_address(lease.address);
      reply.lease_time();
      reply.settings(lease);
      answer = reply.finish();
      break;
    }
    case Type::request: {
      refused = wants_another(message, lease);
      Reply reply(message, refused ? Type::nak : Type::ack, server);
      if (!refused) {
        reply.your_address(lease.address);
        reply.lease_time();
        reply.settings(lease);
      }
      leased = !refused;
      answer = reply.finish();
      break;
    }
    case Type::inform: {
      Reply reply(message, Type::ack, server);
      reply.settings(lease);
      answer = reply.finish();
      break;
    }
    default:
      return std::nullopt;
  }
  // To the address that the client has, if it has one; all others hear a broadcast, whether they asked for it or not.
  const auto own = as_address(message.subspan(kClientAddress, 4));
  const bool has_address = own && *own != Address{} && !refused;
  const Address everyone = {255, 255, 255, 255};
  return DhcpAnswer{make_udp({.source = server,
                              .destination = has_address ? *own : everyone,
                              .source_port = kDhcpServerPort,
                              .destination_port = kDhcpClientPort,
                              .payload = answer}),
                    leased};
}

}  // namespace modembench::network
