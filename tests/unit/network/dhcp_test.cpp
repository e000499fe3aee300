#include "tests/unit/network/network_support.hpp"

namespace modembench::network::test {
namespace {

const Lease kLease{
    .address = kHostAddress, .netmask = {255, 255, 255, 0}, .gateway = kGateway, .dns1 = kDns, .dns2 = {}};

struct Answered {
  UdpDatagram datagram;
  std::map<int, Bytes> options;
  Bytes packet;
  bool leased = false;

  [[nodiscard]] Bytes yours() const { return {datagram.payload.begin() + 16, datagram.payload.begin() + 20}; }
  [[nodiscard]] int type() const { return options.at(53).at(0); }
};

std::optional<Answered> ask(const Bytes& message, const Lease& lease = kLease) {
  auto answer = answer_dhcp(to_server(message), lease);
  if (!answer) return std::nullopt;
  Answered read;
  read.packet = std::move(answer->packet);
  read.leased = answer->leased;
  const auto datagram = parse_udp(read.packet);
  REQUIRE(datagram);
  read.datagram = *datagram;
  REQUIRE(datagram->payload.size() >= 300);
  for (std::size_t at = 240; datagram->payload[at] != 255; at += 2U + datagram->payload[at + 1]) {
    const auto value = datagram->payload.subspan(at + 2, datagram->payload[at + 1]);
    read.options[datagram->payload[at]] = Bytes(value.begin(), value.end());
  }
  return read;
}

Bytes requested(const Address& address) { return {50, 4, address[0], address[1], address[2], address[3]}; }
Bytes from_server(const Address& address) { return {54, 4, address[0], address[1], address[2], address[3]}; }

}  // namespace

TEST_CASE("DHCP: whoever discovers is offered what QMI says") {
  const auto offer = ask(dhcp_message(kDiscover));
  REQUIRE(offer);
  CHECK(offer->type() == kOffer);
  CHECK_FALSE(offer->leased);
  CHECK(offer->yours() == Bytes{192, 0, 2, 10});
  CHECK(offer->options.at(1) == Bytes{255, 255, 255, 0});
  CHECK(offer->options.at(3) == Bytes{192, 0, 2, 1});
  CHECK(offer->options.at(6) == Bytes{198, 51, 100, 53});
  CHECK(offer->options.at(26) == Bytes{0x05, 0xDC});
  CHECK(offer->options.at(54) == Bytes{192, 0, 2, 1});
  CHECK(offer->options.at(51) == Bytes{0, 0, 0x1C, 0x20});
  CHECK(offer->datagram.destination == kEveryone);
  CHECK(offer->datagram.destination_port == 68);
  // Its transaction and whose it is.
  CHECK(read32(offer->datagram.payload, 4) == 0xDEADBEEF);
  CHECK(std::equal(kHost.begin(), kHost.end(), offer->datagram.payload.begin() + 28));
}

TEST_CASE("DHCP: both name servers are told where there are two, none where there is none") {
  Lease lease = kLease;
  lease.dns2 = Address{203, 0, 113, 53};
  CHECK(ask(dhcp_message(kDiscover), lease)->options.at(6) == Bytes{198, 51, 100, 53, 203, 0, 113, 53});
  lease.dns1 = lease.dns2 = {};
  lease.gateway = {};
  const auto offer = ask(dhcp_message(kDiscover), lease);
  REQUIRE(offer);
  CHECK_FALSE(offer->options.contains(6));
  CHECK_FALSE(offer->options.contains(3));
}

TEST_CASE("DHCP: who requests what was offered has it") {
  Bytes options = requested(kHostAddress);
  append(options, from_server(kGateway));
  const auto ack = ask(dhcp_message(kRequest, options));
  REQUIRE(ack);
  CHECK(ack->type() == kAck);
  CHECK(ack->leased);
  CHECK(ack->yours() == Bytes{192, 0, 2, 10});
}

TEST_CASE("DHCP: who renews is answered at its address") {
  const auto ack = ask(dhcp_message(kRequest, {}, kHostAddress));
  REQUIRE(ack);
  CHECK(ack->type() == kAck);
  CHECK(ack->datagram.destination == kHostAddress);
}

TEST_CASE("DHCP: who wants the address of an earlier call is told that it isn't its own, where all can hear it") {
  const auto nak = ask(dhcp_message(kRequest, {}, {10, 99, 0, 7}));
  REQUIRE(nak);
  CHECK(nak->type() == kNak);
  CHECK_FALSE(nak->leased);
  CHECK(nak->yours() == Bytes{0, 0, 0, 0});
  CHECK(nak->datagram.destination == kEveryone);
  CHECK_FALSE(nak->options.contains(3));
  CHECK(ask(dhcp_message(kRequest, requested({10, 99, 0, 7})))->type() == kNak);
}

TEST_CASE("DHCP: who has an address and asks for the rest gets no lease") {
  constexpr std::uint8_t kInform = 8;
  const auto ack = ask(dhcp_message(kInform, {}, kHostAddress));
  REQUIRE(ack);
  CHECK(ack->type() == kAck);
  CHECK_FALSE(ack->leased);
  CHECK_FALSE(ack->options.contains(51));
  CHECK(ack->options.contains(6));
}

TEST_CASE("DHCP: what isn't for this server, or nothing to answer, is left alone") {
  CHECK_FALSE(ask(dhcp_message(kRequest, from_server({192, 0, 2, 77}))));
  for (const int type : {2, 4, 5, 6, 7, 0, 99}) CHECK_FALSE(ask(dhcp_message(static_cast<std::uint8_t>(type))));
}

TEST_CASE("DHCP: bad messages are left alone") {
  const Bytes good = dhcp_message(kDiscover);
  for (std::size_t size = 0; size < 243; ++size) {
    CHECK_FALSE(ask(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))));
  }
  Bytes reply = good;
  reply[0] = 2;
  CHECK_FALSE(ask(reply));
  Bytes cookie = good;
  cookie[239] = 0;
  CHECK_FALSE(ask(cookie));
  Bytes other_port = good;
  CHECK_FALSE(answer_dhcp(
      {.source = {}, .destination = kEveryone, .source_port = 68, .destination_port = 68, .payload = other_port},
      kLease));
}

TEST_CASE("DHCP: options that lie about their length say nothing") {
  // A requested address of 3 bytes, one that runs beyond the end, and one behind the end.
  CHECK(ask(dhcp_message(kRequest, {50, 3, 192, 0, 2}))->type() == kNak);
  Bytes cut = dhcp_message(kRequest);
  cut.back() = 50;
  cut.push_back(200);
  CHECK(ask(cut)->type() == kNak);
  Bytes behind = {255};
  append(behind, requested(kHostAddress));
  CHECK(ask(dhcp_message(kRequest, behind))->type() == kNak);
}

}  // namespace modembench::network::test
