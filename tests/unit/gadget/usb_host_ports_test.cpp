#include <catch2/catch.hpp>

#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/bench/scenario_support.hpp"
#include "tests/unit/built_in_modem.hpp"

using namespace scenario_support;
using mb::Instant;
using mb::PortName;
using mb::tty_usb;
using Kind = sc::Output::Kind;

namespace {

/// A modem whose ports a host's drivers make, plugged in at 0.
struct OnUsb {
  explicit OnUsb(const std::string& lines) : scenario(load_with(lines)), modem(scenario, nullptr, trace) {
    modem.ports_come_by_host();
    outputs = whats(modem.plug_in(Instant{}));
  }
  /// All ports are there.
  void up(Instant now) {
    for (const auto port : mb::testing::ports_of_mc8355()) (void)modem.registered(port, now);
  }
  [[nodiscard]] std::string said() const {
    std::string text;
    for (const auto& event : trace.events()) text += mb::trace::to_text(event) + "\n";
    return text;
  }

  sc::Scenario scenario;
  mb::trace::Trace trace;
  sc::ScriptedModem modem;
  std::vector<Kind> outputs;
};

}  // namespace

TEST_CASE("Where a host's drivers make the ports, they are registered when the host says so, and time counts from it") {
  OnUsb usb("when: [{at: 1s after registered, do: {unregister: qmi}}]\n");
  CHECK(usb.outputs == std::vector{Kind::plug_in});
  CHECK_FALSE(usb.modem.next_deadline() == Instant(1s));
  CHECK(whats(usb.modem.registered(PortName::qmi, Instant(400ms))) == std::vector{Kind::register_port});
  REQUIRE(usb.modem.next_deadline() == Instant(1400ms));
  CHECK(whats(usb.modem.advance(Instant(1400ms))) == std::vector{Kind::unregister_port});
}

TEST_CASE("A host that takes a driver off by itself unregisters the port, once") {
  OnUsb usb("expect: [{device: qmi, is: gone}]\n");
  (void)usb.modem.registered(PortName::qmi, Instant(1s));
  (void)usb.modem.registered(PortName::qmi, Instant(1s));
  (void)usb.modem.opened(PortName::qmi, 0, Instant(2s));
  (void)usb.modem.unregistered(PortName::qmi, Instant(3s));
  CHECK(usb.modem.unregistered(PortName::qmi, Instant(3s)).empty());
  CHECK(usb.said().find("unregistered: by the host") != std::string::npos);
  CHECK(sc::judge(usb.scenario, "client", usb.trace, usb.modem.modem()).verdict == sc::Verdict::passed);
  const auto refused = whats(usb.modem.opened(PortName::qmi, 0, Instant(4s)));
  CHECK(refused == std::vector{Kind::hang_up});
}

TEST_CASE("Unplugging takes the device off the bus before its ports go, and plugging in waits for the host") {
  OnUsb usb("when: [{at: 1s after registered, do: {unplug: {for: 2s}}}]\n");
  for (const auto port : mb::testing::ports_of_mc8355()) (void)usb.modem.registered(port, Instant{});
  CHECK(whats(usb.modem.advance(Instant(1s))) == std::vector{Kind::unplug, Kind::unregister_port, Kind::unregister_port,
                                                             Kind::unregister_port, Kind::unregister_port});
  CHECK(whats(usb.modem.advance(Instant(3s))) == std::vector{Kind::plug_in});
  CHECK(whats(usb.modem.registered(PortName::qmi, Instant(3400ms))) == std::vector{Kind::register_port});
}

TEST_CASE("A scenario sets what goes wrong on the USB") {
  using Faults = mb::modem::UsbFaults;
  const auto faults = [](const std::string& lines) { return load_with(lines).profile.settings.usb.faults; };
  CHECK(faults("") == Faults{});
  const auto late = faults("set: {usb: {fetch: late, fetch delay: 3s}}\n");
  CHECK(late.fetch == Faults::Fetch::late);
  CHECK(late.fetch_delay == 3s);
  CHECK(faults("set: {usb: {notification: dropped}}\n").notification == Faults::Notification::dropped);
  CHECK(faults("set: {usb: {silent: true}}\n").silent);
  CHECK(faults("set: {usb: {boot loader: true}}\n").boot_loader);
  const auto two = load_with("set: {usb: {configurations: 2}}\n");
  CHECK(two.profile.settings.usb.configurations == 2);
  CHECK(two.profile.settings.usb.faults == Faults{});
}

