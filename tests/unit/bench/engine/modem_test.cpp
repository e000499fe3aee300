#include <catch2/catch.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using Kind = sc::Output::Kind;

namespace {

const auto kUnregisterAfter = R"(when:
  - at: 2.743s after registered
    do: {unregister: qmi}
)";

}  // namespace

TEST_CASE("a modem that is plugged in registers its four ports", "[scenario]") {
  Bench bench("");
  const auto outputs = bench.take_outputs();
  CHECK(whats(outputs) == std::vector<Kind>(4, Kind::register_port));
  CHECK(outputs.at(0).port == mb::PortName::qmi);
  CHECK(outputs.at(3).port == mb::tty_usb(2));
}

TEST_CASE("a whole exchange goes by bytes and into the trace", "[scenario]") {
  Bench bench("");
  bench.go_to(10ms);
  bench.open();
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  bench.go_to(1s);
  bench.send(Bench::request(kWds, wds, 2, qmi::wds::get_packet_service_status::id));
  bench.close();
  approve("scenario_exchange", bench.trace_text());
}

TEST_CASE("each frame is written whole, to the connection that asked", "[scenario]") {
  Bench bench("");
  bench.open(1);
  bench.open(2);
  static_cast<void>(bench.take_outputs());
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id), 2);
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::get_version_info::id), 1);
  const auto outputs = bench.take_outputs();
  REQUIRE(outputs.size() == 2);
  CHECK(outputs[0].connection == 2);
  CHECK(outputs[1].connection == 1);
  CHECK(qmi::decode(outputs[1].bytes)->header.message == qmi::ctl::get_version_info::id);
}

TEST_CASE("a frame that comes byte by byte is answered once it is whole", "[scenario]") {
  Bench bench("");
  bench.open();
  static_cast<void>(bench.take_outputs());
  const auto frame = Bench::frame(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  for (std::size_t i = 0; i + 1 < frame.size(); ++i) {
    bench.bytes({frame[i]});
    REQUIRE(bench.take_outputs().empty());
  }
  bench.bytes({frame.back()});
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("two frames in one write get two answers, in their order", "[scenario]") {
  Bench bench("");
  auto bytes = Bench::frame(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  const auto second = Bench::frame(Bench::request(qmi::ctl::service, 0, 2, qmi::ctl::get_version_info::id));
  bytes.insert(bytes.end(), second.begin(), second.end());
  bench.bytes(bytes);
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].second.header.transaction == 1);
  CHECK(answers[1].second.header.transaction == 2);
}

TEST_CASE("what can't be QMUX is hung up, and the good frame before it is answered", "[scenario]") {
  Bench bench("");
  bench.open();
  static_cast<void>(bench.take_outputs());
  auto bytes = Bench::frame(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  for (const char c : std::string_view("AT\r")) bytes.push_back(static_cast<std::uint8_t>(c));
  bench.bytes(bytes);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::send, Kind::hang_up});
  const auto& events = bench.trace().events();
  const auto bad = std::find_if(events.begin(), events.end(),
                                [](const auto& event) { return event.kind == mb::trace::EventKind::bad_frame; });
  REQUIRE(bad != events.end());
  CHECK(bad->bytes == qmi::Bytes{'A', 'T', '\r'});
  CHECK(events.back().kind == mb::trace::EventKind::closed);
  // The outside tells that it has closed it; nothing happens twice.
  const auto count = events.size();
  bench.close();
  CHECK(bench.trace().events().size() == count);
  // The next client is served.
  bench.open();
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("a request whose TLVs can't be read is refused as malformed", "[scenario]") {
  Bench bench("");
  auto frame = Bench::frame(Bench::allocate(kWds, 7));
  frame[13] = 0x40;  // the TLV's length
  bench.bytes(frame);
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].second.header.transaction == 7);
  CHECK(error_of(answers[0].second) == static_cast<std::uint16_t>(qmi::ErrorCode::MalformedMessage));
}

