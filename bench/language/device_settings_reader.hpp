#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/profile.hpp"

/// The parts of `set:` that say what the modem itself is and has stored; see settings_reader.hpp.
namespace modembench::bench {

/// `set: {usb: …}`: into usb_faults, and the number of configurations.
void read_usb_settings(Reader& reader, const YamlNode& node, modem::Profile& profile);
/// What changes of them while the modem runs.
[[nodiscard]] Changes<modem::UsbFaults> read_usb_changes(Reader& reader, const YamlNode& node);
void read_power(Reader& reader, const YamlNode& node, modem::PowerSettings& power);
/// The same keys as something that happens: what isn't there doesn't change.
void read_power_change(Reader& reader, const YamlNode& node, modem::Surroundings& change);
void read_device(Reader& reader, const YamlNode& node, modem::DeviceSettings& device);
void read_firmware(Reader& reader, const YamlNode& node, modem::FirmwareSettings& firmware);
void read_control(Reader& reader, const YamlNode& node, modem::ControlSettings& control);

}  // namespace modembench::bench