TEST_CASE("What goes wrong on the USB begins and ends while the modem runs") {
  using Faults = mb::modem::UsbFaults;
  OnUsb usb(R"(set: {usb: {fetch delay: 3s}}
when:
  - {at: 1s after registered, do: {set: {usb: {notification: dropped, fetch: late}}}}
  - {at: 2s after registered, do: {set: {usb: {notification: sent}}}}
  - {at: 3s after registered, do: {set: {usb: {fetch: answered}}}}
)");
  usb.up(Instant{});
  const auto set = [&](Instant at) {
    const auto outputs = usb.modem.advance(at);
    REQUIRE(whats(outputs) == std::vector{Kind::set_usb});
    return outputs[0].usb;
  };
  CHECK(set(Instant(1s)) ==
        Faults{.notification = Faults::Notification::dropped, .fetch = Faults::Fetch::late, .fetch_delay = 3s});
  CHECK(set(Instant(2s)) == Faults{.fetch = Faults::Fetch::late, .fetch_delay = 3s});
  CHECK(set(Instant(3s)) == Faults{.fetch_delay = 3s});
  CHECK(usb.said().find("set {usb: {notification: sent}}  (line 6)") != std::string::npos);
}

TEST_CASE("A modem in its boot loader has no firmware that runs; leaving it, it comes up on the bus anew, and runs") {
  OnUsb usb("set: {usb: {boot loader: true}}\nwhen: [{at: 2s after start, do: {set: {usb: {boot loader: false}}}}]\n");
  (void)usb.modem.registered(tty_usb(0), Instant(300ms));
  (void)usb.modem.advance(Instant(1s));
  CHECK_FALSE(usb.modem.modem().powered());
  const auto outputs = usb.modem.advance(Instant(2s));
  CHECK(whats(outputs) == std::vector{Kind::unplug, Kind::unregister_port, Kind::set_usb, Kind::plug_in});
  CHECK_FALSE(outputs.at(2).usb.boot_loader);
  CHECK(usb.modem.modem().powered());
  CHECK(whats(usb.modem.registered(PortName::qmi, Instant(2400ms))) == std::vector{Kind::register_port});
}

TEST_CASE(
    "A modem that falls back into its boot loader leaves the bus with all its ports, and its client ids are gone") {
  OnUsb usb("when: [{at: 2s after registered, do: {set: {usb: {boot loader: true}}}}]\n");
  usb.up(Instant{});
  (void)usb.modem.opened(PortName::qmi, 0, Instant(1s));
  (void)usb.modem.received(PortName::qmi, 0, Bench::frame(Bench::allocate(kWds, 1)), Instant(1s));
  const auto outputs = usb.modem.advance(Instant(2s));
  CHECK(whats(outputs) == std::vector{Kind::unplug, Kind::unregister_port, Kind::unregister_port, Kind::unregister_port,
                                      Kind::unregister_port, Kind::set_usb, Kind::plug_in});
  CHECK_FALSE(usb.modem.modem().powered());
  CHECK(usb.said().find("qmi      unregistered: off the bus") != std::string::npos);
}

TEST_CASE("While it is unplugged, a modem becomes another one unseen, until it is plugged in") {
  OnUsb usb(R"(when:
  - {at: 1s after registered, do: {unplug: true}}
  - {at: 2s after registered, do: {set: {usb: {boot loader: true}}}}
  - {at: 3s after registered, do: {replug: true}}
)");
  usb.up(Instant{});
  (void)usb.modem.advance(Instant(1s));
  CHECK(whats(usb.modem.advance(Instant(2s))) == std::vector{Kind::set_usb});
  CHECK(whats(usb.modem.advance(Instant(3s))) == std::vector{Kind::plug_in});
  CHECK_FALSE(usb.modem.modem().powered());
}

