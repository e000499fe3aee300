// $GPS_START and $GPS_STOP on an NMEA port, in pieces of any size: the last one counts.

#include <string_view>

#include "emulator/qmi/messages/pds.hpp"
#include "emulator/serial/port.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

/// The request that the last of the two commands makes; 0: there is none.
std::uint16_t last_switch(std::string_view all) {
  constexpr auto kStart = qmi::pds::get_default_tracking_session::id;
  constexpr auto kStop = qmi::pds::end_tracking_session::id;
  const auto start = all.rfind("$GPS_START");
  const auto stop = all.rfind("$GPS_STOP");
  if (start == std::string_view::npos && stop == std::string_view::npos) return 0;
  if (stop == std::string_view::npos) return kStart;
  if (start == std::string_view::npos) return kStop;
  return start > stop ? kStart : kStop;
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
  const auto request = port.take_request();
  fuzz::require((request ? request->header.message : 0) == last_switch(all),
                "the last command counts, however it came");
  fuzz::require(!port.take_request(), "the last command alone counts");
  return 0;
}
