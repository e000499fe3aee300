#include "gadget/usbip/device_side.hpp"

#include <random>

#include <catch2/catch.hpp>

#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/gadget/usbip_support.hpp"

using namespace usbip_support;
using namespace std::chrono_literals;
using modembench::Instant;
using modembench::PortName;
using modembench::tty_usb;

namespace {

constexpr std::uint8_t kInterrupt = 0x81, kFramesIn = 0x82, kFramesOut = 0x01, kDiagIn = 0x83, kDiagOut = 0x02;
constexpr gadget::Setup kFetch{0xA1, 0x01, 0, 0, 4096};
constexpr gadget::Setup kConfigure{0x00, 9, 1, 0, 0};
constexpr gadget::Setup kClearHalt{0x02, 1, 0, kInterrupt, 0};

gadget::Setup command(std::uint16_t length) { return {0x21, 0x00, 0, 0, length}; }

/// A modem on a connection whose other end is the test.
struct OnUsbip {
  explicit OnUsbip(const gadget::UsbFaults& faults = {}) {
    device.set(faults);
    CHECK(host(control(1, kConfigure)) == "submit 1: 0, 0\n");
    CHECK(events == "before configured ");
    events.clear();
  }

  /// What the device answers to these bytes; of URBs to the host named in `are_in`, with data.
  std::string host(const Bytes& bytes, const std::vector<std::uint32_t>& are_in = {}) {
    const auto received = side.receive(bytes, now);
    if (!received) return "refused: " + received.error();
    return answers_in(side.take_output(), are_in);
  }
  std::string more(const std::vector<std::uint32_t>& are_in = {}) {
    side.pump(now);
    return answers_in(side.take_output(), are_in);
  }
  std::string advance(Instant to) {
    now = to;
    side.advance(now);
    return answers_in(side.take_output());
  }

  Instant now{};
  std::string events;
  std::function<void()> when_before;  ///< besides, if not empty
  std::function<void()> when_arrived;
  gadget::UsbDevice device{{modembench::testing::mc8355().profile.identity.usb}};
  usbip::DeviceSide side{device,
                         {.before =
                              [this] {
                                events += "before ";
                                if (when_before) when_before();
                              },
                          .arrived =
                              [this](const gadget::Arrived& arrived) {
                                events += fmt::format("{}:{} ", to_string(arrived.port), arrived.bytes.size());
                                if (when_arrived) when_arrived();
                              },
                          .configured = [this](bool is) { events += is ? "configured " : "taken down "; }}};
};

}  // namespace

TEST_CASE("Descriptors come over USB/IP as the device has them, and no longer than the host wants") {
  OnUsbip usb;
  CHECK(usb.host(control(2, kDeviceDescriptor), {2}) == "submit 2: 0, 18: 12 01 00 02 00 00 00 40\n");
  Urb little{.number = 3, .direction = 1, .length = 4, .setup = kDeviceDescriptor};
  CHECK(usb.host(bytes_of(little), {3}) == "submit 3: 0, 4: 12 01 00 02\n");
  CHECK(usb.host(control(4, {0x80, 6, 0x0F00, 0, 64}), {4}) == "submit 4: -32, 0: \n");
}

TEST_CASE("A QMI command goes over USB/IP, its answer is announced to the URB that waits, and fetched") {
  OnUsbip usb;
  CHECK(usb.host(in(2, kInterrupt, 64)).empty());
  CHECK(usb.host(control(3, command(5), {1, 2, 3, 4, 5})) == "submit 3: 0, 5\n");
  CHECK(usb.events == "before before qmi:5 ");
  usb.device.respond(Bytes{6, 7});
  CHECK(usb.more({2}) == "submit 2: 0, 8: a1 01 00 00 00 00 00 00\n");
  CHECK(usb.host(control(4, kFetch), {4}) == "submit 4: 0, 2: 06 07\n");
  CHECK(usb.host(control(5, kFetch), {5}) == "submit 5: 0, 0: \n");
}

