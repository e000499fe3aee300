#pragma once

#include <cstdint>

#include "emulator/qmi/message.hpp"

namespace modembench::modem {

class Core;

/// Answers one kind of request: sends the response (or sees to it that it comes later) and then the
/// indications it causes. The request is one the schema knows, with all its mandatory TLVs.
using Handler = void (*)(Core& core, const qmi::Message& request);

/// One line of a service's table of handlers.
struct Route {
  std::uint16_t message = 0;
  Handler handler = nullptr;
};

}  // namespace modembench::modem
