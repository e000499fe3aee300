#pragma once

#include <optional>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::fuzz {

/// A message of a run, as whoever reads the stream of bytes has it.
struct Said {
  const trace::Event* by = nullptr;  ///< the event that completed it
  qmi::Message message;
  std::optional<qmi::Message> answers{};  ///< of a response: the request that waited for it; nothing if none did
};

/// What both sides have said: not what the modem meant to say, but what can be read in the bytes it sent.
struct Dialogue {
  std::vector<Said> said;
  bool garbled =
      false;  ///< somewhere in the bytes was no whole message: what a client makes of the rest is its own affair
};

[[nodiscard]] Dialogue dialogue_of(const trace::Trace& trace);

}  // namespace modembench::fuzz
