#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/modem/gps.hpp"
#include "emulator/qmi/enums/pds.hpp"

namespace modembench::modem {

/// `body` ("GPGGA,…") between "$" and its checksum, with CR and LF. Source: NMEA 0183, the exclusive-or of all bytes
/// of the body in two hexadecimal digits.
[[nodiscard]] std::string nmea_sentence(std::string_view body);

/// The sentences of one second, of those in `kinds`: GSV, GGA, VTG, RMC, GSA. Without a
/// fix their fields are empty, time and date among them. The order and the number of decimals are guessed from what
/// other Qualcomm receivers say; the words without a fix are theirs to the byte.
[[nodiscard]] std::vector<std::string> nmea_sentences(const GpsFix& fix, qmi::pds::NmeaSentence kinds);

}  // namespace modembench::modem
