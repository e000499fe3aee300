#pragma once

#include "client_under_test/reference/desk_client.hpp"
#include "client_under_test/reference/options.hpp"
#include "emulator/qmi/message.hpp"
#include "emulator/qmi/qmux.hpp"

namespace modembench::client_under_test::reference {

/// A client like a script that was only ever tried on a healthy modem. It waits for ever for each answer, takes the
/// first response for its own, sends the PIN each time, never gives a client id back, and once connected looks no more.
/// Scenarios are to catch it.
class NaiveClient final : public DeskClient {
 public:
  explicit NaiveClient(Options options) : options_(std::move(options)) {}

 private:
  Task<int> live() override;
  Task<qmi::Message> ask(qmi::Message request);
  Task<std::uint8_t> allocate(std::uint8_t service);
  Task<bool> start_network(std::uint8_t client);
  /// Sleeps until a moment, or until the client is told to stop.
  Task<bool> sleep(Instant until);

  Options options_;
  qmi::QmuxStream stream_;
  std::uint16_t transaction_ = 0;  ///< each run begins with 1
  bool stopped_ = false;
};

}  // namespace modembench::client_under_test::reference
