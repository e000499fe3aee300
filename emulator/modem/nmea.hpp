#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/modem/gps.hpp"
#include "emulator/qmi/enums/pds.hpp"

namespace modembench::modem {

/// The sentence with that body ("GPGGA,…"): "$", the body, its checksum, CR and LF. Source: NMEA 0183; the checksum is
/// the exclusive-or of all bytes of the body in two hexadecimal digits.
[[nodiscard]] std::string nmea_sentence(std::string_view body);

/// The sentences of one second, in this order: GSV, GGA, VTG, RMC, GSA; only those in `kinds`. Without a fix their
/// fields are empty, time and date among them. The order and the number of decimals are guessed from other Qualcomm
/// receivers. The sentences without a fix are those of such receivers to the byte.
[[nodiscard]] std::vector<std::string> nmea_sentences(const GpsFix& fix, qmi::pds::NmeaSentence kinds);

}  // namespace modembench::modem
