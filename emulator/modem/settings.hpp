#pragma once

#include <vector>

#include "emulator/modem/settings/call.hpp"
#include "emulator/modem/settings/client_ids.hpp"
#include "emulator/modem/settings/control.hpp"
#include "emulator/modem/settings/data.hpp"
#include "emulator/modem/settings/device.hpp"
#include "emulator/modem/settings/firmware.hpp"
#include "emulator/modem/settings/gps.hpp"
#include "emulator/modem/settings/network.hpp"
#include "emulator/modem/settings/oma.hpp"
#include "emulator/modem/settings/operating_mode.hpp"
#include "emulator/modem/settings/power.hpp"
#include "emulator/modem/settings/signal.hpp"
#include "emulator/modem/settings/sim.hpp"
#include "emulator/modem/settings/sms.hpp"
#include "emulator/modem/settings/usb.hpp"
#include "emulator/modem/settings/ussd.hpp"

namespace modembench::modem {

/// How a modem and its network stand at the start of a run: the defaults of the modem's file, with the changes of a
/// scenario's `set:`. Some groups change while the modem runs, too: see SettingsChanges.
struct Settings {
  OperatingMode operating_mode = OperatingMode::Online;
  UsbSettings usb;
  SimSettings sim;
  HomeNetwork home_network;
  RegistrationSettings registration;
  ScanSettings scan;
  SignalSettings signal;
  CallSettings call;
  ClientIdSettings client_ids;
  ControlSettings control;
  DataSettings data;
  PowerSettings power;
  DeviceSettings device;
  FirmwareSettings firmware;
  GpsSettings gps;
  SmsSettings sms;
  std::vector<UssdReply> ussd;
  OmaSettings oma;
};

}  // namespace modembench::modem
