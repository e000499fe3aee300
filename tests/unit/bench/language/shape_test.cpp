#include <catch2/catch.hpp>

#include "client_under_test/stage_sysfs.hpp"
#include "client_under_test/udev_rule.hpp"
#include "emulator/trace/pcapng.hpp"
#include "gadget/device/usb_device.hpp"
#include "tests/unit/bench/scenario_support.hpp"
#include "tests/unit/built_in_modem.hpp"

using namespace scenario_support;
using mb::PortName;
using mb::testing::kTtyUsb0;
using mb::testing::kTtyUsb1;
using mb::testing::kTtyUsb2;

namespace {

constexpr mb::PortKind kDiag = mb::PortKind::diag, kAt = mb::PortKind::at, kNmea = mb::PortKind::nmea;

mb::bench::ModemFile other() {
  auto modem = sc::load_modem(mb::testing::kOtherShape, "other.yaml");
  if (!modem) FAIL(to_text(modem.error()));
  return std::move(*modem);
}

/// The mistakes of a modem's file whose interfaces are these, each on a line of its own from line 4 on.
std::string mistakes_with(const std::string& interfaces) {
  const auto modem = sc::load_modem(
      "about: a\nservices: {}\nusb: {vendor: 1, product: 2, interfaces: [\n" + interfaces + "]}\nmodem: m\n", "m.yaml");
  return modem ? "none\n" : to_text(modem.error());
}

const std::string kQmi =
    "{number: 0, driver: qmi_wwan, kind: QMI, port: qmi, endpoints: [{address: 0x81, type: interrupt}, "
    "{address: 0x82, type: bulk}, {address: 1, type: bulk}]},\n";
std::string serial(const std::string& number, const std::string& port, const std::string& in, const std::string& out) {
  return "{number: " + number + ", driver: qcserial, kind: AT, port: " + port + ", endpoints: [{address: " + in +
         ", type: bulk}, {address: " + out + ", type: bulk}]},\n";
}

Text other_modem(const std::string& path) {
  return path == "other.yaml" ? Text(mb::testing::kOtherShape) : no_file(path);
}

sc::Loaded<sc::Scenario> on_other(const std::string& lines) {
  return load_scenario("about: a test\nmodem: other.yaml\n" + lines + "expect: [{device: qmi, is: present}]\n",
                       "x.yaml", other_modem);
}

/// The first bytes that go out on the port.
std::string said(const std::vector<sc::Output>& outputs, PortName port) {
  for (const auto& output : outputs) {
    if (output.kind == sc::Output::Kind::send && output.port == port) return {output.bytes.begin(), output.bytes.end()};
  }
  return {};
}

}  // namespace

TEST_CASE("a port has the name that a Linux host gives it", "[shape]") {
  CHECK(mb::to_string(PortName::qmi) == "qmi");
  CHECK(mb::to_string(mb::tty_usb(12)) == "ttyUSB12");
  CHECK(mb::port_from_string("ttyUSB99") == mb::tty_usb(99));
  for (const auto* name : {"", "QMI", "ttyUSB", "ttyUSB100", "ttyUSB01", "ttyACM0", "../ttyUSB0"}) {
    INFO(name);
    CHECK_FALSE(mb::port_from_string(name));
  }
}

TEST_CASE("the shape of each built-in modem is what the kernel's drivers make ports of", "[shape]") {
  for (const std::string name : {"mc8355", "gobi2000"}) {
    INFO(name);
    const auto shape = mb::testing::built_in(name).profile.identity.usb.shape;
    CHECK(shape.ports() == std::vector{PortName::qmi, kTtyUsb0, kTtyUsb1, kTtyUsb2});
    CHECK(shape.find(kTtyUsb0)->kind == kDiag);
    CHECK(shape.find(kTtyUsb1)->kind == kAt);
    CHECK(shape.find(kTtyUsb2)->kind == kNmea);
    CHECK(shape.find(PortName::qmi)->driver == mb::Driver::qmi_wwan);
  }
}

