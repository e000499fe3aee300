#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "emulator/modem/identity.hpp"
#include "emulator/qmi/message.hpp"

namespace modembench::modem {

/// The fixed answers of an identity, found by service and message. Of two answers to the same message the first one
/// counts.
class FixedAnswers {
 public:
  /// `answers` must outlive this.
  explicit FixedAnswers(const std::vector<FixedAnswer>& answers);

  /// The fixed answer to `request`; null if there is none.
  [[nodiscard]] const FixedAnswer* find(const qmi::Header& request) const;

 private:
  std::vector<std::pair<std::uint32_t, const FixedAnswer*>> sorted_;
};

[[nodiscard]] qmi::Message respond(const FixedAnswer& answer, const qmi::Header& request);

/// The revision of a modem's firmware, as it is answered to DMS Get Revision; "" if the modem has no such answer.
[[nodiscard]] std::string revision_of(const Identity& identity);

}  // namespace modembench::modem
