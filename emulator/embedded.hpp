#pragma once

#include <span>
#include <string_view>

namespace modembench {

/// A data file that the build put into the binary, so that it runs from anywhere.
struct Embedded {
  std::string_view name;  ///< without folder and ending: "mc8355"
  std::string_view text;
};

/// emulator/modem/profiles/*.yaml
std::span<const Embedded> embedded_modems();
/// The modem that is meant where nobody names one.
inline constexpr std::string_view kUsualModem = "mc8355";
/// client_under_test/clients/*.yaml
std::span<const Embedded> embedded_clients();
/// report/page.html
std::span<const Embedded> embedded_pages();
/// ci/vm/*
std::span<const Embedded> embedded_vm_image();

}  // namespace modembench
