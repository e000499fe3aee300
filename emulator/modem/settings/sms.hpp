#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/enums/wms.hpp"

namespace modembench::modem {

/// A message that is stored at the start.
struct InitialSms {
  qmi::wms::StorageType storage = qmi::wms::StorageType::UIM;
  qmi::wms::MessageTagType tag = qmi::wms::MessageTagType::MtNotRead;
  qmi::Bytes pdu;  ///< with the service centre, see sms_pdu.hpp
};

/// The storages for messages, and what the network does with messages.
struct SmsSettings {
  std::string smsc;                  ///< service centre on the SIM: "+491713920000"; empty: none
  std::string own_number;            ///< a message sent to this number comes back; empty: none
  std::uint16_t sim_size = 30;       ///< messages
  std::uint16_t modem_size = 23;     ///< messages
  Duration send_after{0};            ///< from a request to send to its answer
  bool list_needs_mode = false;      ///< List Messages without a mode is 17 MissingArgument
  std::chrono::sys_seconds clock{};  ///< the network's clock at the start
  std::vector<InitialSms> messages;  ///< stored as far as there is room
};

}  // namespace modembench::modem
