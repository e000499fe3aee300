#pragma once

#include <string>
#include <string_view>

namespace modembench::vm {

/// A value as it stands in one of QEMU's options that are divided by commas ("file,id=a,path=VALUE"): its own commas
/// are doubled. Not for options that are a path and nothing else (-kernel, -initrd, -incoming, `-serial file:`).
[[nodiscard]] inline std::string option_value(std::string_view value) {
  std::string doubled;
  for (const char c : value) doubled.append(c == ',' ? 2 : 1, c);
  return doubled;
}

}  // namespace modembench::vm