TEST_CASE("A host that has its answer already by the time the modem answers gets both in this order") {
  OnUsbip usb;
  usb.when_arrived = [&] {
    usb.device.respond(Bytes{9});
    usb.side.pump(usb.now);
  };
  CHECK(usb.host(in(2, kInterrupt, 64)).empty());
  CHECK(usb.host(control(3, command(1), {1}), {2}) == "submit 3: 0, 1\nsubmit 2: 0, 8: a1 01 00 00 00 00 00 00\n");
}

TEST_CASE("URBs to the host wait at their endpoints, and are answered in their order") {
  OnUsbip usb;
  for (const std::uint32_t number : {10U, 11U, 12U}) CHECK(usb.host(in(number, kFramesIn, 2048)).empty());
  CHECK(usb.host(in(20, kDiagIn, 4096)).empty());
  usb.device.send_frame(Bytes{1});
  usb.device.send_frame(Bytes(1514, 2));
  usb.device.send_serial(tty_usb(0), Bytes{3});
  CHECK(usb.more({10, 11, 20}) ==
        "submit 10: 0, 1: 01\nsubmit 11: 0, 1514: 02 02 02 02 02 02 02 02\nsubmit 20: 0, 1: 03\n");
  // What comes before its URB waits, too.
  usb.device.send_frame(Bytes{4});
  CHECK(usb.more({12}) == "submit 12: 0, 1: 04\n");
  usb.device.send_frame(Bytes{5});
  CHECK(usb.more().empty());
  CHECK(usb.host(in(13, kFramesIn, 2048), {13}) == "submit 13: 0, 1: 05\n");
}

TEST_CASE("A transfer of whole packets is one URB: over USB/IP its length says where it ends") {
  OnUsbip usb;
  usb.device.send_frame(Bytes(1024, 1));
  usb.device.send_frame(Bytes{2});
  CHECK(usb.host(in(2, kFramesIn, 2048), {2}) == "submit 2: 0, 1024: 01 01 01 01 01 01 01 01\n");
  CHECK(usb.host(in(3, kFramesIn, 2048), {3}) == "submit 3: 0, 1: 02\n");
}

TEST_CASE("What is longer than an URB goes on in the next, until the port is another's") {
  OnUsbip usb;
  usb.device.send_serial(tty_usb(0), Bytes{1, 2, 3, 4, 5});
  CHECK(usb.host(in(2, kDiagIn, 2), {2}) == "submit 2: 0, 2: 01 02\n");
  CHECK(usb.host(in(3, kDiagIn, 2), {3}) == "submit 3: 0, 2: 03 04\n");
  usb.side.forget(kDiagIn);
  CHECK(usb.host(in(4, kDiagIn, 2)).empty());
}

TEST_CASE("What the host sends to its endpoints reaches the modem, and is answered with its length") {
  OnUsbip usb;
  CHECK(usb.host(out(2, kFramesOut, Bytes(60))) == "submit 2: 0, 60\n");
  CHECK(usb.host(out(3, kDiagOut, Bytes(4096))) == "submit 3: 0, 4096\n");
  CHECK(usb.host(out(4, kDiagOut, {})) == "submit 4: 0, 0\n");
  CHECK(usb.events == "before qmi:60 before ttyUSB0:4096 before ");
}

TEST_CASE("An URB that is called off while it waits gets no answer of its own; one that was answered says so") {
  OnUsbip usb;
  for (const std::uint32_t number : {10U, 11U}) CHECK(usb.host(in(number, kFramesIn, 2048)).empty());
  CHECK(usb.host(unlink(12, 10)) == "unlink 12: -104\n");
  usb.device.send_frame(Bytes{1});
  CHECK(usb.more({11}) == "submit 11: 0, 1: 01\n");
  CHECK(usb.host(unlink(13, 11)) == "unlink 13: 0\n");
  CHECK(usb.host(unlink(14, 10)) == "unlink 14: 0\n");
  CHECK(usb.host(unlink(15, 0xFFFFFFFF)) == "unlink 15: 0\n");
}

