#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/modem/settings/sms.hpp"
#include "emulator/modem/settings/ussd.hpp"

namespace modembench::bench {

/// Reads `sms:` of `set:`; what it doesn't name stays as it is:
///   smsc: "+491713920000"          # service centre on the SIM; "" for none
///   own number: "+491713920001"    # what is sent there comes back; "" for none
///   sim size: 30                   # messages
///   me size: 23
///   send after: 1s
///   list needs mode: false         # List Messages without a mode is 17 MissingArgument
///   clock: 2012-03-01 12:00:00     # the network's at the start, in UTC
///   messages:                      # what is stored at the start
///     - {from: "+491701234567", text: hello, class: 1, at: 2012-02-29 08:00:00, storage: sim, read: false}
///     - {pdu: 07919471…, storage: me, read: true}
void read_sms_settings(Reader& reader, const YamlNode& node, modem::SmsSettings& sms);

/// "2012-03-01 12:00:00", in UTC, of the years that an SMS can say.
[[nodiscard]] std::optional<std::chrono::sys_seconds> read_network_time(Reader& reader, const YamlNode& node);
/// "+491713920000", or nothing for none.
[[nodiscard]] std::optional<std::string> read_phone_number(Reader& reader, const YamlNode& node);

/// Reads a message that arrives: {from: "+491701234567", text: hello, class: 1}, or {pdu: 07919471…}, which may be
/// anything of at most `modem::kMaxSmsPdu` bytes.
[[nodiscard]] std::optional<DeliverSms> read_sms(Reader& reader, const YamlNode& node);

/// Reads `ussd:` of `set:`, codes and what the network says:
///   "*100#": "Balance: 5 EUR"
///   "*101#": {says: "1 balance, 2 number", after: 1s, answers: {"1": "5 EUR", "2": "+491713920001"}}
[[nodiscard]] std::optional<std::vector<modem::UssdReply>> read_ussd(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