TEST_CASE("a shape is read as it is written", "[shape]") {
  const auto shape = other().profile.identity.usb.shape;
  CHECK(shape.ports() == std::vector{PortName::qmi, kTtyUsb0, kTtyUsb1, kTtyUsb2});
  CHECK(shape.serial_ports() == std::vector{kTtyUsb0, kTtyUsb1, kTtyUsb2});
  CHECK(shape.drivers() == std::vector{mb::Driver::qcserial, mb::Driver::qmi_wwan});
  CHECK(shape.find(kTtyUsb1)->kind == kNmea);
  CHECK(shape.find(kTtyUsb1)->number == 2);
  const auto* qmi = shape.find_number(8);
  REQUIRE(qmi != nullptr);
  CHECK(qmi->port == PortName::qmi);
  CHECK(qmi->subclass == 0xFE);
  CHECK(qmi->protocol == 0xFD);
  CHECK(qmi->find(mb::Endpoint::Type::interrupt, true)->packet == 8);
  CHECK(qmi->find(mb::Endpoint::Type::interrupt, true)->interval == 9);
  CHECK(qmi->find(mb::Endpoint::Type::bulk, false)->address == 0x09);
  CHECK(shape.find(mb::tty_usb(3)) == nullptr);
  CHECK(shape.find_number(1) == nullptr);
}

TEST_CASE("what can't be a modem's shape is told with its place", "[shape]") {
  CHECK(mistakes_with(kQmi + serial("1", "ttyUSB0", "0x83", "2")) == "none\n");
  CHECK(mistakes_with(kQmi + serial("0", "ttyUSB0", "0x83", "2")) == "m.yaml:5:10: interface 0 is there twice\n");
  CHECK(mistakes_with(kQmi + serial("1", "ttyUSB0", "0x83", "2") + serial("2", "ttyUSB0", "0x84", "3")) ==
        "m.yaml:6:47: port ttyUSB0 is there twice\n");
  CHECK(mistakes_with(kQmi + serial("1", "ttyUSB0", "0x82", "2")) == "m.yaml:5:67: endpoint 0x82 is there twice\n");
  CHECK(mistakes_with(kQmi + serial("1", "ttyUSB0", "0x83", "0x83")) ==
        "m.yaml:5:67: qcserial needs a bulk endpoint in either direction\n"
        "m.yaml:5:67: endpoint 0x83 is there twice\n");
  CHECK(mistakes_with(kQmi + serial("1", "ttyUSB0", "0x80", "0x12"))
            .find("0x80 is no endpoint's address: 0x01 to 0x0f, to the host 0x81 to 0x8f") != std::string::npos);
  CHECK(mistakes_with(serial("1", "ttyUSB0", "0x83", "2")) ==
        "m.yaml:3:42: a modem has a port of kind qmi, and none of these is one\n");
  CHECK(mistakes_with(kQmi + kQmi).find("port qmi is there twice") != std::string::npos);
  CHECK(mistakes_with(kQmi + serial("1", "qmi", "0x83", "2"))
            .find("m.yaml:5:47: 'qmi' is the name of the port of kind qmi\n") != std::string::npos);
  CHECK(mistakes_with(kQmi + serial("1", "ttyACM0", "0x83", "2")) ==
        "m.yaml:5:47: should be a port: qmi, or ttyUSB with a number up to 99, is \"ttyACM0\"\n");
  CHECK(mistakes_with(kQmi + serial("32", "ttyUSB0", "0x83", "2")) ==
        "m.yaml:5:10: should be a number from 0 to 31, is 32\n");
  CHECK(mistakes_with("{number: 0, driver: option, kind: QMI, port: qmi, endpoints: []}") ==
        "m.yaml:4:21: unknown driver 'option'; there are: qmi_wwan, qcserial\n");
  CHECK(mistakes_with("{number: 0, driver: qcserial, kind: QMI, port: qmi, endpoints: []}") ==
        "m.yaml:4:21: qcserial makes no port of kind qmi\n"
        "m.yaml:4:64: qmi_wwan needs a bulk endpoint in either direction, and an interrupt endpoint to the host\n");
  CHECK(mistakes_with("{number: 0, driver: qmi_wwan, kind: modem, port: qmi, endpoints: []}")
            .find("unknown kind of port 'modem'") != std::string::npos);
  CHECK(mistakes_with("{number: 0}").find("'endpoints' is missing") != std::string::npos);
  CHECK(mistakes_with("").find("'number' is missing") == std::string::npos);
  std::string many = kQmi;
  for (int i = 1; i < 9; ++i) many += serial(std::to_string(i), "ttyUSB" + std::to_string(i), "0x83", "2");
  CHECK(mistakes_with(many) == "m.yaml:3:42: a modem has 8 interfaces at most\n");
}

