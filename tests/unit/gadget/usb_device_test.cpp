#include "gadget/device/usb_device.hpp"
#include "tests/unit/built_in_modem.hpp"

#include <random>

#include <catch2/catch.hpp>

namespace modembench::gadget {
namespace {

using namespace std::chrono_literals;
using Act = ControlAnswer::Act;
using qmi::Bytes;

modem::UsbIdentity mc8355() {
  modem::UsbIdentity identity{.vendor = 0x1199, .product = 0x9013};
  identity.boot_loader = 0x9012;
  identity.release = 2;
  identity.manufacturer = "Sierra Wireless Inc";
  identity.product_name = "Sierra Wireless MC8355 - Gobi 3000(TM) Module";
  identity.shape = testing::mc8355().profile.identity.usb.shape;
  return identity;
}

constexpr Instant kNow{};
constexpr std::uint8_t kInterrupt = 0x81, kFramesIn = 0x82, kFramesOut = 0x01;
const Bytes kNotification = {0xA1, 0x01, 0, 0, 0, 0, 0, 0};

Setup command(std::uint16_t length) { return {0x21, 0x00, 0, 0, length}; }
const Setup kFetch{0xA1, 0x01, 0, 0, 4096};
const Setup kConfigure{0x00, 9, 1, 0, 0};

UsbDevice configured() {
  UsbDevice device({mc8355()});
  REQUIRE(device.setup(kConfigure, kNow).act == Act::acknowledge);
  return device;
}

Bytes fetched(UsbDevice& device) {
  auto answer = device.setup(kFetch, kNow);
  REQUIRE(answer.act == Act::give);
  return answer.bytes;
}

}  // namespace

TEST_CASE("A QMI command on USB reaches the modem, and each answer is announced once and fetched once") {
  auto device = configured();
  CHECK(device.setup(command(3), kNow).act == Act::take);
  const auto arrived = device.control_data(command(3), Bytes{1, 2, 3});
  REQUIRE(arrived);
  CHECK(arrived->kind == Arrived::Kind::message);
  CHECK(arrived->bytes == Bytes{1, 2, 3});

  CHECK_FALSE(device.take(kInterrupt));
  CHECK(device.respond(Bytes{4}));
  CHECK(device.respond(Bytes{5, 6}));
  CHECK(device.take(kInterrupt)->bytes == kNotification);
  CHECK(device.take(kInterrupt)->bytes == kNotification);
  CHECK_FALSE(device.take(kInterrupt));
  CHECK(fetched(device) == Bytes{4});
  CHECK(fetched(device) == Bytes{5, 6});
  CHECK(fetched(device).empty());
}

TEST_CASE("A fetch that takes less than the answer gets its beginning; one that takes nothing leaves it") {
  auto device = configured();
  (void)device.respond(Bytes{1, 2, 3, 4});
  auto nothing = kFetch;
  nothing.length = 0;
  CHECK(device.setup(nothing, kNow).bytes.empty());
  auto little = kFetch;
  little.length = 2;
  CHECK(device.setup(little, kNow).bytes == Bytes{1, 2});
  CHECK(fetched(device).empty());
}

TEST_CASE("Answers nobody fetches are kept up to a limit, and lost beyond it") {
  auto device = configured();
  for (std::size_t i = 0; i < UsbDevice::kMaxResponses; ++i) REQUIRE(device.respond(Bytes{1}));
  CHECK_FALSE(device.respond(Bytes{2}));
  std::size_t notifications = 0;
  while (device.take(kInterrupt)) ++notifications;
  CHECK(notifications == UsbDevice::kMaxResponses);

  auto full = configured();
  CHECK(full.respond(Bytes(UsbDevice::kMaxWaiting)));
  CHECK_FALSE(full.respond(Bytes{1}));
  CHECK(full.send_frame(Bytes(UsbDevice::kMaxWaiting)));
  CHECK_FALSE(full.send_frame(Bytes{1}));
  CHECK(full.send_serial(tty_usb(1), Bytes(UsbDevice::kMaxWaiting)));
  CHECK_FALSE(full.send_serial(tty_usb(1), Bytes{1}));
}

TEST_CASE("What the last client left unread is not for the next") {
  auto device = configured();
  (void)device.respond(Bytes{1});
  (void)device.send_serial(tty_usb(1), Bytes{2});
  (void)device.send_frame(Bytes{3});
  device.flush(PortName::qmi);
  CHECK_FALSE(device.take(kInterrupt));
  CHECK(fetched(device).empty());
  CHECK(device.take(kFramesIn)->bytes == Bytes{3});
  device.flush(tty_usb(1));
  CHECK_FALSE(device.take(0x85));
}

TEST_CASE("A host that configures the device again finds nothing waiting") {
  auto device = configured();
  (void)device.respond(Bytes{1});
  (void)device.send_serial(tty_usb(0), Bytes{2});
  SECTION("the whole of it") { CHECK(device.setup(kConfigure, kNow).act == Act::acknowledge); }
  SECTION("through its transport") { device.reset(); }
  CHECK_FALSE(device.take(kInterrupt));
  CHECK_FALSE(device.take(0x83));
  CHECK(fetched(device).empty());
}

TEST_CASE("Frames and serial bytes go over the bulk endpoints of their interface") {
  auto device = configured();
  const auto frame = device.out(kFramesOut, Bytes(1514));
  REQUIRE(frame);
  CHECK(frame->kind == Arrived::Kind::frame);
  CHECK(frame->bytes.size() == 1514);
  const auto serial = device.out(0x03, Bytes{'A', 'T'});
  REQUIRE(serial);
  CHECK(serial->kind == Arrived::Kind::serial);
  CHECK(serial->port == tty_usb(1));
  CHECK(device.send_serial(tty_usb(2), Bytes{'$'}));
  CHECK(device.take(0x86)->bytes == Bytes{'$'});
  CHECK_FALSE(device.send_serial(PortName::qmi, Bytes{1}));
}

TEST_CASE("A transfer to the host of whole packets is ended by an empty one") {
  auto device = configured();
  for (const std::size_t size : {1U, 511U, 512U, 513U, 1024U, 1514U}) {
    REQUIRE(device.send_frame(Bytes(size)));
    CHECK(device.take(kFramesIn)->then_empty == (size % 512 == 0));
  }
}

TEST_CASE("Nothing comes of empty transfers, of endpoints that aren't there, or of the wrong direction") {
  auto device = configured();
  CHECK_FALSE(device.out(kFramesOut, {}));
  CHECK_FALSE(device.out(0x0F, Bytes{1}));
  CHECK_FALSE(device.out(kFramesIn, Bytes{1}));
  CHECK_FALSE(device.take(kFramesOut));
  CHECK_FALSE(device.take(0x8F));
  CHECK_FALSE(device.send_frame({}));
}

TEST_CASE("Control requests that the device doesn't know, or of the wrong length, are stalled") {
  auto device = configured();
  const auto refused = [&](const Setup& setup) { return device.setup(setup, kNow).act == Act::stall; };
  CHECK(refused({0xC0, 0x42, 1, 2, 3}));   // a vendor's
  CHECK(refused({0x61, 0x00, 0, 0, 1}));   // of the reserved kind
  CHECK(refused({0x21, 0x55, 0, 0, 0}));   // no such class request
  CHECK(refused({0x21, 0x00, 0, 9, 12}));  // no such interface
  CHECK(refused({0x21, 0x00, 0, 1, 12}));  // a serial one
  CHECK(refused({0xA1, 0x01, 0, 2, 64}));  //
  CHECK(refused({0xA1, 0x00, 0, 0, 12}));  // a command that would be read
  CHECK(refused({0x21, 0x01, 0, 0, 12}));  // a fetch that would be written
  CHECK(refused({0x20, 0x00, 0, 0, 12}));  // to the device
  CHECK(refused({0x22, 0x00, 0, 0, 12}));  // to an endpoint
  CHECK(refused({0x21, 0x22, 1, 0, 5}));   // DTR with a data stage
  CHECK(refused(command(UsbDevice::kMaxCommand + 1)));
  CHECK(device.setup(command(UsbDevice::kMaxCommand), kNow).act == Act::take);
  CHECK(device.setup({0x21, 0x22, 1, 0, 0}, kNow).act == Act::acknowledge);  // SET_CONTROL_LINE_STATE
}

TEST_CASE("A command without bytes is taken and ignored") {
  auto device = configured();
  CHECK(device.setup(command(0), kNow).act == Act::acknowledge);
  CHECK_FALSE(device.control_data(command(12), {}));
  CHECK_FALSE(device.control_data(command(12), Bytes(UsbDevice::kMaxCommand + 1)));
  CHECK_FALSE(device.control_data(kFetch, Bytes{1}));
}

TEST_CASE("USB faults: the notification is lost, or its endpoint halts") {
  auto device = configured();
  device.set({.notification = UsbFaults::Notification::dropped});
  CHECK(device.respond(Bytes{1}));
  CHECK_FALSE(device.take(kInterrupt));
  CHECK(fetched(device) == Bytes{1});
  device.set({.notification = UsbFaults::Notification::stalled});
  CHECK(device.respond(Bytes{2}));
  CHECK(device.take(kInterrupt)->halt);
  CHECK_FALSE(device.take(kInterrupt));
}

TEST_CASE("USB faults end as they began: what was announced to nobody is fetched with the next announcement") {
  auto device = configured();
  device.set({.notification = UsbFaults::Notification::dropped});
  (void)device.respond(Bytes{1});
  CHECK_FALSE(device.take(kInterrupt));
  device.set({});
  CHECK_FALSE(device.take(kInterrupt));
  (void)device.respond(Bytes{2});
  CHECK(device.take(kInterrupt)->bytes == kNotification);
  CHECK(fetched(device) == Bytes{1});
  CHECK_FALSE(device.take(kInterrupt));
  device.set({.silent = true});
  CHECK_FALSE(device.respond(Bytes{3}));
  CHECK(fetched(device).empty());
  device.set({});
  CHECK(fetched(device) == Bytes{2});
}

TEST_CASE("USB faults: a fetch is stalled, empty or oversized") {
  auto device = configured();
  (void)device.respond(Bytes{1, 2});
  device.set({.fetch = UsbFaults::Fetch::stalled});
  CHECK(device.setup(kFetch, kNow).act == Act::stall);
  device.set({.fetch = UsbFaults::Fetch::oversized});
  const auto oversized = fetched(device);
  REQUIRE(oversized.size() == 4096);
  CHECK(oversized[1] == 2);
  CHECK(oversized[2] == 0);
  (void)device.respond(Bytes{3});
  device.set({.fetch = UsbFaults::Fetch::empty});
  CHECK(fetched(device).empty());
  device.set({});
  CHECK(fetched(device).empty());
}

TEST_CASE("USB faults: a late fetch is answered when its time has come, unless another request comes before") {
  auto device = configured();
  (void)device.respond(Bytes{7});
  device.set({.fetch = UsbFaults::Fetch::late, .fetch_delay = 2s});
  CHECK(device.setup(kFetch, Instant(1s)).act == Act::hold);
  CHECK(device.next_deadline() == Instant(3s));
  CHECK_FALSE(device.advance(Instant(2999ms)));
  SECTION("its time comes") {
    const auto answer = device.advance(Instant(3s));
    REQUIRE(answer);
    CHECK(answer->bytes == Bytes{7});
    CHECK_FALSE(device.next_deadline());
    CHECK_FALSE(device.advance(Instant(4s)));
  }
  SECTION("another request comes before") {
    CHECK(device.setup(command(1), Instant(2s)).act == Act::take);
    CHECK_FALSE(device.next_deadline());
    device.set({});
    CHECK(fetched(device) == Bytes{7});
  }
  SECTION("the port is closed before") {
    device.flush(PortName::qmi);
    CHECK_FALSE(device.next_deadline());
  }
}

TEST_CASE("A device that is silent is configured, takes everything and says nothing") {
  auto device = configured();
  device.set({.silent = true});
  CHECK(device.setup(kConfigure, kNow).act == Act::acknowledge);
  CHECK(device.setup(command(3), kNow).act == Act::take);
  CHECK_FALSE(device.control_data(command(3), Bytes{1, 2, 3}));
  CHECK_FALSE(device.out(kFramesOut, Bytes{1}));
  CHECK_FALSE(device.respond(Bytes{1}));
  CHECK_FALSE(device.send_frame(Bytes{1}));
  CHECK_FALSE(device.take(kInterrupt));
  CHECK(fetched(device).empty());
}

TEST_CASE("Standard requests to the USB device are answered as USB 2.0 has it") {
  UsbDevice device({mc8355()});
  const auto ask = [&](const Setup& setup) { return device.setup(setup, kNow); };
  CHECK(ask({0x80, 8, 0, 0, 1}).bytes == Bytes{0});
  CHECK(ask({0x81, 10, 0, 0, 1}).act == Act::stall);  // no interfaces before it is configured
  CHECK(ask({0x00, 9, 2, 0, 0}).act == Act::stall);   // no such configuration
  CHECK(ask(kConfigure).act == Act::acknowledge);
  CHECK(ask({0x80, 8, 0, 0, 1}).bytes == Bytes{1});
  CHECK(ask({0x80, 0, 0, 0, 2}).bytes == Bytes{1, 0});
  CHECK(ask({0x81, 10, 0, 3, 1}).bytes == Bytes{0});
  CHECK(ask({0x01, 11, 0, 3, 0}).act == Act::acknowledge);
  CHECK(ask({0x01, 11, 1, 3, 0}).act == Act::stall);  // no such altsetting
  CHECK(ask({0x01, 11, 0, 4, 0}).act == Act::stall);  // no such interface
  CHECK(ask({0x00, 5, 17, 0, 0}).act == Act::acknowledge);
  CHECK(ask({0x00, 3, 1, 0, 0}).act == Act::acknowledge);
  CHECK(ask({0x00, 3, 2, 0, 0}).act == Act::stall);
  CHECK(ask({0x80, 6, 0x0200, 0, 9}).bytes.size() == 9);
  CHECK(ask({0x80, 6, 0x0200, 0, 4096}).bytes.size() == 115);
  CHECK(ask({0x80, 6, 0x0201, 0, 4096}).act == Act::stall);
  CHECK(ask({0x80, 6, 0x0302, 0x0409, 4}).bytes == Bytes{92, 3, 'S', 0});
  CHECK(ask({0x80, 6, 0x0303, 0x0409, 4}).act == Act::stall);
  CHECK(ask({0x80, 6, 0x0301, 0x0407, 4}).act == Act::stall);
  CHECK(ask({0x80, 6, 0x2200, 0, 4}).act == Act::stall);
}

TEST_CASE("An endpoint that the host halts gives STALL until the host clears it") {
  auto device = configured();
  const auto ask = [&](const Setup& setup) { return device.setup(setup, kNow); };
  (void)device.send_frame(Bytes{1});
  CHECK(ask({0x02, 3, 0, kFramesIn, 0}).act == Act::acknowledge);
  CHECK(ask({0x82, 0, 0, kFramesIn, 2}).bytes == Bytes{1, 0});
  CHECK(device.take(kFramesIn)->halt);
  CHECK(ask({0x02, 3, 0, kFramesOut, 0}).act == Act::acknowledge);
  CHECK_FALSE(device.out(kFramesOut, Bytes{1}));
  CHECK(ask({0x02, 1, 0, kFramesIn, 0}).act == Act::acknowledge);
  CHECK(ask({0x82, 0, 0, kFramesIn, 2}).bytes == Bytes{0, 0});
  CHECK(device.take(kFramesIn)->bytes == Bytes{1});
  CHECK(ask({0x02, 3, 0, 0x8F, 0}).act == Act::stall);
  CHECK(ask({0x02, 3, 0, 0x182, 0}).act == Act::stall);
  CHECK(ask({0x02, 3, 1, kFramesIn, 0}).act == Act::stall);
}

TEST_CASE("Whatever control requests and packets a host sends, the answer keeps to what was asked for") {
  // 100,000 requests, mostly near real ones; the seed makes a failure come back.
  std::mt19937 random(20120119);
  const auto draw = [&](unsigned most) { return static_cast<unsigned>(random() % (most + 1)); };
  UsbDevice device({mc8355()});
  for (int i = 0; i < 100'000; ++i) {
    Setup setup{static_cast<std::uint8_t>(draw(255)), static_cast<std::uint8_t>(draw(draw(1) == 0 ? 11 : 255)),
                static_cast<std::uint16_t>(draw(draw(1) == 0 ? 0x0302 : 0xFFFF)),
                static_cast<std::uint16_t>(draw(draw(1) == 0 ? 4 : 0xFFFF)),
                static_cast<std::uint16_t>(draw(draw(1) == 0 ? 64 : 0xFFFF))};
    if (draw(3) == 0) setup.request_type = draw(1) == 0 ? 0x21 : 0xA1;
    if (draw(500) == 0) {
      device.set(
          {static_cast<UsbFaults::Notification>(draw(2)), static_cast<UsbFaults::Fetch>(draw(4)), 5ms, draw(3) == 0});
    }
    const Instant now{modembench::Duration(i)};
    const auto answer = device.setup(setup, now);
    if (answer.act == Act::give) {
      REQUIRE(setup.to_host());
      REQUIRE(answer.bytes.size() <= setup.length);
    }
    if (answer.act == Act::acknowledge) REQUIRE(setup.length == 0);
    if (answer.act == Act::take) {
      REQUIRE_FALSE(setup.to_host());
      REQUIRE(setup.length <= UsbDevice::kMaxCommand);
      const auto arrived = device.control_data(setup, Bytes(draw(setup.length)));
      if (arrived) (void)device.respond(Bytes(1 + draw(5000)));
    }
    if (answer.act == Act::hold) REQUIRE(device.next_deadline() == now + 5ms);
    (void)device.out(static_cast<std::uint8_t>(draw(255)), Bytes(draw(1600)));
    (void)device.send_frame(Bytes(draw(1600)));
    const auto given = device.take(static_cast<std::uint8_t>(0x80 + draw(10)));
    if (given) REQUIRE(given->bytes.size() <= 1600);
  }
}

}  // namespace modembench::gadget
