// Several connections to one QMI port: who gets an answer, who hears an indication.

#include <catch2/catch.hpp>

#include "bench/engine/connections.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using sc::Connections;
using sc::Sharing;

namespace {

constexpr auto kAll = std::uint8_t{0xFF};
using Ids = std::vector<mb::ConnectionId>;

qmi::Header told(std::uint8_t service, std::uint8_t client) {
  return qmi::indication(service, client, qmi::nas::get_serving_system::id).header;
}

qmi::Message allocated(std::uint8_t service, std::uint8_t client) {
  auto message = qmi::response_to({.transaction = 1, .message = qmi::ctl::allocate_cid::id});
  return message.set(qmi::ctl::allocate_cid::response::allocation_info,
                     qmi::Struct{{"service", service}, {"cid", client}});
}

qmi::Message released(std::uint8_t service, std::uint8_t client) {
  auto message = qmi::response_to({.transaction = 1, .message = qmi::ctl::release_cid::id});
  return message.set(qmi::ctl::release_cid::response::release_info, qmi::Struct{{"service", service}, {"cid", client}});
}

qmi::Header asked(std::uint8_t service, std::uint8_t client, std::uint16_t transaction = 1) {
  return {.service = service, .client = client, .transaction = transaction, .message = qmi::nas::reset::id};
}

struct Three {
  explicit Three(Sharing sharing) : connections(sharing) {
    for (mb::ConnectionId id = 1; id <= 3; ++id) REQUIRE(connections.open(id));
  }
  Connections connections;
};

}  // namespace

TEST_CASE("on a node, indications go to whoever used the client id last, and what is for all to all", "[scenario]") {
  Three three(Sharing::node);
  auto& connections = three.connections;
  connections.learn(allocated(kNas, 4), 1);
  CHECK(connections.listeners(told(kNas, 4)) == Ids{1});
  connections.asked(asked(kNas, 4), {2});
  CHECK(connections.listeners(told(kNas, 4)) == Ids{2});
  CHECK(connections.listeners(told(kNas, kAll)) == Ids{1, 2, 3});
  CHECK(connections.listeners(told(kWds, 4)).empty());
}

TEST_CASE("by a proxy, indications go to all who allocated or used the client id and haven't left", "[scenario]") {
  Three three(Sharing::proxy);
  auto& connections = three.connections;
  connections.learn(allocated(kNas, 4), 1);
  connections.asked(asked(kNas, 4), {2});
  connections.asked(asked(kNas, 4), {2});
  CHECK(connections.listeners(told(kNas, 4)) == Ids{1, 2});
  CHECK(connections.close(1));
  CHECK(connections.listeners(told(kNas, 4)) == Ids{2});
  // Disowned by the last, and owned again by who uses it then.
  CHECK(connections.close(2));
  CHECK(connections.listeners(told(kNas, 4)).empty());
  connections.asked(asked(kNas, 4), {3});
  CHECK(connections.listeners(told(kNas, 4)) == Ids{3});
}

TEST_CASE("by a proxy, what all of a service are told comes once for each client id of that service", "[scenario]") {
  Three three(Sharing::proxy);
  auto& connections = three.connections;
  connections.learn(allocated(kNas, 4), 1);
  connections.learn(allocated(kNas, 5), 1);
  connections.learn(allocated(kWds, 6), 2);
  CHECK(connections.listeners(told(kNas, kAll)) == Ids{1, 1});
  CHECK(connections.listeners(told(kWds, kAll)) == Ids{2});
  CHECK(connections.listeners(told(qmi::ctl::service, kAll)).empty());
  CHECK(connections.listeners(told(qmi::ctl::service, 0)).empty());
}

TEST_CASE("a client id that is released, or was none, is used by nobody", "[scenario]") {
  const auto sharing = GENERATE(Sharing::node, Sharing::proxy);
  Three three(sharing);
  auto& connections = three.connections;
  connections.learn(allocated(kNas, 4), 1);
  connections.learn(released(kNas, 4), 2);
  CHECK(connections.listeners(told(kNas, 4)).empty());
  connections.asked(asked(kNas, 99), {1});
  CHECK(connections.listeners(told(kNas, 99)) == Ids{1});
  connections.learn(qmi::response_to(asked(kNas, 99), 7), 1);
  CHECK(connections.listeners(told(kNas, 99)).empty());
  connections.learn(allocated(kNas, 4), 1);
  connections.learn(qmi::response_to({.transaction = 1, .message = qmi::ctl::sync::id}), 2);
  CHECK(connections.listeners(told(kNas, 4)).empty());
}

TEST_CASE("a refused release or allocation changes nobody's client ids", "[scenario]") {
  Three three(Sharing::proxy);
  auto& connections = three.connections;
  connections.learn(allocated(kNas, 4), 1);
  connections.learn(qmi::response_to({.transaction = 1, .message = qmi::ctl::release_cid::id}, 7), 1);
  connections.learn(qmi::response_to({.transaction = 1, .message = qmi::ctl::allocate_cid::id}, 5), 2);
  connections.learn(qmi::response_to({.transaction = 1, .message = qmi::ctl::sync::id}, 3), 2);
  CHECK(connections.listeners(told(kNas, 4)) == Ids{1});
}

TEST_CASE("an answer goes to who asked, also where two ask alike", "[scenario]") {
  const auto sharing = GENERATE(Sharing::node, Sharing::proxy);
  Three three(sharing);
  auto& connections = three.connections;
  connections.asked(asked(kNas, 4), {1});
  connections.asked(asked(kNas, 4), {2});
  CHECK(connections.take_asker(asked(kNas, 4))->connection == 1);
  CHECK(connections.take_asker(asked(kNas, 4))->connection == 2);
  CHECK_FALSE(connections.take_asker(asked(kNas, 4)));
}

TEST_CASE("a client id that is given anew has no answers to come from its last life", "[scenario]") {
  const auto sharing = GENERATE(Sharing::node, Sharing::proxy);
  Bench bench("set: {call: {after: 5s}}\n", false, sharing);
  bench.open(1);
  bench.open(2);
  const auto first = bench.client_id(kWds, 1);
  bench.send(Bench::start_network(first, 1, "internet"), 1);
  auto release = Bench::request(qmi::ctl::service, 0, 9, qmi::ctl::release_cid::id);
  release.set(qmi::ctl::release_cid::request::release_info, qmi::Struct{{"service", kWds}, {"cid", first}});
  bench.send(release, 1);
  const auto second = bench.client_id(kWds, 2);
  REQUIRE(second == first);
  bench.send(Bench::start_network(second, 1, "internet"), 2);
  bench.go_to(20s);
  for (const auto& [connection, message] : bench.take_messages()) {
    INFO(message.header.message);
    CHECK(connection == 2);
  }
}

TEST_CASE("by a proxy, a client that goes leaves its client ids to the balance, and another can use them",
          "[scenario]") {
  Bench bench("", false, Sharing::proxy);
  bench.go_to(10ms);
  bench.open(1);
  const auto wds = bench.client_id(kWds, 1);
  bench.close(1);
  CHECK(bench.modem().modem().held_client_ids().size() == 1);
  bench.open(2);
  bench.send(Bench::start_network(wds, 1, "internet"), 2);
  bench.go_to(1s);
  const auto messages = bench.take_messages();
  REQUIRE_FALSE(messages.empty());
  CHECK(error_of(messages.front().second) == 0);
}
