#pragma once

#include <string>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::fuzz {

/// Something that the modem says in the healthy exchange, as a rule can name it: the nth answer or indication of a
/// name.
struct Step {
  qmi::MessageKind kind = qmi::MessageKind::response;
  std::string name;  ///< the message's name: "WDS Start Network"
  unsigned nth = 1;
  qmi::Bytes bytes;  ///< the bytes that were sent

  /// The trigger of a rule about this step: "on: {answer: WDS Start Network}, nth: 2, times: 1".
  [[nodiscard]] std::string trigger() const;
};

/// All steps of a run, in their order.
[[nodiscard]] std::vector<Step> steps_of(const trace::Trace& trace);

}  // namespace modembench::fuzz
