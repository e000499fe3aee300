#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "client_under_test/stage_bus.hpp"
#include "client_under_test/stage_interface.hpp"
#include "client_under_test/stage_single_user.hpp"
#include "client_under_test/stage_sysfs.hpp"
#include "client_under_test/stage_udev.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/built_in_modem.hpp"

// What the stage tells of the modem, as text: no rights needed.
namespace modembench::client_under_test {
namespace {

const modem::UsbIdentity kGobi = testing::mc8355().profile.identity.usb;

// Its header of 40 bytes as words in the order of the bytes, then a line a text.
std::string shown(const std::string& message) {
  REQUIRE(message.size() > 40);
  auto text = fmt::format("{}\n", message.substr(0, 7));
  for (std::size_t at = 8; at < 40; at += 4) {
    for (std::size_t i = at; i < at + 4; ++i) text += fmt::format("{:02x}", static_cast<unsigned char>(message[i]));
    text += at + 4 < 40 ? ' ' : '\n';
  }
  for (const char c : message.substr(40)) text += c == '\0' ? '\n' : c;
  return text + "\n";
}

TEST_CASE("what udev says of the modem's devices when they come and go") {
  auto text = shown(udev_message("add", usb_device(kGobi), kGobi, 1));
  for (const auto port : testing::ports_of_mc8355())
    text += shown(udev_message("add", port_device(kGobi.shape, port), kGobi, 2));
  text += shown(udev_message("remove", net_device(kGobi.shape, "wwan0", 7), kGobi, 3));
  approve("stage_udev_messages", text);
}

TEST_CASE("the devices of a stage have names in udev's database and paths that no two share") {
  CHECK(usb_device(kGobi).udev_key == "c189:1");
  CHECK(port_device(kGobi.shape, PortName::qmi).udev_key == "c180:176");
  CHECK(port_device(kGobi.shape, tty_usb(2)).udev_key == "c188:2");
  CHECK(net_device(kGobi.shape, "wwan0", 7).udev_key == "n7");
  CHECK(net_device(kGobi.shape, "wwan0", 7).interface == port_device(kGobi.shape, PortName::qmi).interface);
  CHECK(port_device(kGobi.shape, tty_usb(0)).interface == 1);
  CHECK(port_device(kGobi.shape, tty_usb(2)).interface == 3);
}

// MurmurHash2's own properties with seed 0; that libudev agrees is seen where ModemManager finds the modem.
TEST_CASE("the hash of a subsystem depends on each of its bytes, at the end too") {
  CHECK(murmur_hash2("") == 0);
  CHECK(murmur_hash2("usb") != murmur_hash2("usc"));
  CHECK(murmur_hash2("usbm") != murmur_hash2("usbmi"));
  CHECK(murmur_hash2("usbmisc") != murmur_hash2("usbmisd"));
  CHECK(murmur_hash2("net") != murmur_hash2(std::string_view("net\0", 4)));
}

TEST_CASE("the system bus of a stage lets everybody own and call what they like") {
  approve("stage_bus_configuration", bus_configuration("/run/dbus/services"));
}

TEST_CASE("where there is root only, every user of the passwd file has its numbers and keeps the rest") {
  CHECK(with_roots_numbers("root:x:0:0:root:/root:/bin/sh\npolkitd:x:997:996:polkit:/:/usr/sbin/nologin\n") ==
        "root:x:0:0:root:/root:/bin/sh\npolkitd:x:0:0:polkit:/:/usr/sbin/nologin\n");
  CHECK(with_roots_numbers("last:x:1:2:no newline:/:/bin/sh") == "last:x:0:0:no newline:/:/bin/sh\n");
}

TEST_CASE("lines of a passwd file that name no user stay as they are") {
  CHECK(with_roots_numbers("").empty());
  CHECK(with_roots_numbers("\n+::\nbroken\na:b:c\n#:1:2\n") == "\n+::\nbroken\na:b:c\n#:1:2\n");
  CHECK(with_roots_numbers(":::::\n") == "::0:0::\n");
}

TEST_CASE("names a network interface can have") {
  for (const auto* name : {"wwan0", "w", "fifteen-letters", "eth0.5"}) {
    INFO(name);
    CHECK(is_interface_name(name));
  }
  for (const auto* name : {"", ".", "..", "sixteen--letters", "a/b", "a b", "a:1", "a\nb", "w\xc3\xa4n"}) {
    INFO(name);
    CHECK_FALSE(is_interface_name(name));
  }
}

}  // namespace
}  // namespace modembench::client_under_test
