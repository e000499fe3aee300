#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench {

/// Reads a modem's file. What is wrong in it is noted and left out:
///   modem: mc8355
///   about: Sierra Wireless MC8355 (Gobi 3000)
///   usb: {vendor: 0x1199, product: 0x9013, interfaces: […]}   # see shape_reader.hpp
///   services: {CTL: 1.5, WDS: 1.11}            # major.minor
///   answers: {DMS Get Model: {model: "…"}}     # what needs no state
///   refuses: {DMS Get MSISDN: NotProvisioned}
///   set: {…}                                   # see settings_reader.hpp
[[nodiscard]] ModemFile read_modem_file(Reader& reader, const YamlNode& root);

}  // namespace modembench::bench