TEST_CASE("what only a modem says gets no answer", "[scenario]") {
  Bench bench("");
  bench.open();
  static_cast<void>(bench.take_outputs());
  bench.send(qmi::response_to(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id).header));
  CHECK(bench.take_outputs().empty());
  CHECK(bench.trace().events().back().kind == mb::trace::EventKind::bad_frame);
}

TEST_CASE("the host unregisters the QMI port 2.743 s after it registered", "[scenario]") {
  Bench bench(kUnregisterAfter);
  bench.open();
  bench.open(0, mb::tty_usb(0));
  const auto wds = bench.client_id(kWds);
  static_cast<void>(bench.take_outputs());
  bench.go_to(2742999us);
  CHECK(bench.take_outputs().empty());
  CHECK(bench.modem().next_deadline() == mb::Instant(2743ms));
  bench.go_to(2743ms);
  const auto outputs = bench.take_outputs();
  REQUIRE(whats(outputs) == std::vector{Kind::unregister_port});
  CHECK(outputs[0].port == mb::PortName::qmi);
  // The modem lives on: the serial port takes bytes, the client id is still held.
  bench.text("AT\r", mb::tty_usb(0));
  CHECK(bench.trace().events().back().kind == mb::trace::EventKind::serial_in);
  REQUIRE(bench.modem().modem().held_client_ids().size() == 1);
  CHECK(bench.modem().modem().held_client_ids()[0].client == wds);
  // Nobody can open it.
  bench.open();
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::hang_up});
  approve("scenario_unregistered", bench.trace_text());
}

TEST_CASE("a port that is registered again has no old connections, and the modem remembers", "[scenario]") {
  Bench bench(R"(when:
  - {at: 1s after registered, do: {unregister: qmi}}
  - {at: 1s after unregistered, do: {register: qmi}}
)");
  bench.open();
  const auto wds = bench.client_id(kWds);
  bench.go_to(5s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::unregister_port, Kind::register_port});
  CHECK(bench.modem().next_deadline() == std::nullopt);
  bench.open();
  bench.send(Bench::request(kWds, wds, 2, qmi::wds::get_packet_service_status::id));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 0);
}

TEST_CASE("indications reach the connection that uses the client id", "[scenario]") {
  Bench bench("when: [{at: 5s after start, do: {drop calls: GsmWcdmaNetworkFailure}}]\n");
  bench.open(1);
  bench.open(2);
  const auto first = bench.client_id(kWds, 1);
  const auto second = bench.client_id(kWds, 2);
  CHECK(first != second);
  bench.send(Bench::start_network(first, 1, "internet"), 1);
  bench.go_to(4s);
  static_cast<void>(bench.take_outputs());
  bench.go_to(5s);
  const auto messages = bench.take_messages();
  REQUIRE_FALSE(messages.empty());
  for (const auto& [connection, message] : messages) {
    CHECK(message.header.kind == qmi::MessageKind::indication);
    if (message.header.client == first) CHECK(connection == 1);
    if (message.header.client == second) CHECK(connection == 2);
  }
  CHECK(bench.modem().modem().running_calls().empty());
}

TEST_CASE("an indication for a client id whose user has gone is noted as lost", "[scenario]") {
  Bench bench("when: [{at: 5s after start, do: {drop calls: GsmWcdmaNetworkFailure}}]\n");
  bench.open(1);
  const auto wds = bench.client_id(kWds, 1);
  bench.send(Bench::start_network(wds, 1, "internet"), 1);
  bench.go_to(4s);
  bench.close(1);
  static_cast<void>(bench.take_outputs());
  bench.go_to(5s);
  for (const auto& [connection, message] : bench.take_messages()) CHECK(message.header.client == 0xFF);
}

