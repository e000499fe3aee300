#include "gadget/attachment/uevents.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>

#include <linux/netlink.h>
#include <sys/socket.h>

namespace modembench::gadget {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

/// 2 of "1-1:1.2"
std::optional<unsigned> interface_number(std::string_view name) {
  const auto colon = name.find(':');
  const auto dot = name.find('.', colon == std::string_view::npos ? 0 : colon);
  if (colon == std::string_view::npos || dot == std::string_view::npos) return std::nullopt;
  unsigned number = 0;
  const auto* end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data() + dot + 1, end, number);
  const bool whole = error == std::errc{} && stop == end;
  return whole && number <= UINT8_MAX ? std::optional(number) : std::nullopt;
}

}  // namespace

ports::Result<Uevents> Uevents::listen() {
  files::Descriptor socket(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = 1;  // the kernel's; 2 are udev's
  if (!socket || bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return tl::unexpected("can't listen for devices: netlink: " + files::error_text(errno));
  }
  return Uevents(std::move(socket));
}

std::vector<Uevent> Uevents::take(bool& lost) {
  std::vector<Uevent> events;
  std::array<char, 8192> buffer;
  for (;;) {
    const auto got = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == ENOBUFS) {
      lost = true;
      continue;
    }
    if (got <= 0) return events;
    // "add@/devices/…", then lines that say the same
    std::string_view message(buffer.data(), static_cast<std::size_t>(got));
    message = message.substr(0, message.find('\0'));
    const auto at = message.find('@');
    if (at == std::string_view::npos) continue;
    events.push_back({std::string(message.substr(0, at)), std::string(message.substr(at + 1))});
  }
}

// Below the device: 1-1:1.0/usbmisc/cdc-wdm0, 1-1:1.0/net/wwan0, 1-1:1.1/ttyUSB0/tty/ttyUSB0
std::optional<InterfacePorts::Change> InterfacePorts::take(const Uevent& event) {
  const bool came = event.action == "add";
  if ((!came && event.action != "remove") || !event.path.starts_with(device_)) return std::nullopt;
  const auto parts = parts_of(std::string_view(event.path).substr(device_.size()));
  if (parts.size() < 3) return std::nullopt;
  const auto interface = interface_number(parts[0]);
  if (!interface) return std::nullopt;
  auto& made = made_[*interface];
  const auto node = "/dev/" + std::string(parts.back());
  if (parts.size() == 4 && parts[2] == "tty") return Change{*interface, came ? node : ""};
  if (parts.size() != 3) return std::nullopt;
  const bool was_there = !made.wdm.empty() && made.network;
  if (parts[1] == "usbmisc") {
    made.wdm = came ? node : "";
  } else if (parts[1] == "net") {
    made.network = came;
  } else {
    return std::nullopt;
  }
  const bool is_there = !made.wdm.empty() && made.network;
  if (was_there == is_there) return std::nullopt;
  return Change{*interface, is_there ? made.wdm : ""};
}

}  // namespace modembench::gadget
