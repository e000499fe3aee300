#include <catch2/catch.hpp>

#include "client_under_test/udev_rule.hpp"
#include "tests/unit/approval.hpp"

using namespace modembench;

TEST_CASE("a rule keeps ModemManager from the ports that a client doesn't want it to have", "[client]") {
  modem::UsbIdentity usb;
  usb.vendor = 0x1199;
  usb.product = 0x9013;
  approve("udev_rule", client_under_test::udev_rule({PortName::qmi}, usb) + "--\n" +
                           client_under_test::udev_rule({kAllPorts.begin(), kAllPorts.end()}, usb));
}
