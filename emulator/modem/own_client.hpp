#pragma once

#include <cstdint>
#include <vector>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/sendable.hpp"

namespace modembench::modem {

/// The modem's own client, as which its serial ports ask: the requests that are open, and the responses that wait to be
/// taken. Each request gets one response.
class OwnClient {
 public:
  /// Its client id at every service but CTL. No client of the QMI port is given it.
  static constexpr std::uint8_t kId = 0;

  /// Notes a request that is about to be handled. No two open ones of a service have the same transaction.
  void asked(const qmi::Header& request) { open_.push_back(request); }
  /// Keeps `message` if it is the response to an open request. Returns false if it is another one.
  [[nodiscard]] bool take(const qmi::Sendable& message);
  /// Answers all open requests with Aborted. Returns them.
  std::vector<qmi::Header> give_up();

  [[nodiscard]] std::vector<qmi::Message> take_answers();

 private:
  std::vector<qmi::Header> open_;
  std::vector<qmi::Message> answers_;
};

}  // namespace modembench::modem
