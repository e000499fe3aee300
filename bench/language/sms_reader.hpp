#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/modem/settings/sms.hpp"
#include "emulator/modem/settings/ussd.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/enums/wms.hpp"

namespace modembench::bench {

/// A short message as a file gives it, in words or in bytes.
struct GivenSms {
  std::string from;
  std::string text;
  std::optional<std::uint8_t> message_class;
  qmi::Bytes pdu;  ///< the whole message; empty if the members before say it
  // Of a stored message:
  std::optional<std::chrono::sys_seconds> sent;
  qmi::wms::StorageType storage = qmi::wms::StorageType::UIM;
  bool read = false;
};

/// Reads `sms:` of `set:` into `sms`. A setting that it doesn't name stays as it is:
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

/// Reads a moment in UTC, "2012-03-01 12:00:00", of a year that an SMS can give.
[[nodiscard]] std::optional<std::chrono::sys_seconds> read_network_time(Reader& reader, const YamlNode& node);
/// Reads a phone number, "+491713920000"; an empty text stands for no number.
[[nodiscard]] std::optional<std::string> read_phone_number(Reader& reader, const YamlNode& node);

/// Reads the bytes of a message (a PDU).
[[nodiscard]] std::optional<qmi::Bytes> read_pdu(Reader& reader, const YamlNode& node);

/// Reads a message that arrives: {from: "+491701234567", text: hello, class: 1}, or {pdu: 07919471…}, which may be
/// anything of at most `modem::kMaxSmsPdu` bytes.
[[nodiscard]] std::optional<DeliverSms> read_sms(Reader& reader, const YamlNode& node);

/// Reads what the network says in a USSD session, a text that fits one message of it.
[[nodiscard]] std::optional<std::string> read_ussd_text(Reader& reader, const YamlNode& node);

/// Reads `ussd:` of `set:`, codes and what the network says:
///   "*100#": "Balance: 5 EUR"
///   "*101#": {says: "1 balance, 2 number", after: 1s, answers: {"1": "5 EUR", "2": "+491713920001"}}
[[nodiscard]] std::optional<std::vector<modem::UssdReply>> read_ussd(Reader& reader, const YamlNode& node);

}  // namespace modembench::bench