TEST_CASE("indications of the control service reach every connection", "[scenario]") {
  Bench bench("set: {device: {restart after: 1s}}\n");
  bench.open(1);
  bench.open(2);
  const auto dms = bench.client_id(qmi::dms::service, 1);
  auto restart = Bench::request(qmi::dms::service, dms, 1, qmi::dms::set_operating_mode::id);
  restart.set(qmi::dms::set_operating_mode::request::mode, qmi::dms::OperatingMode::Reset);
  bench.send(restart, 1);
  static_cast<void>(bench.take_outputs());
  bench.go_to(2s);
  const auto said = bench.take_messages();
  REQUIRE(said.size() == 2);
  CHECK(said[0].first == 1);
  CHECK(said[1].first == 2);
  for (const auto& [connection, message] : said) {
    CHECK(message.header.kind == qmi::MessageKind::indication);
    CHECK(message.header.message == qmi::ctl::sync::id);
  }
}

TEST_CASE("a switch that is flipped and a battery that runs down are told to whom asked for it", "[scenario]") {
  Bench bench(
      "when:\n"
      "  - {at: 5s after start, do: {set: {wireless disable: true}}}\n"
      "  - {at: 6s after start, do: {set: {power: {state: BatteryConnected, battery level: 15}}}}\n");
  bench.open();
  const auto dms = bench.client_id(qmi::dms::service);
  auto report = Bench::request(qmi::dms::service, dms, 1, qmi::dms::set_event_report::id);
  report.set(qmi::dms::set_event_report::request::power_state_reporting, 1U);
  report.set(qmi::dms::set_event_report::request::wireless_disable_state_reporting, 1U);
  bench.send(report);
  static_cast<void>(bench.take_outputs());
  bench.go_to(5s);
  auto said = bench.take_messages();
  REQUIRE(said.size() == 1);
  CHECK(said[0].second.find("wireless disable state")->number() == 1);
  bench.go_to(6s);
  said = bench.take_messages();
  REQUIRE(said.size() == 1);
  CHECK(said[0].second.find("power state")->member("battery level")->number() == 15);
}

TEST_CASE("on a pty a client id outlives who allocated it", "[scenario]") {
  Bench bench("when: [{at: 5s after start, do: {drop calls: GsmWcdmaNetworkFailure}}]\n");
  bench.open();
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  bench.go_to(1s);
  bench.close();
  bench.open();
  bench.send(Bench::request(kWds, wds, 2, qmi::wds::get_packet_service_status::id));
  static_cast<void>(bench.take_outputs());
  bench.go_to(5s);
  CHECK_FALSE(bench.take_messages().empty());
}

TEST_CASE("the client is started when its time has come, after the rules of that time", "[scenario]") {
  Bench bench(
      "when: [{at: 3s after registered, do: {unregister: qmi}}]\n"
      "client: {run: dialler, start: 3s after registered}\n",
      true);
  static_cast<void>(bench.take_outputs());
  bench.go_to(3s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::unregister_port, Kind::start_client});
}

TEST_CASE("without a client none is started", "[scenario]") {
  Bench bench("client: dialler\n");
  bench.go_to(60s);
  for (const auto& output : bench.take_outputs()) CHECK(output.kind != Kind::start_client);
}

TEST_CASE("milestones set off rules, as often as the rule says", "[scenario]") {
  Bench bench(R"(when:
  - {on: port opened, nth: 2, times: 2, do: {unregister: ttyUSB0, register: ttyUSB1}}
  - {on: client exits, do: {unregister: ttyUSB2}}
  - {on: network registered, do: {unregister: ttyUSB1}}
)");
  bench.go_to(10ms);
  static_cast<void>(bench.take_outputs());
  bench.open(1);
  CHECK(bench.take_outputs().empty());
  bench.open(2);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::unregister_port, Kind::register_port});
  bench.open(3);
  CHECK(bench.take_outputs().empty());  // they are as they should be already
  bench.client_starts();
  bench.client_says("hello");
  bench.client_exits(0);
  const auto outputs = bench.take_outputs();
  REQUIRE(whats(outputs) == std::vector{Kind::unregister_port});
  CHECK(outputs[0].port == mb::tty_usb(2));
}