TEST_CASE("Control requests are carried out one after the other: behind a fetch that is late the next one waits") {
  OnUsbip usb({.fetch = gadget::UsbFaults::Fetch::late, .fetch_delay = 2s});
  usb.device.respond(Bytes{1});
  usb.device.respond(Bytes{2});
  CHECK(usb.host(control(2, kFetch)).empty());
  CHECK(usb.host(control(3, kDeviceDescriptor)).empty());
  CHECK(usb.side.next_deadline() == Instant(2s));
  CHECK(usb.advance(Instant(1999ms)).empty());
  CHECK(usb.side.next_deadline() == Instant(2s));
  usb.now = Instant(2s);
  usb.side.advance(usb.now);
  CHECK(answers_in(usb.side.take_output(), {2, 3}) == "submit 2: 0, 1: 01\nsubmit 3: 0, 18: 12 01 00 02 00 00 00 40\n");
  CHECK_FALSE(usb.side.next_deadline());
}

TEST_CASE("A late fetch that the host calls off leaves its answer for the next, and lets the next request go on") {
  OnUsbip usb({.fetch = gadget::UsbFaults::Fetch::late, .fetch_delay = 2s});
  usb.device.respond(Bytes{1});
  CHECK(usb.host(control(2, kFetch)).empty());
  CHECK(usb.host(control(3, kDeviceDescriptor)).empty());
  CHECK(usb.host(unlink(4, 2), {3}) == "unlink 4: -104\nsubmit 3: 0, 18: 12 01 00 02 00 00 00 40\n");
  CHECK_FALSE(usb.side.next_deadline());
  CHECK(usb.advance(Instant(3s)).empty());
  CHECK(usb.host(control(5, kFetch)).empty());
  usb.now = Instant(5s);
  usb.side.advance(usb.now);
  CHECK(answers_in(usb.side.take_output(), {5}) == "submit 5: 0, 1: 01\n");
}

TEST_CASE("A halted interrupt endpoint stalls each URB, once in 2 ms, until the host clears it") {
  OnUsbip usb({.notification = gadget::UsbFaults::Notification::stalled});
  usb.device.respond(Bytes{1});
  CHECK(usb.host(in(2, kInterrupt, 64)) == "submit 2: -32, 0\n");
  CHECK_FALSE(usb.side.next_deadline());
  CHECK(usb.host(in(3, kInterrupt, 64)).empty());
  CHECK(usb.side.next_deadline() == Instant(2ms));
  CHECK(usb.advance(Instant(1999us)).empty());
  CHECK(usb.advance(Instant(2ms)) == "submit 3: -32, 0\n");
  CHECK(usb.host(in(4, kInterrupt, 64)).empty());
  usb.device.set({});
  CHECK(usb.host(control(5, kClearHalt)) == "submit 5: 0, 0\n");
  CHECK_FALSE(usb.side.next_deadline());
  usb.device.respond(Bytes{2});
  CHECK(usb.more({4}) == "submit 4: 0, 8: a1 01 00 00 00 00 00 00\n");
}

TEST_CASE("Endpoints that there aren't, and halted ones, refuse URBs") {
  OnUsbip usb;
  CHECK(usb.host(in(2, 0x8F, 64)) == "submit 2: -32, 0\n");
  CHECK(usb.host(out(3, 0x0F, {1})) == "submit 3: -32, 0\n");
  CHECK(usb.host(control(4, {0x02, 3, 0, kDiagOut, 0})) == "submit 4: 0, 0\n");
  CHECK(usb.host(out(5, kDiagOut, {1})) == "submit 5: -32, 0\n");
  CHECK(usb.events.find("ttyUSB0") == std::string::npos);
}

TEST_CASE("A control request that contradicts itself is refused, and the modem hears nothing") {
  OnUsbip usb;
  // Says that it sends three bytes, and sends two, or five.
  CHECK(usb.host(bytes_of({.number = 2, .length = 2, .setup = command(3), .data = {1, 2}})) == "submit 2: -32, 0\n");
  CHECK(usb.host(bytes_of({.number = 3, .length = 5, .setup = command(3), .data = Bytes(5)})) == "submit 3: -32, 0\n");
  // Sends by an URB that asks, and asks by one that sends.
  CHECK(usb.host(bytes_of({.number = 4, .direction = 1, .length = 3, .setup = command(3)})) == "submit 4: -32, 0\n");
  CHECK(usb.host(bytes_of({.number = 5, .setup = kFetch})) == "submit 5: -32, 0\n");
  CHECK(usb.events == "before before before before ");
}

