#pragma once

#include "emulator/modem/route.hpp"
#include "emulator/qmi/messages/nas.hpp"

/// The messages of the network access service that choose a network: handlers for its table.
namespace modembench::modem {

void initiate_network_register(Core& core, const Asked<qmi::nas::initiate_network_register::Request>& request);
void attach_detach(Core& core, const Asked<qmi::nas::attach_detach::Request>& request);

}  // namespace modembench::modem
