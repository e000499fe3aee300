#pragma once

#include <optional>
#include <utility>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/serial/effect.hpp"

namespace modembench::serial {

/// A voice at work: bytes and the time in, bytes and the next deadline out.
class Speaker {
 public:
  Speaker() = default;
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  virtual ~Speaker() = default;

  [[nodiscard]] virtual qmi::Bytes receive(qmi::ByteView bytes, Instant now) = 0;
  [[nodiscard]] virtual qmi::Bytes advance(Instant) { return {}; }
  [[nodiscard]] virtual std::optional<Instant> next_deadline() const { return std::nullopt; }
  /// The first one has opened the port; the last one has closed it.
  virtual void opened(Instant) {}
  virtual void closed(Instant) {}
  /// What the host has asked of the modem since this was asked last.
  [[nodiscard]] Effects take_effects() { return std::exchange(asked_, {}); }

 protected:
  /// The host asks this of the modem.
  void ask(const Effect& effect) { asked_.push_back(effect); }

 private:
  Effects asked_;
};

}  // namespace modembench::serial
