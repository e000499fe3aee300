#include <catch2/catch.hpp>

#include "tests/unit/scenario_support.hpp"

using namespace scenario_support;
using mb::PortName;
using What = sc::Output::What;

namespace {

/// A modem whose ports a host's drivers make, plugged in at 0.
struct OnUsb {
  explicit OnUsb(const std::string& lines) : scenario(load_with(lines)), modem(scenario, nullptr, trace) {
    modem.ports_come_by_host();
    outputs = whats(modem.plug_in(mb::Instant{0}));
  }
  [[nodiscard]] std::string said() const {
    std::string text;
    for (const auto& event : trace.events()) text += mb::trace::to_text(event) + "\n";
    return text;
  }

  sc::Scenario scenario;
  mb::trace::Trace trace;
  sc::ScriptedModem modem;
  std::vector<What> outputs;
};

}  // namespace

TEST_CASE("Where a host's drivers make the ports, they are registered when the host says so, and time counts from it") {
  OnUsb usb("when: [{at: 1s after registered, do: {unregister: qmi}}]\n");
  CHECK(usb.outputs == std::vector{What::plug_in});
  CHECK_FALSE(usb.modem.next_deadline() == 1s);
  CHECK(whats(usb.modem.registered(PortName::qmi, 400ms)) == std::vector{What::register_port});
  REQUIRE(usb.modem.next_deadline() == 1400ms);
  CHECK(whats(usb.modem.advance(1400ms)) == std::vector{What::unregister_port});
}

TEST_CASE("A host that takes a driver off by itself unregisters the port, once") {
  OnUsb usb("expect: [{device: qmi, is: gone}]\n");
  (void)usb.modem.registered(PortName::qmi, 1s);
  (void)usb.modem.registered(PortName::qmi, 1s);
  (void)usb.modem.opened(PortName::qmi, 0, 2s);
  (void)usb.modem.unregistered(PortName::qmi, 3s);
  CHECK(usb.modem.unregistered(PortName::qmi, 3s).empty());
  CHECK(usb.said().find("unregistered: by the host") != std::string::npos);
  CHECK(sc::judge(usb.scenario, "client", usb.trace, usb.modem.modem()).verdict == sc::Verdict::passed);
  const auto refused = whats(usb.modem.opened(PortName::qmi, 0, 4s));
  CHECK(refused == std::vector{What::hang_up});
}

TEST_CASE("Unplugging takes the device off the bus before its ports go, and plugging in waits for the host") {
  OnUsb usb("when: [{at: 1s after registered, do: {unplug: {for: 2s}}}]\n");
  for (const auto port : mb::kAllPorts) (void)usb.modem.registered(port, mb::Instant{0});
  CHECK(whats(usb.modem.advance(1s)) == std::vector{What::unplug, What::unregister_port, What::unregister_port,
                                                    What::unregister_port, What::unregister_port});
  CHECK(whats(usb.modem.advance(3s)) == std::vector{What::plug_in});
  CHECK(whats(usb.modem.registered(PortName::qmi, 3400ms)) == std::vector{What::register_port});
}

TEST_CASE("A scenario sets what goes wrong on the USB") {
  using Faults = mb::modem::UsbFaults;
  const auto faults = [](const std::string& lines) { return load_with(lines).profile.usb_faults; };
  CHECK(faults("") == Faults{});
  const auto late = faults("set: {usb: {fetch: late, fetch delay: 3s}}\n");
  CHECK(late.fetch == Faults::Fetch::late);
  CHECK(late.fetch_delay == 3s);
  CHECK(faults("set: {usb: {notification: dropped}}\n").notification == Faults::Notification::dropped);
  CHECK(faults("set: {usb: {silent: true}}\n").silent);
  CHECK(faults("set: {usb: {boot loader: true}}\n").boot_loader);
  const auto two = load_with("set: {usb: {configurations: 2}}\n");
  CHECK(two.profile.usb.configurations == 2);
  CHECK(two.profile.usb_faults == Faults{});
}