TEST_CASE("a boot loader is a serial port: a modem without one can't have it", "[shape]") {
  const auto modem = sc::load_modem("modem: m\nabout: a\n" + mb::testing::kSmallestUsb + "services: {}\n", "m.yaml");
  REQUIRE(modem);
  auto with_loader = mb::testing::kSmallestUsb;
  with_loader.replace(with_loader.find("product: 2"), 10, "product: 2, boot loader: 3");
  const auto refused = sc::load_modem("modem: m\nabout: a\n" + with_loader + "services: {}\n", "m.yaml");
  REQUIRE_FALSE(refused);
  CHECK(to_text(refused.error()) == "m.yaml:3:43: a boot loader is a serial port, and this modem has none\n");
}

TEST_CASE("a modem's file says how many configurations there are, and a scenario sets it", "[shape]") {
  std::string text = mb::testing::kOtherShape;
  text.insert(text.find("  interfaces:"), "  configurations: 3\n");
  const auto file = sc::load_modem(text, "other.yaml");
  REQUIRE(file);
  CHECK(file->profile.settings.usb.configurations == 3);
  const auto read = [&](const std::string&) { return Text(text); };
  const auto configurations = [&](const std::string& set) {
    const auto scenario = load_scenario(
        "about: a test\nmodem: other.yaml\n" + set + "expect: [{device: qmi, is: present}]\n", "x.yaml", read);
    return scenario ? scenario->profile.settings.usb.configurations : 0;
  };
  CHECK(configurations("") == 3);
  CHECK(configurations("set: {usb: {silent: true}}\n") == 3);
  CHECK(configurations("set: {usb: {configurations: 2}}\n") == 2);
}

TEST_CASE("a scenario knows the ports of its modem, and no others", "[shape]") {
  const auto mistakes = [](const std::string& lines) {
    const auto loaded = on_other(lines);
    return loaded ? "none\n" : to_text(loaded.error());
  };
  CHECK(mistakes("when: [{at: 1s, do: {unregister: ttyUSB2}}]\n") == "none\n");
  CHECK(mistakes("when: [{at: 1s, do: {unregister: gps}}]\n") ==
        "x.yaml:3:34: unknown port 'gps'; there are: qmi, ttyUSB0, ttyUSB1, ttyUSB2\n");
  CHECK(mistakes("set: {serial: {ttyUSB3: at}}\n").find("unknown serial port 'ttyUSB3'") != std::string::npos);
  CHECK(mistakes("set: {serial: {ttyUSB1: at, ttyUSB1: diag}}\n").find("is there twice") != std::string::npos);
  const auto small = [](const std::string&) {
    return Text("modem: m\nabout: a\n" + mb::testing::kSmallestUsb + "services: {CTL: 1.5}\n");
  };
  const auto loaded = load_scenario(
      "about: a test\nmodem: m.yaml\nwhen: [{at: 1s, do: {say: {ttyUSB0: RING}}}]\nexpect: [{device: qmi, is: "
      "present}]\n",
      "x.yaml", small);
  REQUIRE_FALSE(loaded);
  CHECK(to_text(loaded.error()) == "x.yaml:3:28: this modem has no serial port\n");
}

TEST_CASE("a modem of another shape says NMEA where its shape has it", "[shape]") {
  const auto scenario =
      on_other("set: {serial: {ttyUSB1: nmea, ttyUSB2: {at: {answers: {ATI: other}, echo: false}}}}\n");
  REQUIRE(scenario);
  mb::trace::Trace trace;
  sc::ScriptedModem modem(*scenario, nullptr, trace);
  std::vector<PortName> registered;
  for (const auto& output : modem.plug_in(mb::Instant{})) {
    if (output.kind == sc::Output::Kind::register_port) registered.push_back(output.port);
  }
  CHECK(registered == std::vector{PortName::qmi, kTtyUsb0, kTtyUsb1, kTtyUsb2});
  static_cast<void>(modem.opened(kTtyUsb2, 0, mb::Instant(1s)));
  const std::string ask = "ATI\r", start = "$GPS_START\r";
  const auto bytes = [](const std::string& text) { return qmi::Bytes(text.begin(), text.end()); };
  CHECK(said(modem.received(kTtyUsb2, 0, bytes(ask), mb::Instant(1s)), kTtyUsb2).find("other") != std::string::npos);
  static_cast<void>(modem.opened(kTtyUsb1, 0, mb::Instant(2s)));
  static_cast<void>(modem.received(kTtyUsb1, 0, bytes(start), mb::Instant(2s)));
  CHECK(said(modem.advance(mb::Instant(4s)), kTtyUsb1).starts_with("$GP"));
}

