#include "gadget/attachment/usbip_link.hpp"

#include <future>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>

#include "gadget/attachment/vhci_port.hpp"
#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/gadget/usbip_support.hpp"

using namespace usbip_support;
using modembench::files::Descriptor;

namespace {

/// A link whose other end is the test.
struct Linked {
  Linked() {
    int ends[2] = {-1, -1};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    host.reset(ends[0]);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    link.emplace(io, Descriptor(ends[1]), side, clock, [this](const std::string& why) {
      ended = why;
      link.reset();
    });
  }
  void say(const Bytes& bytes) const {
    REQUIRE(::write(host.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  /// As many bytes as are said; blocks.
  [[nodiscard]] Bytes hear(std::size_t size) const {
    Bytes bytes(size);
    REQUIRE(::recv(host.get(), bytes.data(), size, MSG_WAITALL) == static_cast<ssize_t>(size));
    return bytes;
  }

  boost::asio::io_context io;
  Descriptor host;
  std::string ended;
  gadget::UsbDevice device{{modembench::testing::mc8355().profile.identity.usb}};
  usbip::DeviceSide side{device, {}};
  modembench::ports::MachineClock clock{io};
  std::optional<gadget::UsbipLink> link;
};

}  // namespace

TEST_CASE("A USB/IP link answers what comes over its socket, and ends with it") {
  Linked usb;
  usb.say(control(1, kDeviceDescriptor));
  usb.io.run_one();
  CHECK(answers_in(usb.hear(48 + 18), {1}) == "submit 1: 0, 18: 12 01 00 02 00 00 00 40\n");
  usb.host.reset();
  usb.io.run();
  CHECK(usb.ended == "the host has ended the connection");
}

TEST_CASE("A USB/IP link that hears something else says so and ends") {
  Linked usb;
  usb.say(Bytes(48, 'x'));
  usb.io.run();
  CHECK(usb.ended == "the host breaks the protocol: command 0x78787878");
}

TEST_CASE("A USB/IP link keeps what finds no room, in order, and ends where a host takes nothing any more") {
  Linked usb;
  usb.say(control(1, {0x00, 9, 1, 0, 0}));
  usb.io.run_one();
  (void)usb.hear(48);
  const int small = 4096;
  setsockopt(usb.host.get(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  std::uint32_t asked = 1;
  const auto ask = [&](std::uint32_t count) {
    for (std::uint32_t i = 0; i < count && usb.ended.empty(); ++i) {
      usb.say(in(++asked, 0x82, 2048));
      usb.device.send_frame(Bytes(1500, static_cast<std::uint8_t>(asked)));
      usb.io.run_one();
    }
  };
  // More than a socket takes.
  ask(400);
  REQUIRE(usb.ended.empty());
  auto heard = std::async(std::launch::async, [&] {
    for (std::uint32_t number = 2; number <= 401; ++number) {
      const auto answer = usb.hear(48 + 1500);
      if (word_at(answer, 4) != number || answer.back() != static_cast<std::uint8_t>(number)) return number;
    }
    return 0U;
  });
  while (heard.wait_for(std::chrono::seconds(0)) != std::future_status::ready) usb.io.poll();
  CHECK(heard.get() == 0);
  for (int i = 0; i < 100 && usb.ended.empty(); ++i) ask(100);
  CHECK(usb.ended == "the host doesn't take what it has asked for");
}

TEST_CASE("While the host is waited for, its requests are answered") {
  Linked usb;
  Bytes heard;
  usb.link->answer_during([&] {
    usb.say(control(1, kDeviceDescriptor));
    heard = usb.hear(48 + 18);
    // URBs that the driver takes back are among them.
    usb.say(in(2, 0x83, 64));
    usb.say(unlink(3, 2));
    const auto more = usb.hear(48);
    heard.insert(heard.end(), more.begin(), more.end());
  });
  CHECK(answers_in(heard, {1}) == "submit 1: 0, 18: 12 01 00 02 00 00 00 40\nunlink 3: -104\n");
  CHECK(usb.ended.empty());
}

TEST_CASE("A host that goes while it is waited for ends the link afterwards") {
  Linked usb;
  usb.link->answer_during([&] { usb.host.reset(); });
  usb.link->answer_during([] {});
  usb.io.run();
  CHECK(usb.ended == "the host has ended the connection");
}

TEST_CASE("The ports that vhci_hcd says are free are those for high speed in that state") {
  const auto ports = gadget::vhci_ports(
      "hub port sta spd dev      sockfd local_busid\n"
      "hs  0000 006 003 6d620001 000005 27490-1\n"
      "hs  0001 004 000 00000000 000000 0-0\n"
      "nonsense\n"
      "\n"
      "ss  0008 004 000 00000000 000000 0-0\n");
  REQUIRE(ports.size() == 2);
  CHECK(ports[0].number == 0);
  CHECK_FALSE(ports[0].is_free);
  CHECK(ports[0].device == 0x6D620001);
  CHECK(ports[1].number == 1);
  CHECK(ports[1].is_free);
  CHECK(gadget::vhci_ports("").empty());
}
