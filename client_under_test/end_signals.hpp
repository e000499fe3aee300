#pragma once

#include <csignal>

#include "files/descriptor.hpp"

namespace modembench::client_under_test {

/// The signals that end a suite (SIGINT, SIGTERM, SIGHUP), as something to be polled: until it goes, they end nothing
/// by themselves.
class EndSignals {
 public:
  EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;
  ~EndSignals();

  [[nodiscard]] int fd() const { return fd_.get(); }
  /// The one that has come; 0 if none.
  [[nodiscard]] int take() const;

 private:
  sigset_t set_{};
  sigset_t before_{};
  files::Descriptor fd_;
};

}  // namespace modembench::client_under_test
