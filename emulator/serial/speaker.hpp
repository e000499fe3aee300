#pragma once

#include <optional>
#include <utility>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/serial/effect.hpp"

namespace modembench::serial {

/// A voice at work. Bytes and the time go in, bytes and the next deadline come out.
class Speaker {
 public:
  Speaker() = default;
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  virtual ~Speaker() = default;

  [[nodiscard]] virtual qmi::Bytes receive(qmi::ByteView bytes, Instant now) = 0;
  [[nodiscard]] virtual qmi::Bytes advance(Instant) { return {}; }
  [[nodiscard]] virtual std::optional<Instant> next_deadline() const { return std::nullopt; }
  /// Follow the first connection, which has opened the port, and the last one, which has closed it.
  virtual void opened(Instant) {}
  virtual void closed(Instant) {}
  /// Takes what the host has asked of the modem since this was called last.
  [[nodiscard]] Effects take_effects() { return std::exchange(asked_, {}); }

 protected:
  /// Notes that the host asks this of the modem.
  void ask(const Effect& effect) { asked_.push_back(effect); }

 private:
  Effects asked_;
};

}  // namespace modembench::serial