TEST_CASE("A boot loader that is set where there is one already changes nothing") {
  OnUsb usb("set: {usb: {boot loader: true}}\nwhen: [{at: 2s after start, do: {set: {usb: {boot loader: true}}}}]\n");
  CHECK(whats(usb.modem.advance(Instant(2s))) == std::vector{Kind::set_usb});
}

TEST_CASE(
    "On a bus it is the host that resets the modem, and tells what becomes of the ports; unplugged, there is none") {
  OnUsb usb(R"(when:
  - {at: 1s after registered, do: {reset: true}}
  - {at: 3s after registered, do: {unplug: true}}
  - {at: 4s after registered, do: {reset: true}}
)");
  usb.up(Instant{});
  CHECK(whats(usb.modem.advance(Instant(1s))) == std::vector{Kind::reset});
  CHECK(whats(usb.modem.unregistered(PortName::qmi, Instant(1100ms))) == std::vector{Kind::unregister_port});
  CHECK(whats(usb.modem.registered(PortName::qmi, Instant(1300ms))) == std::vector{Kind::register_port});
  CHECK(usb.modem.modem().powered());
  (void)usb.modem.advance(Instant(3s));
  CHECK(usb.modem.advance(Instant(4s)).empty());
}

TEST_CASE("Without a bus a reset takes the ports away and brings them back, and the modem lives on") {
  Bench bench("when: [{at: 1s after registered, do: {reset: true}}]\n");
  bench.open();
  const auto client = bench.client_id(kWds);
  (void)bench.take_outputs();
  bench.go_to(1s);
  CHECK(whats(bench.take_outputs()) == std::vector(4, Kind::unregister_port));
  bench.go_to(2s);
  CHECK(whats(bench.take_outputs()) == std::vector(4, Kind::register_port));
  bench.open();
  bench.send(Bench::request(kWds, client, 7, qmi::wds::get_packet_service_status::id));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 1);
  CHECK(error_of(answers[0].second) == 0);
}

TEST_CASE("A reset brings back no port that had no driver before it, and none of a modem that is unplugged meanwhile") {
  Bench bench(R"(when:
  - {at: 1s after registered, do: {unregister: ttyUSB1}}
  - {at: 2s after registered, do: {reset: true}}
  - {at: 5s after registered, do: {reset: true}}
  - {at: 5.1s after start, do: {unplug: true}}
)");
  bench.go_to(1s);
  (void)bench.take_outputs();
  bench.go_to(4s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::unregister_port, Kind::unregister_port, Kind::unregister_port,
                                                   Kind::register_port, Kind::register_port, Kind::register_port});
  bench.go_to(10s);
  CHECK(whats(bench.take_outputs()) == std::vector(3, Kind::unregister_port));
}

TEST_CASE("A scenario needs a USB if something goes wrong there, at the start or later") {
  const auto needs = [](const std::string& lines) { return sc::needs_usb(load_with(lines)); };
  CHECK(needs("set: {usb: {silent: true}}\n"));
  CHECK(needs("when: [{at: 1s, do: {set: {usb: {silent: true}}}}]\n"));
  CHECK_FALSE(needs("when: [{at: 1s, do: {set: {signal: {dbm: -100}}, reset: true}}]\n"));
}

TEST_CASE("What can't change on the USB while the modem runs, and what says nothing, is a mistake") {
  const auto mistakes = [](const std::string& action) {
    return mistakes_of("about: a test\nmodem: mc8355\nwhen: [{at: 1s, do: " + action +
                       "}]\nexpect: [{device: qmi, is: present}]\n");
  };
  CHECK(mistakes("{set: {usb: {configurations: 2}}}").find("unknown key 'configurations'") != std::string::npos);
  CHECK(mistakes("{set: {usb: {}}}").find("sets nothing") != std::string::npos);
  CHECK(mistakes("{set: {usb: {notification: lost}}}").find("fate of the notification") != std::string::npos);
  CHECK(mistakes("{reset: false}").find("can only be true") != std::string::npos);
  CHECK(mistakes("{reset: usb}").find("should be true") != std::string::npos);
}
