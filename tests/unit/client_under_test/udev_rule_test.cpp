#include <catch2/catch.hpp>

#include "client_under_test/udev_rule.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/built_in_modem.hpp"

using namespace modembench;

TEST_CASE("a rule keeps ModemManager from the ports that a client doesn't want it to have", "[client]") {
  const auto& usb = testing::mc8355().profile.identity.usb;
  approve("udev_rule", client_under_test::udev_rule({.all = false, .named = {PortName::qmi}}, usb) + "--\n" +
                           client_under_test::udev_rule({.all = true, .named = {}}, usb));
}
