#include "bench/language/load.hpp"
#include "gadget/device/descriptors.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "bench/language/profile_reader.hpp"
#include "emulator/embedded.hpp"
#include "gadget/device/function_fs_descriptors.hpp"
#include "tests/unit/built_in_modem.hpp"

namespace modembench::gadget {
namespace {

using qmi::Bytes;

const modem::UsbIdentity& built_in() { return testing::mc8355().profile.identity.usb; }

std::uint16_t number(const Bytes& bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes.at(at) | (bytes.at(at + 1) << 8));
}

/// "4:0 3 endpoints", "5:81 interrupt 64 5" …
std::vector<std::string> in_words(const Bytes& descriptors) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < descriptors.size(); at += descriptors[at]) {
    if (descriptors[at + 1] == 4) {
      words.push_back(fmt::format("interface {} {:02x}/{:02x}/{:02x}", descriptors[at + 2], descriptors[at + 5],
                                  descriptors[at + 6], descriptors[at + 7]));
    }
    if (descriptors[at + 1] == 5) {
      words.push_back(fmt::format("{:02x} {} {} {}", descriptors[at + 2], descriptors[at + 3] == 2 ? "bulk" : "int",
                                  number(descriptors, at + 4), descriptors[at + 6]));
    }
  }
  return words;
}

}  // namespace

TEST_CASE("The device descriptor of the built-in modem is that of the real MC8355") {
  CHECK(device_descriptor({built_in()}) ==
        Bytes{18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x99, 0x11, 0x13, 0x90, 0x02, 0x00, 1, 2, 0, 1});
}

TEST_CASE("The configuration has the four interfaces of the real MC8355") {
  const auto bytes = configuration_descriptor({built_in()}, 0, Speed::high);
  REQUIRE(bytes);
  CHECK(bytes->size() == 115);
  CHECK(Bytes(bytes->begin(), bytes->begin() + 9) == Bytes{9, 2, 115, 0, 4, 1, 0, 0xE0, 250});
  CHECK(in_words(*bytes) == std::vector<std::string>{"interface 0 ff/ff/ff", "81 int 64 5", "82 bulk 512 32",
                                                     "01 bulk 512 32", "interface 1 ff/ff/ff", "83 bulk 512 32",
                                                     "02 bulk 512 32", "interface 2 ff/ff/ff", "84 int 64 5",
                                                     "85 bulk 512 32", "03 bulk 512 32", "interface 3 ff/ff/ff",
                                                     "86 bulk 512 32", "04 bulk 512 32"});
  CHECK_FALSE(configuration_descriptor({built_in()}, 1, Speed::high));
}

TEST_CASE("The boot loader has another product id and one interface, bulk IN first") {
  const auto loader = boot_loader(built_in());
  CHECK(number(device_descriptor({loader}), 10) == 0x9012);
  CHECK(in_words(*configuration_descriptor({loader}, 0, Speed::high)) ==
        std::vector<std::string>{"interface 0 ff/ff/ff", "81 bulk 512 32", "01 bulk 512 32"});
}

TEST_CASE("A modem may have two configurations, alike but for their number") {
  const ShownDevice device{built_in(), 2};
  CHECK(device_descriptor(device).back() == 2);
  auto first = configuration_descriptor(device, 0, Speed::high);
  auto second = configuration_descriptor(device, 1, Speed::high);
  REQUIRE(second);
  CHECK(second->at(5) == 2);
  second->at(5) = 1;
  CHECK(*first == *second);
  CHECK_FALSE(configuration_descriptor(device, 2, Speed::high));
}

TEST_CASE("A modem shows as many configurations as it is set to, its boot loader one") {
  CHECK(shown(built_in(), {.configurations = 2}).configurations == 2);
  const auto loader = shown(built_in(), {.configurations = 2, .faults = {.boot_loader = true}});
  CHECK(loader.configurations == 1);
  CHECK(loader.identity.product == built_in().boot_loader);
}

TEST_CASE("At full speed no packet is larger than 64 bytes") {
  for (const auto& words : in_words(*configuration_descriptor({built_in()}, 0, Speed::full, true))) {
    if (words.starts_with("interface")) continue;
    CHECK(words.find(" 64 ") != std::string::npos);
  }
}

TEST_CASE("Strings are UTF-16, and what isn't ASCII is a question mark") {
  auto identity = built_in();
  identity.manufacturer = "\xc3\x96";
  const auto device = identity;
  CHECK(*string_descriptor(device, 0, 0) == Bytes{4, 3, 0x09, 0x04});
  CHECK(*string_descriptor(device, 1, 0x0409) == Bytes{6, 3, '?', 0, '?', 0});
  CHECK_FALSE(string_descriptor(device, 3, 0x0409));
  identity.product_name = std::string(1000, 'x');
  CHECK(string_descriptor(identity, 2, 0x0409)->size() == 254);
  identity.manufacturer.clear();
  CHECK_FALSE(string_descriptor(identity, 1, 0x0409));
  CHECK(device_descriptor({identity})[14] == 0);
}

TEST_CASE("FunctionFS is told all interfaces at both speeds, and its lengths and counts are right") {
  for (const auto order : {EndpointOrder::real, EndpointOrder::bulk_first}) {
    const auto bytes = function_fs_descriptors(built_in(), order);
    CHECK(bytes[0] == 3);
    CHECK(number(bytes, 4) == bytes.size());
    CHECK(bytes[8] == 3);
    CHECK(bytes[12] == 14);
    CHECK(bytes[16] == 14);
    CHECK(bytes.size() == 20 + 2 * 106);
  }
  CHECK(function_fs_strings() == Bytes{2, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("For a UDC that renumbers endpoints, the first IN endpoint is a bulk one") {
  const auto device = built_in();
  CHECK(function_fs_files(device, EndpointOrder::real) ==
        std::vector<std::uint8_t>{0x81, 0x82, 0x01, 0x83, 0x02, 0x84, 0x85, 0x03, 0x86, 0x04});
  CHECK(function_fs_files(device, EndpointOrder::bulk_first) ==
        std::vector<std::uint8_t>{0x82, 0x81, 0x01, 0x83, 0x02, 0x84, 0x85, 0x03, 0x86, 0x04});
}

}  // namespace modembench::gadget
