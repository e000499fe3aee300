#include <sys/stat.h>

#include "client_under_test/stage.hpp"
#include "ports_recorder.hpp"
#include "stage_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using client_under_test::Stage;
using testing::Scratch;
using testing::shell_in;

struct Furnished {
  Scratch folder;
  boost::asio::io_context io{1};
  testing::Recorder ports{io, ports::attach_pty(io, folder.path())};
  std::optional<Stage> stage = testing::stage_or_none({.keep = {}, .usb = {0x1199, 0x9013}});

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
  for (const auto port : kAllPorts) plug(port);
  CHECK(shell_in(*stage,
                 "cd /sys/class/tty/ttyUSB1/device && test $(cat bInterfaceNumber) = 02 &&"
                 " test $(basename $(readlink -f driver)) = qcserial") == 0);
  CHECK(shell_in(*stage, "test $(cat /sys/class/usbmisc/cdc-wdm0/device/bInterfaceNumber) = 00") == 0);
  REQUIRE(stage->unplug(PortName::ttyUSB1));
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
  plug(PortName::ttyUSB0);
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev") != 0);
  plug(PortName::qmi);
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev && test -d /sys/class/net/unit-wwan0/device/driver") == 0);
  CHECK(shell_in(*stage, "test $(cat /sys/class/net/unit-wwan0/qmi/raw_ip) = N") == 0);
  CHECK_FALSE(std::filesystem::exists("/sys/class/net/unit-wwan0"));
  REQUIRE(stage->unplug(PortName::qmi));
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev || test -e /sys/class/net/unit-wwan0") != 0);
  plug(PortName::qmi);
  CHECK(shell_in(*stage, "grep -q unit-wwan0: /proc/net/dev") == 0);
}

TEST_CASE_METHOD(Furnished, "udev knows of the ports it is told to know of, while they are there") {
  if (!stage) return;
  REQUIRE(stage->furnish({.udev = {PortName::qmi}, .system_bus = false, .bus_services = {}, .net = ""}));
  CHECK(shell_in(*stage, "test -e /run/udev/control && test $(ls /run/udev/data) = c189:1") == 0);
  for (const auto port : kAllPorts) plug(port);
  CHECK(shell_in(*stage, "grep -qx E:ID_MM_CANDIDATE=1 /run/udev/data/c180:176") == 0);
  CHECK(shell_in(*stage, "ls /run/udev/data/c188:* 2>/dev/null") != 0);
  REQUIRE(stage->unplug(PortName::qmi));
  CHECK(shell_in(*stage, "test ! -e /run/udev/data/c180:176") == 0);
}

TEST_CASE_METHOD(Furnished, "a stage without furnishing has no udev and no bus") {
  if (!stage) return;
  REQUIRE(stage->furnish({}) == "");
  for (const auto port : kAllPorts) plug(port);
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
