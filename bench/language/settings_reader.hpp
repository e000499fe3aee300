#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::bench {

/// Reads `set:`, how things stand at the start, into `profile` and `serial`. What it doesn't name stays as it
/// is, so that a scenario's `set` overrides single keys of its modem's:
///   operating mode: online        # low power, factory test, offline, persistent low power
///   offline reason: PriVersionIncompatible   # told while the mode is offline
///   wireless disable: false                  # the hardware switch
///   power: {state: ExternalSource, battery level: 100}
///   device: {date: "2011-06-07 12:00:00", time source: Device, prl: 12345, activation: {state: Activated, takes: 10s},
///            programming code: "000000", user lock: {enabled: false, code: "0000"}, reset needs offline: false,
///            restart after: 500ms, shut down after: 1s}   # the date is that of the modem's clock when power first
///            comes on
///   firmware: {id: 0, host lock id: 0, maximum images: 4, maximum build id length: 32,
///              modem images: [{build id: …, unique id: …, boot version: 1.5, storage index: 0, failure count: 0,
///                              oem lock id: 0}],
///              pri images: [{build id: …, unique id: …, pri version: 1, pri info: …}]}   # the first ones run
///   sim: {state: ready, ready after: 0s, pin: "1234", puk: "12345678", pin retries: 3, puk retries: 10,
///         pin2: "1234", puk2: "12345678", pin2 retries: 3, puk2 retries: 10, pin through dms: true,
///         iccid: "…", imsi: "…", number: "+49…",
///         locks: {network: {key: "12345678", retries: 5, unblock key: "…", unblock retries: 10, active: true,
///                           blocking: true}}}
///                                 # state: ready, pin required, puk required, absent
///                                 # pin through dms: true, false (94 NotSupported), unknown (71)
///                                 # locks: network, network subset, service provider, corporate, sim
///   home network, registration, signal, scan: see network_settings_reader.hpp
///   call: {after: 300ms, refuse: GsmWcdmaUnknownApn, status per client: false, mtu: 1500,
///          ipv4: {address: …, gateway: …, netmask: …, dns1: …, dns2: …},
///          ipv6: {address: …, prefix: 64, gateway: …, dns1: …, dns2: …},
///          max rates: {tx: 5.76 Mbit/s, rx: 14.4 Mbit/s},    # of the device
///          traffic: {tx: 10 kB/s, rx: 125 kB/s}}             # counted, not sent, while a call is up and active
///   data: no dhcp                # see data_reader.hpp
///   client ids: {limit: 32, unique over modem: true, numbering: lowest free, sync: drops, sync after restart: true,
///                invalid indicated: false, release indicated: false}
///                                 # numbering: lowest free, round robin; sync: drops, keeps, unknown (71)
///   control: {instance id: true, raw ip: false, version addendum: ""}
///   gps: {…}                     # see gps_reader.hpp
///   sms: {…}, ussd: {…}, oma: {…}   # see sms_reader.hpp
///   serial: silent               # see serial_reader.hpp
void read_settings(Reader& reader, const YamlNode& node, modem::Profile& profile, serial::Voices& serial);

/// `call`, `sim` and `client ids` of it, as changes while the modem runs.
[[nodiscard]] Changes<modem::CallSettings> read_call_changes(Reader& reader, const YamlNode& node);
[[nodiscard]] Changes<modem::SimSettings> read_sim_changes(Reader& reader, const YamlNode& node);
[[nodiscard]] Changes<modem::ClientIdSettings> read_client_id_changes(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
