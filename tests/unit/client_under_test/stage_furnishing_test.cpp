#include <array>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client_under_test/stage.hpp"
#include "client_under_test/stage_interface.hpp"
#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/client_under_test/stage_support.hpp"
#include "tests/unit/ports/recorder.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using client_under_test::Stage;
using testing::Scratch;
using testing::shell_in;

/// What is there within a tenth of a second.
ssize_t read_soon(int descriptor, std::array<std::uint8_t, 2048>& frame) {
  pollfd readable{descriptor, POLLIN, 0};
  return poll(&readable, 1, 100) == 1 ? read(descriptor, frame.data(), frame.size()) : -1;
}

struct Furnished {
  Scratch folder;
  boost::asio::io_context io{1};
  testing::Recorder ports{io, ports::attach_pty(io, folder.path(), testing::ports_of_mc8355())};
  std::optional<Stage> stage = testing::stage_or_none({.keep = {}, .usb = testing::mc8355().profile.identity.usb});

  Furnished() { ports.start(); }
  void plug(PortName port) {
    const auto plugged = stage->plug(port, ports.attachment->target(port));
    if (!plugged) FAIL(plugged.error());
  }
};

TEST_CASE_METHOD(Furnished, "sysfs has the modem on the USB, each port with its interface and driver") {
  if (!stage) return;
  CHECK(shell_in(*stage, "cd /sys/bus/usb/devices/1-1 && test $(cat idVendor):$(cat idProduct) = 1199:9013") == 0);
  CHECK(shell_in(*stage, "test $(ls -d /sys/bus/usb/devices/1-1:1.* | wc -l) = 4") == 0);
  CHECK(shell_in(*stage, "ls -d /sys/bus/usb/devices/1-1:1.*/driver 2>/dev/null") != 0);
  for (const auto port : testing::ports_of_mc8355()) plug(port);
  CHECK(shell_in(*stage,
                 "cd /sys/class/tty/ttyUSB1/device && test $(cat bInterfaceNumber) = 02 &&"
                 " test $(basename $(readlink -f driver)) = qcserial") == 0);
  CHECK(shell_in(*stage, "test $(cat /sys/class/usbmisc/cdc-wdm0/device/bInterfaceNumber) = 00") == 0);
  REQUIRE(stage->unplug(tty_usb(1)));
  CHECK(shell_in(*stage, "cd /sys/bus/usb/devices && test ! -e 1-1:1.2/driver && test -e 1-1:1.3/driver") == 0);
}

TEST_CASE_METHOD(Furnished, "a network interface comes and goes with the QMI port, and is none of the machine's") {
  if (!stage) return;
  const auto furnished = stage->furnish({.udev = {}, .system_bus = false, .bus_services = {}, .net = "unit-wwan0"});
  if (!furnished) {
    WARN("not tested: " << furnished.error());
    return;
  }
  CHECK_THAT(*furnished, Contains("unit-wwan0 is a "));
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev") != 0);
  plug(tty_usb(0));
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev") != 0);
  plug(PortName::qmi);
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev && test -d /sys/class/net/unit-wwan0/device/driver") == 0);
  CHECK(shell_in(*stage, "test $(cat /sys/class/net/unit-wwan0/qmi/raw_ip) = N") == 0);
  // Another terminal for the same port: the interface stays what it is.
  CHECK(shell_in(*stage, "busybox ip address add 192.0.2.10/24 dev unit-wwan0") == 0);
  plug(PortName::qmi);
  CHECK(shell_in(*stage, "busybox ip address show dev unit-wwan0 | grep -q 192.0.2.10/24") == 0);
  CHECK(shell_in(*stage, "test -d /sys/class/net/unit-wwan0/device/driver && test -e /sys/class/usbmisc/cdc-wdm0") ==
        0);
  CHECK_FALSE(std::filesystem::exists("/sys/class/net/unit-wwan0"));
  REQUIRE(stage->unplug(PortName::qmi));
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev || test -e /sys/class/net/unit-wwan0") != 0);
  plug(PortName::qmi);
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev") == 0);
}

