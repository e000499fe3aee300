#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "emulator/instant.hpp"
#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::serial {

/// A QMI request that a port makes of its modem: that of the modem's own client, whose id is 0.
template <class Request>
[[nodiscard]] qmi::Message request_of_modem(const Request& request) {
  return qmi::to_message(0, request);
}

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
  /// Takes the first request that the host makes of the modem by this port and that hasn't been taken; nothing if there
  /// is none. It is one of the modem's own client, and has no transaction yet.
  [[nodiscard]] std::optional<qmi::Message> take_request() {
    if (asked_.empty()) return std::nullopt;
    auto first = std::move(asked_.front());
    asked_.pop_front();
    return first;
  }
  /// Hears the modem's response to a request that has been taken. Returns what the port says to that.
  [[nodiscard]] virtual qmi::Bytes hear(const qmi::Message&, Instant) { return {}; }

 protected:
  /// Makes a request of the modem, as a client of its own. The response comes by `hear`.
  void ask(qmi::Message request) { asked_.push_back(std::move(request)); }
  template <class Request>
  void ask(const Request& request) {
    ask(request_of_modem(request));
  }
  /// Takes back what has been asked and not been taken.
  void ask_nothing() { asked_.clear(); }

 private:
  std::deque<qmi::Message> asked_;
};

}  // namespace modembench::serial
