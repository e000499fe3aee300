#include <catch2/catch.hpp>

#include "gadget/attachment/configfs_gadget.hpp"
#include "gadget/attachment/uevents.hpp"

namespace modembench::gadget {
namespace {

const std::string kDevice = "/devices/platform/vhci_hcd.0/usb1/1-1/";

/// "0:/dev/cdc-wdm0", "0:" when it goes, "-" when nothing changes
std::string take(InterfacePorts& ports, const std::string& action, const std::string& path) {
  const auto change = ports.take({action, path});
  return change ? fmt::format("{}:{}", change->interface, change->node) : "-";
}

}  // namespace

TEST_CASE("The QMI port is there when its node and its network interface are, and gone when one of them goes") {
  InterfacePorts ports(kDevice);
  CHECK(take(ports, "add", kDevice + "1-1:1.0") == "-");
  CHECK(take(ports, "add", kDevice + "1-1:1.0/usbmisc/cdc-wdm3") == "-");
  CHECK(take(ports, "add", kDevice + "1-1:1.0/net/wwan0") == "0:/dev/cdc-wdm3");
  CHECK(take(ports, "add", kDevice + "1-1:1.0/net/wwan0/queues/rx-0") == "-");
  CHECK(take(ports, "bind", kDevice + "1-1:1.0") == "-");
  CHECK(take(ports, "remove", kDevice + "1-1:1.0/net/wwan0") == "0:");
  CHECK(take(ports, "remove", kDevice + "1-1:1.0/usbmisc/cdc-wdm3") == "-");
}

TEST_CASE("A serial port is there with its tty") {
  InterfacePorts ports(kDevice);
  CHECK(take(ports, "add", kDevice + "1-1:1.2/ttyUSB7") == "-");
  CHECK(take(ports, "add", kDevice + "1-1:1.2/ttyUSB7/tty/ttyUSB7") == "2:/dev/ttyUSB7");
  CHECK(take(ports, "remove", kDevice + "1-1:1.2/ttyUSB7/tty/ttyUSB7") == "2:");
  CHECK(take(ports, "add", kDevice + "1-1:1.19/ttyUSB8/tty/ttyUSB8") == "19:/dev/ttyUSB8");
}

TEST_CASE("Events of other devices, and malformed ones, come to nothing") {
  InterfacePorts ports(kDevice);
  for (const auto* path : {"/devices/platform/vhci_hcd.0/usb1/1-2/1-2:1.2/ttyUSB7/tty/ttyUSB7", "", "/", "/devices",
                           "/devices/platform/vhci_hcd.0/", "/devices/platform/vhci_hcd.0/usb1/1-1/x/tty/y/z",
                           "/devices/platform/vhci_hcd.0/usb1/1-1/1-1:1./a/tty/b",
                           "/devices/platform/vhci_hcd.0/usb1/1-1/1-1:1.256/a/tty/b",
                           "/devices/platform/vhci_hcd.0/usb1/1-1/1-1:1.1x/a/tty/b"}) {
    CHECK(take(ports, "add", path) == "-");
    CHECK(take(ports, "remove", path) == "-");
  }
}

TEST_CASE("A gadget's name tells whose it is, and others' gadgets are nobody's of ours") {
  const auto owner = owner_of("modembench-503-6860-1");
  REQUIRE(owner);
  CHECK(owner->process == 503);
  CHECK(owner->began == 6860);
  for (const auto* name : {"", "g1", "modembench", "modembench-503", "modembench-503-6860", "modembench-503-6860-1x",
                           "modembench-0-1-1", "modembench--5-1-1", "mymodembench-503-6860-1"}) {
    CHECK_FALSE(owner_of(name));
  }
}

}  // namespace modembench::gadget
