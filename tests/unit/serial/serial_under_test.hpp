#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/serial/port.hpp"

/// A serial port on a virtual clock, spoken to in text.
namespace modembench::serial::test {

using namespace std::chrono_literals;

/// A voice without echo, so that a test sees answers only.
inline At quiet() {
  At at;
  at.echo = false;
  return at;
}

inline constexpr auto kOk = "\r\nOK\r\n";
inline constexpr auto kError = "\r\nERROR\r\n";

/// Names of requests.
using Asked = std::vector<std::string>;

class PortUnderTest {
 public:
  explicit PortUnderTest(const Voice& voice) : port_(voice) { port_.opened(now_); }

  [[nodiscard]] Port& port() { return port_; }
  [[nodiscard]] Instant now() const { return now_; }

  static qmi::Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }
  static std::string text(const qmi::Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

  /// What the port says at once.
  std::string send(std::string_view text) { return PortUnderTest::text(port_.receive(bytes(text), now_)); }

  /// What the port asks of the modem.
  Asked asked() {
    Asked names;
    while (const auto request = port_.take_request()) names.push_back(qmi::message_name(request->header));
    return names;
  }
  /// What the port says to a response.
  std::string hear(const qmi::Message& response) { return text(port_.hear(response, now_)); }

  /// What it says while the time passes, with a stop at each deadline.
  std::string pass(Duration time) {
    const Instant end = now_ + time;
    std::string said;
    for (auto due = port_.next_deadline(); due && *due <= end; due = port_.next_deadline()) {
      now_ = std::max(now_, *due);
      said += text(port_.advance(now_));
    }
    now_ = end;
    return said;
  }

 private:
  Instant now_{Duration(1s)};
  Port port_;
};

}  // namespace modembench::serial::test
