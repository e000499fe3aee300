// $GPS_START and $GPS_STOP on an NMEA port, in pieces of any size: the last one counts.

#include <string_view>

#include "emulator/serial/port.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

serial::Effects last_switch(std::string_view all) {
  const auto start = all.rfind("$GPS_START");
  const auto stop = all.rfind("$GPS_STOP");
  if (start == std::string_view::npos && stop == std::string_view::npos) return {};
  if (stop == std::string_view::npos) return {serial::SwitchGps{true}};
  if (start == std::string_view::npos) return {serial::SwitchGps{false}};
  return {serial::SwitchGps{start > stop}};
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  serial::Port port(serial::Nmea{});
  port.opened(Instant{});
  const std::size_t step = 1U + input.byte() % 16U;
  std::string all;
  while (!input.empty()) {
    const qmi::ByteView piece = input.take(step);
    all += fuzz::text(piece);
    fuzz::require(port.receive(piece, Instant{}).empty(), "the port itself says nothing");
  }
  fuzz::require(port.take_effects() == last_switch(all), "the last command counts, however it came");
  return 0;
}