TEST_CASE("the USB device of another shape has its interfaces, and takes QMI at the right one", "[shape]") {
  namespace gadget = mb::gadget;
  const auto usb = other().profile.identity.usb;
  const auto configuration = gadget::configuration_descriptor({usb}, 0, gadget::Speed::high);
  REQUIRE(configuration);
  CHECK((*configuration)[4] == 4);
  // The interfaces' descriptors begin with 9 and 4; the last one is that of the QMI port.
  CHECK(qmi::Bytes(configuration->end() - 30, configuration->end() - 21) ==
        qmi::Bytes{9, 4, 8, 0, 3, 0xFF, 0xFE, 0xFD, 0});
  CHECK(qmi::Bytes(configuration->end() - 21, configuration->end() - 14) == qmi::Bytes{7, 5, 0x89, 3, 8, 0, 9});
  gadget::UsbDevice device({usb});
  const mb::Instant now{};
  using Act = gadget::ControlAnswer::Act;
  REQUIRE(device.setup({0x00, 9, 1, 0, 0}, now).act == Act::acknowledge);
  CHECK(device.setup({0x21, 0x00, 0, 8, 4}, now).act == Act::take);
  CHECK(device.setup({0x21, 0x00, 0, 0, 4}, now).act == Act::stall);
  CHECK(device.setup({0x21, 0x00, 0, 1, 4}, now).act == Act::stall);
  const qmi::Bytes answer = {1, 2, 3};
  CHECK(device.respond(answer));
  CHECK(device.take(0x89)->bytes == qmi::Bytes{0xA1, 0x01, 0, 0, 8, 0, 0, 0});
  CHECK_FALSE(device.take(0x81));
  CHECK(device.send_serial(kTtyUsb2, answer));
  CHECK(device.take(0x85)->bytes == answer);
}

TEST_CASE("the stage and udev show the interfaces of another shape", "[shape]") {
  namespace client = mb::client_under_test;
  const auto usb = other().profile.identity.usb;
  CHECK(client::port_device(usb.shape, PortName::qmi).interface == 8);
  CHECK(client::port_device(usb.shape, PortName::qmi).path.string().ends_with("1-1:1.8/usbmisc/cdc-wdm0"));
  CHECK(client::port_device(usb.shape, kTtyUsb1).path.string().ends_with("1-1:1.2/ttyUSB1/tty/ttyUSB1"));
  CHECK(client::port_device(usb.shape, kTtyUsb1).udev_key == "c188:1");
  CHECK(client::net_device(usb.shape, "wwan0", 7).interface == 8);
  const auto rule = client::udev_rule({.all = false, .named = {kTtyUsb0}}, usb);
  for (const auto* number : {"\"02\"", "\"03\"", "\"08\""}) CHECK(rule.find(number) != std::string::npos);
  CHECK(rule.find("\"00\"") == std::string::npos);
}

TEST_CASE("a capture has the endpoints of the modem's shape", "[shape]") {
  mb::trace::Trace trace;
  trace.add({.kind = mb::trace::EventKind::serial_out, .port = kTtyUsb2, .bytes = {'O', 'K'}});
  const auto capture = [&](const mb::Shape& shape) { return mb::trace::to_pcapng(trace, shape); };
  const auto has = [](const qmi::Bytes& bytes, std::uint8_t endpoint) {
    // usbmon: the type of transfer (bulk, 3), the endpoint, the device (2).
    const qmi::Bytes wanted = {3, endpoint, 2};
    return std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end()) != bytes.end();
  };
  CHECK(has(capture(other().profile.identity.usb.shape), 0x85));
  CHECK(has(capture(mb::testing::mc8355().profile.identity.usb.shape), 0x86));
  CHECK_FALSE(has(capture(mb::testing::mc8355().profile.identity.usb.shape), 0x85));
}

TEST_CASE("a modem is found by its name, or in a file", "[shape]") {
  CHECK(sc::find_modem("gobi2000", {})->profile.identity.usb.product == 0x9205);
  CHECK(sc::find_modem("other.yaml", {.read_file = other_modem})->profile.identity.usb.product == 0x68a2);
  CHECK(to_text(sc::find_modem("gobi200", {}).error()) == "unknown modem 'gobi200'; did you mean 'gobi2000'?\n");
  CHECK_FALSE(sc::find_modem("nowhere.yaml", {.read_file = no_file}));
}