TEST_CASE("rules that set each other off without end are stopped", "[scenario]") {
  Bench bench(R"(when:
  - {on: registered, times: always, do: {unregister: qmi}}
  - {on: unregistered, times: always, do: {register: qmi}}
)");
  CHECK(bench.modem().next_deadline().value_or(mb::Instant(1s)) > mb::Instant(0s));
  const auto& events = bench.trace().events();
  const auto note = std::find_if(events.begin(), events.end(),
                                 [](const auto& event) { return event.kind == mb::trace::EventKind::note; });
  REQUIRE(note != events.end());
  CHECK(note->text == "rules set each other off without end: stopped after 1000 steps");
}

TEST_CASE("a call that comes late does what was due first, in its order", "[scenario]") {
  Bench bench(R"(when:
  - {at: 2s, do: {unregister: ttyUSB0}}
  - {at: 1s, do: {unregister: ttyUSB1}}
)");
  static_cast<void>(bench.take_outputs());
  static_cast<void>(bench.modem().received(mb::tty_usb(0), 0, {}, mb::Instant(0s)));
  const auto outputs = bench.modem().opened(mb::tty_usb(0), 0, mb::Instant(5s));
  REQUIRE(outputs.size() == 3);
  CHECK(outputs[0].port == mb::tty_usb(1));
  CHECK(outputs[1].port == mb::tty_usb(0));
  CHECK(outputs[2].kind == Kind::hang_up);
}

TEST_CASE("more connections than there may be are hung up", "[scenario]") {
  Bench bench("");
  static_cast<void>(bench.take_outputs());
  for (mb::ConnectionId i = 0; i < 256; ++i) bench.open(i);
  CHECK(bench.take_outputs().empty());
  bench.open(256);
  const auto outputs = bench.take_outputs();
  REQUIRE(whats(outputs) == std::vector{Kind::hang_up});
  CHECK(outputs[0].connection == 256);
  bench.close(0);
  bench.open(256);
  CHECK(bench.take_outputs().empty());
}

TEST_CASE("more answers than may be held back are lost with a note", "[scenario]") {
  Bench bench("when: [{on: CTL Sync, do: {delay: 1m}}]\n");
  for (int i = 0; i < 1030; ++i) bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id));
  CHECK(bench.trace().events().back().text == "the answer to CTL Sync is lost: 1024 answers are held back already");
  bench.go_to(60s);
  CHECK(bench.take_messages().size() == 1024);
}

TEST_CASE("the same calls make the same trace", "[scenario]") {
  const auto run = [] {
    Bench bench(kUnregisterAfter);
    bench.open();
    const auto wds = bench.client_id(kWds);
    bench.send(Bench::start_network(wds, 1, "internet"));
    bench.go_to(4s);
    return bench.trace_text();
  };
  CHECK(run() == run());
}

TEST_CASE("no bytes of a stranger do harm", "[scenario]") {
  Bench bench("when: [{on: CTL Allocate CID, times: 3, do: {delay: 10ms}}]\n");
  std::uint32_t random = 12345;
  const auto next = [&] {
    random = random * 1664525 + 1013904223;
    return static_cast<std::uint8_t>(random >> 24);
  };
  for (int round = 0; round < 3000; ++round) {
    auto frame = Bench::frame(round % 2 == 0 ? Bench::allocate(kWds, 1) : Bench::start_network(1, 1, "net"));
    for (int change = next() % 4; change >= 0; --change) frame[next() % frame.size()] = next();
    if (next() % 8 == 0) frame.resize(next() % frame.size());
    bench.bytes(frame, next() % 3);
    bench.go_to(bench.now() + 1ms);
  }
  bench.open(7);
  static_cast<void>(bench.take_outputs());
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::get_version_info::id), 7);
  CHECK(bench.take_messages().size() == 1);
}
