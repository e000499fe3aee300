#include "client_under_test/stage_udev.hpp"

#include <cstring>
#include <fstream>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <time.h>

#include "client_under_test/stage_mounts.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;
using files::Descriptor;

const fs::path kDatabase = "/run/udev/data";
constexpr unsigned kUdevGroup = 2;  // of NETLINK_KOBJECT_UEVENT: 1 is the kernel's

bool there_is_udev() {
  std::error_code ignored;
  return fs::is_directory(kDatabase, ignored);
}

std::vector<std::pair<std::string, std::string>> rules_say(const SysDevice& device, const modem::UsbIdentity& usb) {
  std::vector<std::pair<std::string, std::string>> said = {
      {"ID_BUS", "usb"},
      {"ID_VENDOR_ID", fmt::format("{:04x}", usb.vendor)},
      {"ID_MODEL_ID", fmt::format("{:04x}", usb.product)},
  };
  if (device.subsystem == "usb") return said;
  said.emplace_back("ID_USB_INTERFACE_NUM", fmt::format("{:02x}", device.interface));
  said.emplace_back("ID_MM_CANDIDATE", "1");
  return said;
}

// Listeners want increasing numbers; each message is sent by a process of its own, which share only the clock.
unsigned message_number() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<unsigned>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}

void send(std::string_view action, const SysDevice& device, const modem::UsbIdentity& usb) {
  const auto message = udev_message(action, device, usb, message_number());
  const Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
  must(socket ? 0 : -1, "a netlink socket of udev's");
  sockaddr_nl to{};
  to.nl_family = AF_NETLINK;
  to.nl_groups = kUdevGroup;
  // Refused where nobody listens.
  (void)sendto(socket.get(), message.data(), message.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

}  // namespace

void furnish_udev() {
  make_folders(kDatabase);
  // libudev takes this file for a udevd that runs; without one it wouldn't listen.
  std::ofstream("/run/udev/control").close();
}

void add_to_udev(const SysDevice& device, const modem::UsbIdentity& usb) {
  if (!there_is_udev()) return;
  const auto path = kDatabase / device.udev_key;
  std::ofstream file(path);
  file << "I:1\n";
  for (const auto& [name, value] : rules_say(device, usb)) file << "E:" << name << '=' << value << '\n';
  file << "V:1\n" << std::flush;
  must(file ? 0 : -1, "write " + path.string());
  send("add", device, usb);
}

void remove_from_udev(const SysDevice& device, const modem::UsbIdentity& usb) {
  if (!there_is_udev()) return;
  std::error_code ignored;
  if (fs::remove(kDatabase / device.udev_key, ignored)) send("remove", device, usb);
}

std::string udev_message(std::string_view action, const SysDevice& device, const modem::UsbIdentity& usb,
                         unsigned number) {
  std::string properties;
  const auto add = [&](std::string_view name, std::string_view value) {
    properties += fmt::format("{}={}", name, value);
    properties += '\0';
  };
  add("ACTION", action);
  add("DEVPATH", device.path.string().substr(std::string_view("/sys").size()));
  add("SUBSYSTEM", device.subsystem);
  for (const auto& [name, value] : device.properties) add(name, name == "DEVNAME" ? "/dev/" + value : value);
  for (const auto& [name, value] : rules_say(device, usb)) add(name, value);
  add("SEQNUM", std::to_string(number));
  add("USEC_INITIALIZED", "1");

  // Hashes and the magic number in network byte order, the rest as the machine has it.
  struct Header {
    char prefix[8] = {'l', 'i', 'b', 'u', 'd', 'e', 'v', '\0'};
    std::uint32_t magic = htonl(0xfeedcafe);
    std::uint32_t header_size = sizeof(Header);
    std::uint32_t properties_offset = sizeof(Header);
    std::uint32_t properties_length = 0;
    std::uint32_t subsystem_hash = 0;
    std::uint32_t devtype_hash = 0;
    std::uint32_t tag_bloom_high = 0;
    std::uint32_t tag_bloom_low = 0;
  } header;
  header.properties_length = static_cast<std::uint32_t>(properties.size());
  header.subsystem_hash = htonl(murmur_hash2(device.subsystem));
  for (const auto& [name, value] : device.properties) {
    if (name == "DEVTYPE") header.devtype_hash = htonl(murmur_hash2(value));
  }
  std::string message(sizeof header, '\0');
  std::memcpy(message.data(), &header, sizeof header);
  return message + properties;
}

std::uint32_t murmur_hash2(std::string_view text) {
  constexpr std::uint32_t kFactor = 0x5bd1e995;
  auto hash = static_cast<std::uint32_t>(text.size());
  std::size_t at = 0;
  for (; text.size() - at >= 4; at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    word *= kFactor;
    word ^= word >> 24;
    hash = (hash * kFactor) ^ (word * kFactor);
  }
  if (at < text.size()) {
    for (auto last = text.size(); last > at; --last) {
      hash ^= static_cast<std::uint32_t>(static_cast<unsigned char>(text[last - 1])) << (8 * (last - 1 - at));
    }
    hash *= kFactor;
  }
  hash ^= hash >> 13;
  hash *= kFactor;
  return hash ^ (hash >> 15);
}

}  // namespace modembench::client_under_test
