#include <cstdio>

#include "gadget/attachment/configfs_gadget.hpp"

namespace modembench::gadget {

std::optional<GadgetOwner> owner_of(const std::string& gadget) {
  GadgetOwner owner;
  unsigned number = 0;
  int end = 0;
  unsigned long long began = 0;
  // NOLINTNEXTLINE(cert-err34-c): what doesn't fit isn't ours
  if (std::sscanf(gadget.c_str(), "modembench-%d-%llu-%u%n", &owner.process, &began, &number, &end) != 3 ||
      static_cast<std::size_t>(end) != gadget.size() || owner.process <= 0) {
    return std::nullopt;
  }
  owner.began = began;
  return owner;
}

}  // namespace modembench::gadget
