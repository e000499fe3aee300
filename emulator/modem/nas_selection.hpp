#pragma once

#include "emulator/modem/route.hpp"

/// The messages of the network access service that choose a network: handlers for its table.
namespace modembench::modem {

void initiate_network_register(Core& core, const qmi::Message& request);
void attach_detach(Core& core, const qmi::Message& request);

}  // namespace modembench::modem
