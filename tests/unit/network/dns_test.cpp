#include "tests/unit/network/network_support.hpp"

namespace modembench::network::test {
namespace {

/// The answer's message; empty if there is none.
Bytes ask_dns(const Bytes& message) {
  const UdpDatagram query{
      .source = kHostAddress, .destination = kDns, .source_port = 4000, .destination_port = 53, .payload = message};
  const auto packet = answer_dns(query, kGateway);
  if (!packet) return {};
  const auto answer = parse_udp(*packet);
  REQUIRE(answer);
  CHECK(answer->source == kDns);
  CHECK(answer->destination == kHostAddress);
  CHECK(answer->destination_port == 4000);
  return {answer->payload.begin(), answer->payload.end()};
}

int code(const Bytes& answer) { return answer.at(3) & 0x0F; }
Bytes address(const Bytes& answer) { return {answer.end() - 4, answer.end()}; }

}  // namespace

TEST_CASE("DNS: the server and the gateway have an address, however the name is written") {
  for (const auto* name : {"server.test", "SERVER.Test"}) {
    const Bytes answer = ask_dns(dns_query(name));
    CHECK(read16(answer, 0) == 0x1234);
    CHECK((answer[2] & 0x80) != 0);
    CHECK(code(answer) == 0);
    CHECK(read16(answer, 6) == 1);
    CHECK(address(answer) == Bytes{203, 0, 113, 80});
  }
  CHECK(address(ask_dns(dns_query("gateway.test"))) == Bytes{192, 0, 2, 1});
}

TEST_CASE("DNS: of another type they have nothing") {
  constexpr std::uint16_t kAaaa = 28;
  const Bytes answer = ask_dns(dns_query("server.test", kAaaa));
  CHECK(code(answer) == 0);
  CHECK(read16(answer, 6) == 0);
}

TEST_CASE("DNS: other names aren't there") {
  for (const auto* name : {"example.com", "test", "", "server.test.example", "other.server.test"}) {
    CHECK(code(ask_dns(dns_query(name))) == 3);
  }
}

TEST_CASE("DNS: what can't be read is a format error, what is no query isn't implemented") {
  const Bytes good = dns_query("server.test");
  for (std::size_t size = 12; size < good.size(); ++size) {
    CHECK(code(ask_dns(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)))) == 1);
  }
  Bytes two = good;
  two[5] = 2;
  CHECK(code(ask_dns(two)) == 1);
  Bytes pointer = good;
  pointer[12] = 0xC0;
  CHECK(code(ask_dns(pointer)) == 1);
  Bytes update = good;
  update[2] = 0x28;
  CHECK(code(ask_dns(update)) == 4);
  Bytes endless(12, 0);
  endless[5] = 1;
  for (int i = 0; i < 40; ++i) append(endless, {8, 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'});
  append(endless, {0, 0, 1, 0, 1});
  CHECK(code(ask_dns(endless)) == 1);
}

TEST_CASE("DNS: answers, other ports and what is shorter than a header are left alone") {
  Bytes answer = dns_query("server.test");
  answer[2] |= 0x80;
  CHECK(ask_dns(answer).empty());
  CHECK(ask_dns(Bytes(11, 0)).empty());
  const Bytes message = dns_query("server.test");
  CHECK_FALSE(answer_dns(
      {.source = kHostAddress, .destination = kDns, .source_port = 53, .destination_port = 54, .payload = message},
      kGateway));
}

}  // namespace modembench::network::test
