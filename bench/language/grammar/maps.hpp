#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bench/language/grammar/form.hpp"
#include "emulator/modem/settings/data.hpp"

/// The tables of the language: each map that a file may have, with its keys. The readers take keys, ranges and names
/// from the tables. `modembench schema` and the tables of scenarios/README.md are made of them.
namespace modembench::bench::grammar {

// scenario_maps.cpp
extern const MapSpec scenario;
extern const MapSpec client_use;
extern const MapSpec known_issue;

// rule_maps.cpp
extern const MapSpec rule;
extern const MapSpec on;

// action_maps.cpp
extern const MapSpec action;
extern const MapSpec action_on_modem;    ///< a part of `action`
extern const MapSpec action_on_request;  ///< a part of `action`
extern const MapSpec action_on_message;  ///< a part of `action`
extern const MapSpec unplug;
extern const MapSpec reboot;
extern const MapSpec indicate;
extern const MapSpec set_while_running;

// expectation_maps.cpp: the first key of a map tells it from the others
extern const MapSpec never;
extern const MapSpec client_exits;
extern const MapSpec answer;
extern const MapSpec indication;
extern const MapSpec traffic;  ///< in data_maps.cpp
extern const MapSpec step;
/// The maps of all expectations, `never` last.
[[nodiscard]] std::span<const MapSpec* const> expectations();

// settings_maps.cpp
extern const MapSpec settings;
extern const MapSpec sim;
extern const MapSpec locks;
extern const MapSpec lock;
extern const MapSpec call;
extern const MapSpec ipv4;
extern const MapSpec ipv6;
extern const MapSpec rates;
extern const MapSpec client_ids;
extern const MapSpec control;

// data_maps.cpp
extern const MapSpec data;
inline constexpr auto data_faults = choices<modem::DataSettings::Fault>(
    "fault of the data plane", {{"works", modem::DataSettings::Fault::none},
                                {"no dhcp", modem::DataSettings::Fault::no_dhcp},
                                {"black hole", modem::DataSettings::Fault::black_hole},
                                {"stalled", modem::DataSettings::Fault::stalled},
                                {"wrong framing", modem::DataSettings::Fault::wrong_framing}});

// device_maps.cpp
extern const MapSpec power;
extern const MapSpec power_while_running;  ///< the keys of `power`, as changes
extern const MapSpec usb_settings;
extern const MapSpec usb_while_running;
extern const MapSpec device;
extern const MapSpec activation;
extern const MapSpec user_lock;
extern const MapSpec firmware;
extern const MapSpec image;

// network_maps.cpp
extern const MapSpec home_network;
extern const MapSpec registration;
extern const MapSpec signal;
extern const MapSpec reading;
extern const MapSpec scan;
extern const MapSpec other_network;

// message_maps.cpp
extern const MapSpec gps;
extern const MapSpec sms;
extern const MapSpec stored_sms;
extern const MapSpec arriving_sms;
extern const MapSpec ussd_reply;
inline constexpr Value kUssdReply = Value(a(Kind::text)) | map(ussd_reply);
extern const MapSpec oma;

// serial_maps.cpp
inline constexpr std::string_view voices[] = {"silent", "noise", "diag", "at", "nmea"};
extern const MapSpec voice;
inline constexpr Value kVoice = one_of(voices) | map(voice);
extern const MapSpec noise;
extern const MapSpec diag;
extern const MapSpec at;
extern const MapSpec at_answer;
extern const MapSpec unsolicited;
extern const MapSpec nmea;

// modem_file_maps.cpp
extern const MapSpec modem_file;
extern const MapSpec usb;

// shape_maps.cpp
extern const MapSpec usb_interface;
extern const MapSpec usb_endpoint;

/// The names of a map's keys.
[[nodiscard]] std::vector<std::string_view> names_of(const MapSpec& spec);

}  // namespace modembench::bench::grammar
