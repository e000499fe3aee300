#include "gadget/device/function_fs_descriptors.hpp"

namespace modembench::gadget {
namespace {

using qmi::Bytes;

// From linux/usb/functionfs.h.
constexpr std::uint32_t kDescriptorsV2 = 3, kStrings = 2;
constexpr std::uint32_t kHasFullSpeed = 1, kHasHighSpeed = 2;

void add32(Bytes& to, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) to.push_back(static_cast<std::uint8_t>(number >> shift));
}

std::uint32_t count(const Bytes& descriptors) {
  std::uint32_t found = 0;
  for (std::size_t at = 0; at < descriptors.size(); at += descriptors[at]) ++found;
  return found;
}

}  // namespace

Bytes function_fs_descriptors(const modem::UsbIdentity& device, EndpointOrder order) {
  const auto full = interface_descriptors(device, Speed::full, order);
  const auto high = interface_descriptors(device, Speed::high, order);
  constexpr std::size_t kHead = 5 * sizeof(std::uint32_t);
  Bytes bytes;
  add32(bytes, kDescriptorsV2);
  add32(bytes, static_cast<std::uint32_t>(kHead + full.size() + high.size()));
  add32(bytes, kHasFullSpeed | kHasHighSpeed);
  add32(bytes, count(full));
  add32(bytes, count(high));
  bytes.insert(bytes.end(), full.begin(), full.end());
  bytes.insert(bytes.end(), high.begin(), high.end());
  return bytes;
}

Bytes function_fs_strings() {
  Bytes bytes;
  add32(bytes, kStrings);
  add32(bytes, 4 * sizeof(std::uint32_t));
  add32(bytes, 0);
  add32(bytes, 0);
  return bytes;
}

std::vector<std::uint8_t> function_fs_files(const modem::UsbIdentity& device, EndpointOrder order) {
  const auto descriptors = interface_descriptors(device, Speed::high, order);
  std::vector<std::uint8_t> addresses;
  for (std::size_t at = 0; at < descriptors.size(); at += descriptors[at]) {
    if (descriptors[at + 1] == kEndpointDescriptor) addresses.push_back(descriptors[at + 2]);
  }
  return addresses;
}

}  // namespace modembench::gadget
