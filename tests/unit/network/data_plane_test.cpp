#include "tests/unit/network/network_support.hpp"

namespace modembench::network::test {
namespace {

using Fault = modem::DataSettings::Fault;

/// A data plane, and all that comes out of it.
struct Plane {
  std::vector<Bytes> to_host;
  std::vector<Bytes> to_network;
  modem::Traffic counted;
  std::uint64_t lost = 0;
  unsigned leases = 0;
  std::function<void()> on_moved;
  DataPlane plane{{.to_host = [this](ByteView frame) { to_host.emplace_back(frame.begin(), frame.end()); },
                   .to_network = [this](ByteView frame) { to_network.emplace_back(frame.begin(), frame.end()); },
                   .moved =
                       [this](std::uint32_t handle, const modem::Traffic& more, std::uint64_t frames) {
                         CHECK(handle == 7);
                         counted += more;
                         lost += frames;
                         if (on_moved) on_moved();
                       },
                   .dhcp_answered = [this] { ++leases; }}};

  explicit Plane(const modem::DataLink& link = link_up()) { plane.set(link); }
  Plane(Fault fault, std::uint64_t after) { set(fault, after); }
  void set(Fault fault, std::uint64_t after = 0) {
    auto link = link_up();
    link.settings = {.fault = fault, .after_bytes = after};
    plane.set(link);
  }
  void send(const Bytes& frame) { plane.from_host(frame); }
  void lease() {
    send(ethernet(make_udp({.source = {},
                            .destination = kEveryone,
                            .source_port = 68,
                            .destination_port = 67,
                            .payload = dhcp_message(kRequest, {50, 4, 192, 0, 2, 10})})));
  }
  void ping() { send(ethernet(echo())); }
  void answer(std::size_t size = 100) {
    Bytes packet = make_udp({.source = kGateway,
                             .destination = kHostAddress,
                             .source_port = 1,
                             .destination_port = 2,
                             .payload = Bytes(size - 28, 0)});
    plane.from_network(*with_ethernet(packet, kHost, DataPlane::gateway_mac(kGateway)));
  }
  /// An IPv4 packet that nobody here understands.
  static Bytes echo(const Address& to = kGateway) {
    Bytes packet = udp(to, 1, Bytes(56, 0xA5));
    packet[9] = 1;
    return packet;
  }
  [[nodiscard]] bool silent() const { return to_host.empty() && to_network.empty(); }
};

modem::DataLink raw_link() {
  auto link = link_up();
  link.raw_ip = true;
  return link;
}

}  // namespace

TEST_CASE("data plane: without a call nothing passes and nothing is counted") {
  Plane plane{modem::DataLink{}};
  plane.lease();
  plane.ping();
  plane.send({});
  plane.answer();
  CHECK(plane.silent());
  CHECK(plane.counted.tx_packets + plane.counted.rx_packets + plane.counted.tx_errors + plane.lost == 0);
}

TEST_CASE("data plane: with one, DHCP is answered by the modem and counted by nobody") {
  Plane plane;
  plane.lease();
  CHECK(plane.leases == 1);
  REQUIRE(plane.to_host.size() == 1);
  CHECK(is_type(plane.to_host[0], EtherType::ipv4));
  CHECK(source_of(plane.to_host[0]) == DataPlane::gateway_mac(kGateway));
  CHECK(parse_udp(ByteView(plane.to_host[0]).subspan(14))->destination_port == 68);
  CHECK(plane.counted.tx_packets + plane.counted.rx_packets == 0);
}

TEST_CASE("data plane: the call goes, and what it carried with it") {
  Plane plane;
  plane.ping();
  CHECK(plane.to_network.size() == 1);
  plane.plane.set(modem::DataLink{});
  plane.ping();
  plane.answer();
  CHECK(plane.to_network.size() == 1);
  CHECK(plane.to_host.empty());
}

TEST_CASE("data plane: IP is counted without Ethernet's header and padding; ARP is handed on uncounted") {
  Plane plane;
  plane.ping();
  CHECK(plane.counted.tx_packets == 1);
  CHECK(plane.counted.tx_bytes == 84);
  plane.answer(1500);
  CHECK(plane.counted.rx_packets == 1);
  CHECK(plane.counted.rx_bytes == 1500);
  plane.send(make_arp_request(kHost, kHostAddress, kGateway));
  CHECK(plane.to_network.size() == 2);
  CHECK(plane.counted.tx_packets == 1);
}

TEST_CASE("data plane: qmi_wwan gets no address that it would take for the beginning of an IP packet") {
  for (const auto first : {std::uint8_t{0x4A}, std::uint8_t{0x62}, std::uint8_t{0x02}, std::uint8_t{0xC6}}) {
    const bool is_misread = first == 0x4A || first == 0x62;
    Bytes last;
    DataPlane::Hooks hooks{.to_host = [&](ByteView frame) { last.assign(frame.begin(), frame.end()); },
                           .to_network = [](ByteView) {},
                           .moved = [](std::uint32_t, const modem::Traffic&, std::uint64_t) {},
                           .dhcp_answered = [] {},
                           .to_qmi_wwan = true};
    DataPlane plane(std::move(hooks));
    plane.set(link_up());
    Mac host = kHost;
    host[0] = first;
    const auto frame = *with_ethernet(udp(kHostAddress, 1, Bytes(10, 0xA5)), host, DataPlane::gateway_mac(kGateway));
    plane.from_network(frame);
    auto wanted = frame;
    if (is_misread) std::fill_n(wanted.begin(), 6, std::uint8_t{0});
    CHECK(last == wanted);
  }
}

TEST_CASE("data plane: names are answered at either name server and at the gateway, and counted") {
  Plane plane;
  const Bytes query = dns_query("server.test");
  for (const Address& server : {kDns, Address{203, 0, 113, 53}, kGateway}) plane.send(ethernet(udp(server, 53, query)));
  REQUIRE(plane.to_host.size() == 3);
  CHECK(plane.to_network.empty());
  CHECK(plane.counted.tx_packets == 3);
  CHECK(plane.counted.rx_packets == 3);
  CHECK(parse_udp(ByteView(plane.to_host[0]).subspan(14))->source == kDns);
  // To who asked.
  CHECK(std::equal(kHost.begin(), kHost.end(), plane.to_host[0].begin()));
}

TEST_CASE("data plane: frames of any size from 14 to 1514 bytes, no others") {
  Plane plane;
  for (std::size_t size = 0; size <= 1600; ++size) {
    Bytes frame = ethernet(udp(kGateway, 9, Bytes(size > 42 ? size - 42 : 0, 0)));
    frame.resize(size);
    const auto before = plane.counted;
    plane.send(frame);
    CAPTURE(size);
    const bool is_packet = size >= 42 && size <= 1514;
    CHECK(plane.counted.tx_packets - before.tx_packets == (is_packet ? 1 : 0));
    // One with no IP behind its header is as bad as none.
    CHECK(plane.counted.tx_errors - before.tx_errors == (is_packet ? 0 : 1));
  }
  CHECK(plane.lost == 42 + 86);
  Bytes other(14, 0);  // neither IP nor ARP
  plane.send(other);
  CHECK(plane.lost == 42 + 86);
}

TEST_CASE("data plane: IPv6 isn't carried by a call of IPv4") {
  Plane plane;
  Bytes packet(48, 0);
  packet[0] = 0x60;
  plane.send(ethernet(packet));
  CHECK(plane.silent());
  CHECK(plane.lost == 0);
}

TEST_CASE("data plane: whatever comes from the network that is no frame is left out") {
  Plane plane;
  plane.plane.from_network(Bytes(13, 0));
  plane.plane.from_network(Bytes(1515, 0));
  CHECK(plane.silent());
}

TEST_CASE("data plane: with the machine's services, nothing but the gateway and the server's own ports is reached") {
  auto link = link_up();
  link.settings.host_services = true;
  Plane plane(link);
  const auto reaches = [&](Bytes packet) {
    plane.to_network.clear();
    plane.send(ethernet(packet));
    return plane.to_network.size() == 1;
  };
  const auto tcp = [](const Address& to, std::uint16_t port) {
    Bytes packet = udp(to, port, Bytes(20, 0));
    packet[9] = 6;
    return packet;
  };
  CHECK(reaches(tcp(kGateway, 22)));
  CHECK(reaches(udp(kGateway, 123, {})));
  CHECK(reaches(tcp(kServerAddress, 80)));
  CHECK(reaches(tcp(kServerAddress, 7)));
  CHECK_FALSE(reaches(tcp(kServerAddress, 22)));
  CHECK_FALSE(reaches(udp(kServerAddress, 80, {})));
  CHECK_FALSE(reaches(tcp({127, 0, 0, 1}, 80)));
  CHECK_FALSE(reaches(tcp({8, 8, 8, 8}, 443)));
}

TEST_CASE("data plane, no dhcp: who knows the settings already gets through") {
  Plane plane(Fault::no_dhcp, 0);
  plane.lease();
  CHECK(plane.silent());
  CHECK(plane.leases == 0);
  CHECK(plane.lost == 1);
  plane.ping();
  CHECK(plane.to_network.size() == 1);
  plane.answer();
  CHECK(plane.to_host.size() == 1);
}

TEST_CASE("data plane, black hole: an address and the gateway's link address, and nothing else") {
  Plane plane(Fault::black_hole, 0);
  plane.lease();
  CHECK(plane.leases == 1);
  plane.send(make_arp_request(kHost, kHostAddress, kGateway));
  CHECK(plane.to_network.size() == 1);
  plane.ping();
  plane.send(ethernet(udp(kDns, 53, dns_query("server.test"))));
  plane.answer();
  CHECK(plane.to_host.size() == 1);
  CHECK(plane.to_network.size() == 1);
  // The modem believes that it is sent.
  CHECK(plane.counted.tx_packets == 2);
  CHECK(plane.counted.rx_packets == 0);
}

TEST_CASE("data plane, stalled: nothing is taken, nothing comes, nothing is counted") {
  Plane plane(Fault::stalled, 0);
  plane.lease();
  plane.ping();
  plane.send(make_arp_request(kHost, kHostAddress, kGateway));
  plane.answer();
  CHECK(plane.silent());
  CHECK(plane.counted.tx_packets + plane.counted.rx_packets + plane.counted.tx_errors == 0);
  CHECK(plane.lost == 4);
}

TEST_CASE("data plane: a fault that begins after so many bytes, and ends when it is taken back") {
  Plane plane(Fault::stalled, 2000);
  plane.answer(1500);
  plane.answer(500);
  CHECK(plane.to_host.size() == 2);
  plane.answer(500);
  plane.ping();
  CHECK(plane.to_host.size() == 2);
  CHECK(plane.to_network.empty());
  plane.set(Fault::none);
  plane.answer(500);
  CHECK(plane.to_host.size() == 3);
  // Set anew it counts anew; told the same again it goes on counting.
  plane.set(Fault::stalled, 600);
  plane.answer(500);
  plane.set(Fault::stalled, 600);
  plane.answer(500);
  CHECK(plane.to_host.size() == 5);
  plane.answer(500);
  CHECK(plane.to_host.size() == 5);
}

TEST_CASE("data plane, wrong framing: Ethernet is no packet, and what comes has no header") {
  Plane plane(Fault::wrong_framing, 0);
  plane.lease();
  plane.ping();
  CHECK(plane.silent());
  CHECK(plane.counted.tx_errors == 2);
  plane.answer();
  REQUIRE(plane.to_host.size() == 1);
  CHECK(parse_udp(plane.to_host[0]));
  plane.plane.from_network(make_arp_request(kHost, kGateway, kHostAddress));
  CHECK(plane.to_host.size() == 1);
}

TEST_CASE("data plane, raw IP: packets alone, both ways, and the network is told where the host is") {
  Plane plane(raw_link());
  REQUIRE(plane.to_network.size() == 1);
  CHECK(is_type(plane.to_network[0], EtherType::arp));
  plane.send(Plane::echo());
  REQUIRE(plane.to_network.size() == 2);
  CHECK(ByteView(plane.to_network[1]).subspan(14).size() == 84);
  plane.answer();
  REQUIRE(plane.to_host.size() == 1);
  CHECK(parse_udp(plane.to_host[0]));
  plane.plane.from_network(make_arp_request(kHost, kGateway, kHostAddress));
  CHECK(plane.to_host.size() == 1);
  // DHCP works there, too.
  plane.send(make_udp({.source = {},
                       .destination = kEveryone,
                       .source_port = 68,
                       .destination_port = 67,
                       .payload = dhcp_message(kDiscover)}));
  CHECK(plane.to_host.size() == 2);
}

TEST_CASE("data plane, raw IP: Ethernet, nothing at all and what is too long are errors") {
  Plane plane(raw_link());
  Bytes frame = ethernet(Plane::echo());
  frame[0] = 0xFF;
  plane.send(frame);
  plane.send({});
  plane.send(udp(kGateway, 9, Bytes(1473, 0)));
  CHECK(plane.counted.tx_errors == 3);
  plane.send(udp(kGateway, 9, Bytes(1472, 0)));
  CHECK(plane.counted.tx_packets == 1);
}

TEST_CASE("data plane, raw IP with wrong framing: what comes has a header") {
  auto link = raw_link();
  link.settings.fault = Fault::wrong_framing;
  Plane plane(link);
  plane.answer();
  REQUIRE(plane.to_host.size() == 1);
  CHECK(is_type(plane.to_host[0], EtherType::ipv4));
}

TEST_CASE("data plane: a call that ends by what its own frame sets off") {
  Plane plane;
  plane.on_moved = [&] { plane.plane.set(modem::DataLink{}); };
  plane.ping();
  CHECK(plane.to_network.empty());
  plane.plane.set(link_up());
  plane.send(ethernet(udp(kDns, 53, dns_query("server.test"))));
  CHECK(plane.to_host.empty());
}

TEST_CASE("data plane: a link whose addresses can't be read is one without a call; one without a gateway has DHCP") {
  auto link = link_up();
  link.address = "nonsense";
  Plane bad(link);
  bad.lease();
  CHECK(bad.silent());
  link = link_up();
  link.gateway = "";
  Plane plane(link);
  plane.lease();
  CHECK(plane.leases == 1);
}

TEST_CASE("data plane: random frames do no harm, under any fault and framing") {
  std::uint32_t state = 1;
  const auto next = [&] { return state = state * 1664525 + 1013904223; };
  for (const auto fault : {Fault::none, Fault::no_dhcp, Fault::black_hole, Fault::stalled, Fault::wrong_framing}) {
    for (const bool raw : {false, true}) {
      auto link = link_up();
      link.raw_ip = raw;
      link.settings.fault = fault;
      Plane plane(link);
      for (int i = 0; i < 2000; ++i) {
        Bytes frame = i % 2 == 0 ? Bytes(next() % 1700) : ethernet(udp(kGateway, 67, dhcp_message(kDiscover)));
        if (raw && i % 2 != 0) frame.erase(frame.begin(), frame.begin() + 14);
        const auto changes = i % 2 == 0 ? frame.size() : 8;
        for (std::size_t n = 0; n < changes && !frame.empty(); ++n) {
          frame[next() % frame.size()] = static_cast<std::uint8_t>(next() >> 24);
        }
        plane.send(frame);
        plane.plane.from_network(frame);
      }
    }
  }
}

}  // namespace modembench::network::test
