#include <algorithm>
#include <array>
#include <utility>

#include "gadget/attachment/gadget.hpp"

namespace modembench::gadget {
namespace {

constexpr std::array<std::pair<DetachBy, std::string_view>, 2> kNames = {
    {{DetachBy::sysfs, "sysfs"}, {DetachBy::usbfs, "usbfs"}}};

}  // namespace

std::string_view to_string(DetachBy detach_by) {
  const auto found =
      std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.first == detach_by; });
  return found != kNames.end() ? found->second : std::string_view();
}

std::optional<DetachBy> detach_by(std::string_view name) {
  const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const auto& one) { return one.second == name; });
  return found != kNames.end() ? std::optional(found->first) : std::nullopt;
}

}  // namespace modembench::gadget
