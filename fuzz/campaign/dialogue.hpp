#pragma once

#include <optional>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::fuzz {

/// A message of a run, as a reader of the stream of bytes has it.
struct Said {
  const trace::Event* by = nullptr;  ///< the event that completed it
  qmi::Message message;
  std::optional<qmi::Message> answers{};  ///< the request that waited for this response; nothing if none did
};

/// What both sides have said: not what the modem meant to say, but what can be read in the bytes that it sent.
struct Dialogue {
  std::vector<Said> said;
  bool garbled =
      /// Somewhere in the bytes was no whole message. What a client makes of the rest is its own affair.
      false;
};

[[nodiscard]] Dialogue dialogue_of(const trace::Trace& trace);

}  // namespace modembench::fuzz
