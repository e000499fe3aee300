#pragma once

#include "emulator/modem/profile.hpp"
#include "emulator/scenario/yaml_reader.hpp"
#include "emulator/serial/port.hpp"

namespace modembench::scenario {

/// Reads `set:`, how things stand at the start, into `profile` and `serial`. What it doesn't name stays as it
/// is, so that a scenario's `set` overrides single keys of its modem's:
///   operating mode: online        # low power, factory test, offline, persistent low power
///   sim: {state: ready, ready after: 0s, pin: "1234", puk: "12345678", pin retries: 3, puk retries: 10}
///                                 # state: ready, pin required, puk required, absent
///   home network, registration, signal, scan: see network_settings_reader.hpp
///   call: {after: 300ms, refuse: GsmWcdmaUnknownApn, status per client: false, mtu: 1500,
///          ipv4: {address: …, gateway: …, netmask: …, dns1: …, dns2: …},
///          ipv6: {address: …, prefix: 64, gateway: …, dns1: …, dns2: …}}
///   client ids: {limit: 32, unique over modem: true}
///   serial: silent
void read_settings(Reader& reader, const YamlNode& node, modem::Profile& profile, serial::Voice& serial);

}  // namespace modembench::scenario