TEST_CASE_METHOD(Furnished, "frames of the network interface go through a descriptor, both ways") {
  if (!stage) return;
  const auto furnished = stage->furnish({.udev = {}, .system_bus = false, .bus_services = {}, .net = "unit-wwan0"});
  if (!furnished || furnished->ends_with("dummy")) {
    WARN("not tested: " << (furnished ? *furnished : furnished.error()));
    return;
  }
  for (int times = 0; times < 2; ++times) {
    plug(PortName::qmi);
    const auto frames = stage->open_interface();
    if (!frames) FAIL(frames.error());
    REQUIRE(*frames);
    // Up, it has carrier and says something by itself: a ping asks for the link address first.
    CHECK(shell_in(*stage,
                   "busybox ip link set unit-wwan0 up && busybox ip address add 192.0.2.10/24 dev unit-wwan0 &&"
                   " (busybox ping -c 1 -W 1 192.0.2.1; true)") == 0);
    std::array<std::uint8_t, 2048> frame{};
    bool asked = false;
    for (int i = 0; i < 50 && !asked; ++i) {
      const auto got = read_soon(frames->get(), frame);
      asked = got >= 42 && frame[12] == 0x08 && frame[13] == 0x06 && frame[41] == 1;
    }
    CHECK(asked);
    // A frame for it is counted there.
    std::array<std::uint8_t, 60> to_all{};
    std::fill_n(to_all.begin(), 6, std::uint8_t{0xFF});
    to_all[6] = 2;
    to_all[12] = 0x88;
    to_all[13] = 0xB5;
    CHECK(write(frames->get(), to_all.data(), to_all.size()) == static_cast<ssize_t>(to_all.size()));
    CHECK(shell_in(*stage, "test $(sed -n 's/.*unit-wwan0: *[0-9]* *\\([0-9]*\\).*/\\1/p' /proc/net/dev) = 1") == 0);
    REQUIRE(stage->unplug(PortName::qmi));
  }
}

TEST_CASE_METHOD(Furnished, "without a network interface there is no descriptor of one") {
  if (!stage) return;
  plug(PortName::qmi);
  const auto frames = stage->open_interface();
  REQUIRE(frames);
  CHECK_FALSE(*frames);
}

TEST_CASE("kinds of network interfaces have names") {
  using client_under_test::InterfaceKind;
  for (const auto kind : {InterfaceKind::tap, InterfaceKind::veth, InterfaceKind::dummy}) {
    CHECK(client_under_test::interface_kind_from_string(to_string(kind)) == kind);
  }
  CHECK_FALSE(client_under_test::interface_kind_from_string("tap"));
  CHECK_FALSE(client_under_test::interface_kind_from_string(""));
}

TEST_CASE_METHOD(Furnished, "udev knows of the ports it is told to know of, while they are there") {
  if (!stage) return;
  REQUIRE(stage->furnish(
      {.udev = {.all = false, .named = {PortName::qmi}}, .system_bus = false, .bus_services = {}, .net = ""}));
  CHECK(shell_in(*stage, "test -e /run/udev/control && test $(ls /run/udev/data) = c189:1") == 0);
  for (const auto port : testing::ports_of_mc8355()) plug(port);
  CHECK(shell_in(*stage, "grep -qx E:ID_MM_CANDIDATE=1 /run/udev/data/c180:176") == 0);
  CHECK(shell_in(*stage, "ls /run/udev/data/c188:* 2>/dev/null") != 0);
  REQUIRE(stage->unplug(PortName::qmi));
  CHECK(shell_in(*stage, "test ! -e /run/udev/data/c180:176") == 0);
}

TEST_CASE_METHOD(Furnished, "a stage without furnishing has no udev and no bus") {
  if (!stage) return;
  REQUIRE(stage->furnish({}) == "");
  for (const auto port : testing::ports_of_mc8355()) plug(port);
  CHECK(shell_in(*stage, "test ! -e /run/udev && test ! -e /run/dbus") == 0);
}

TEST_CASE_METHOD(Furnished, "a bus that can't have a service it is to start is refused with what is missing") {
  if (!stage) return;
  const auto furnished =
      stage->furnish({.udev = {}, .system_bus = true, .bus_services = {"org.example.Nowhere"}, .net = ""});
  REQUIRE_FALSE(furnished);
  CHECK(furnished.error() ==
        "a system D-Bus: there is no /usr/share/dbus-1/system-services/org.example.Nowhere.service; "
        "is its package installed?");
}

TEST_CASE_METHOD(Furnished, "a system bus listens in the stage, and nowhere else") {
  if (!stage) return;
  const auto furnished = stage->furnish({.udev = {}, .system_bus = true, .bus_services = {}, .net = ""});
  if (!furnished && furnished.error().find("isn't installed") != std::string::npos) {
    WARN("not tested: " << furnished.error());
    return;
  }
  REQUIRE(furnished);
  CHECK(shell_in(*stage, "test -S /run/dbus/system_bus_socket") == 0);
  CHECK(shell_in(*stage,
                 "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/dbus/system_bus_socket dbus-send --system --print-reply "
                 "--dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames >/dev/null") == 0);
}

}  // namespace
}  // namespace modembench
