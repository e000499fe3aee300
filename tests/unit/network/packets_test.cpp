#include "tests/unit/network/network_support.hpp"

namespace modembench::network::test {

TEST_CASE("packets: a datagram that was made is read as what it was, and its checksums are right") {
  const Bytes payload = {1, 2, 3};
  const Bytes packet = udp(kGateway, 9, payload);
  const auto read = parse_udp(packet);
  REQUIRE(read);
  CHECK(read->source == kHostAddress);
  CHECK(read->destination == kGateway);
  CHECK(read->source_port == 4000);
  CHECK(read->destination_port == 9);
  CHECK(Bytes(read->payload.begin(), read->payload.end()) == payload);
  // A sum over what has its checksum in it is 0.
  CHECK(internet_checksum(ByteView(packet).first(20)) == 0);
  Bytes pseudo(packet.begin() + 12, packet.begin() + 20);
  append(pseudo, {0, 17, 0, 11});
  append(pseudo, {packet.begin() + 20, packet.end()});
  CHECK(internet_checksum(pseudo) == 0);
}

TEST_CASE("packets: the checksum of RFC 1071's example") {
  CHECK(internet_checksum(Bytes{0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7}) == 0x220D);
}

TEST_CASE("packets: what is cut off anywhere is no datagram, and nothing is read beyond its end") {
  const Bytes packet = udp(kGateway, 9, Bytes(40, 0xAA));
  for (std::size_t size = 0; size < packet.size(); ++size) {
    const Bytes cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(parse_ipv4_packet(cut));
    CHECK_FALSE(parse_udp(cut));
  }
}

TEST_CASE("packets: lengths that lie, other versions and fragments") {
  const Bytes good = udp(kGateway, 9, Bytes(8, 0));
  const auto with = [&](std::size_t at, std::uint8_t byte) {
    Bytes packet = good;
    packet[at] = byte;
    return packet;
  };
  CHECK_FALSE(parse_ipv4_packet(with(0, 0x65)));
  CHECK_FALSE(parse_ipv4_packet(with(0, 0x44)));  // a header of 16 bytes
  CHECK_FALSE(parse_ipv4_packet(with(0, 0x4F)));  // of 60
  CHECK_FALSE(parse_ipv4_packet(with(3, 19)));    // shorter than its header
  CHECK_FALSE(parse_ipv4_packet(with(3, 255)));   // longer than what is there
  CHECK_FALSE(parse_udp(with(6, 0x20)));          // more fragments
  CHECK_FALSE(parse_udp(with(7, 1)));             // not the first one
  CHECK_FALSE(parse_udp(with(9, 6)));             // TCP
  CHECK_FALSE(parse_udp(with(25, 7)));            // shorter than UDP's header
  CHECK_FALSE(parse_udp(with(25, 17)));           // longer than the packet
  // Ethernet's padding is none of the packet.
  Bytes padded = good;
  padded.resize(60);
  REQUIRE(parse_udp(padded));
  CHECK(parse_udp(padded)->payload.size() == 8);
}

TEST_CASE("packets: an Ethernet header has the type of the packet behind it") {
  const auto type_of = [](std::uint8_t first) {
    const auto frame = with_ethernet(Bytes{first, 0}, kBroadcast, kHost);
    return frame ? read16(*frame, 12) : 0;
  };
  CHECK(type_of(0x45) == 0x0800);
  CHECK(type_of(0x60) == 0x86DD);
  CHECK(type_of(0xFF) == 0);
  CHECK_FALSE(with_ethernet({}, kBroadcast, kHost));
}

}  // namespace modembench::network::test