TEST_CASE("A host that passes a limit, or names an URB twice, ends its connection") {
  OnUsbip usb;
  CHECK(usb.host(in(2, kDiagIn, 64)).empty());
  CHECK(usb.host(in(2, kFramesIn, 64)) == "refused: there is an URB 2 already");
  OnUsbip many;
  for (std::uint32_t i = 0; i < usbip::DeviceSide::kMaxWaiting; ++i)
    REQUIRE(many.host(in(100 + i, kDiagIn, 64)).empty());
  CHECK(many.host(in(5000, kDiagIn, 64)) == "refused: more than 1024 URBs wait");
  CHECK(OnUsbip().host(Bytes(48)) == "refused: command 0x0");
}

TEST_CASE("With its connection the device loses its configuration, and all that waited") {
  OnUsbip usb;
  CHECK(usb.host(in(2, kDiagIn, 64)).empty());
  const auto half = out(3, kDiagOut, Bytes(100));
  CHECK(usb.host({half.begin(), half.begin() + 60}).empty());
  usb.device.send_frame(Bytes{1});
  usb.device.respond(Bytes{1});
  usb.side.disconnect();
  CHECK(usb.host(control(2, {0x80, 8, 0, 0, 1}), {2}) == "submit 2: 0, 1: 00\n");
  CHECK(usb.host(control(3, kConfigure)) == "submit 3: 0, 0\n");
  CHECK(usb.host(in(4, kInterrupt, 64)).empty());
  CHECK(usb.host(in(5, kFramesIn, 64)).empty());
  // The URB that waited for it isn't there any more.
  usb.device.send_serial(tty_usb(0), Bytes{1});
  CHECK(usb.more().empty());
}

TEST_CASE("A modem that leaves the bus for what the host sends says no more on that connection") {
  OnUsbip usb;
  usb.when_arrived = [&] { usb.side.disconnect(); };
  auto both = out(2, kDiagOut, {1});
  const auto next = control(3, kDeviceDescriptor);
  both.insert(both.end(), next.begin(), next.end());
  CHECK(usb.host(both).empty());
  usb.when_before = [&] { usb.side.disconnect(); };
  CHECK(usb.host(in(2, kDiagIn, 64)).empty());
  usb.when_before = {};
  CHECK(usb.host(in(2, kDiagIn, 64)).empty());
}

TEST_CASE("A host that sends anything at all is answered or refused") {
  std::mt19937 random(20260101);
  const auto draw = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
  for (int round = 0; round < 300; ++round) {
    OnUsbip usb({.notification = static_cast<gadget::UsbFaults::Notification>(draw(3)),
                 .fetch = static_cast<gadget::UsbFaults::Fetch>(draw(5)),
                 .fetch_delay = std::chrono::milliseconds(draw(100))});
    for (int step = 0; step < 60; ++step) {
      Urb urb{.command = 1 + draw(2),
              .number = draw(40),
              .direction = draw(2),
              .endpoint = draw(6),
              .flags = draw(40),
              .length = draw(70)};
      urb.setup = {static_cast<std::uint8_t>(random()), static_cast<std::uint8_t>(draw(12)),
                   static_cast<std::uint16_t>(draw(4) << 8U), static_cast<std::uint16_t>(draw(5)),
                   static_cast<std::uint16_t>(draw(70))};
      if (urb.command == 1 && urb.direction == 0) urb.data.resize(urb.length);
      auto bytes = bytes_of(urb);
      if (draw(20) == 0) bytes[draw(48)] = static_cast<std::uint8_t>(random());
      if (!usb.side.receive(bytes, usb.now)) {
        (void)usb.side.take_output();
        usb.side.disconnect();
        continue;
      }
      if (draw(3) == 0) usb.device.respond(Bytes(draw(300)));
      if (draw(3) == 0) usb.device.send_frame(Bytes(1 + draw(1600)));
      usb.now += std::chrono::milliseconds(draw(5));
      usb.side.advance(usb.now);
      CHECK(usb.side.take_output().size() < 100000);
    }
  }
}
