#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "bench/engine/scripted_modem.hpp"
#include "bench/judge/judge.hpp"
#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "emulator/embedded.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/trace/trace.hpp"

/// What the tests of scenarios share: loading from memory, and a bench in virtual time.
namespace scenario_support {

namespace mb = modembench;
namespace qmi = modembench::qmi;
namespace sc = modembench::bench;
using namespace std::chrono_literals;

inline constexpr auto kDms = qmi::dms::service;
inline constexpr auto kNas = qmi::nas::service;

/// How most scenarios of the tests begin.
inline const std::string kHead = "about: a test\nmodem: mc8355\n";

inline std::string to_text(const sc::Mistakes& mistakes) {
  std::string text;
  for (const auto& mistake : mistakes) text += mistake.to_string() + "\n";
  return text;
}

using Text = tl::expected<std::string, std::string>;

/// No file but the scenario's own is there.
inline Text no_file(const std::string& path) {
  return tl::unexpected("there is no file " + path + ", or it can't be read");
}

/// The one scenario of a file that has no matrix.
inline sc::Loaded<sc::Scenario> load_scenario(std::string_view text, const std::string& file,
                                              sc::ReadOptions::ReadFile read_file) {
  return sc::load_scenarios(text, file, {read_file, {}}).map([](std::vector<sc::Scenario> all) {
    return std::move(all.at(0));
  });
}

/// The mistakes of a scenario, a line each; "none\n" for a good one.
inline std::string mistakes_of(std::string_view text) {
  const auto loaded = load_scenario(text, "x.yaml", no_file);
  return loaded ? "none\n" : to_text(loaded.error());
}

inline sc::Scenario load(std::string_view text) {
  auto loaded = load_scenario(text, "x.yaml", no_file);
  INFO(text);
  if (!loaded) FAIL(to_text(loaded.error()));
  return std::move(*loaded);
}

/// A scenario with these further lines, and an expectation of no importance unless they have one.
inline sc::Scenario load_with(const std::string& lines) {
  const std::string expect = lines.find("expect:") == std::string::npos ? "expect: [{device: qmi, is: present}]\n" : "";
  return load("about: a test\nmodem: mc8355\n" + lines + expect);
}

/// A scripted modem in virtual time: what comes out of it is kept, its deadlines are met exactly.
class Bench {
 public:
  explicit Bench(const std::string& lines, bool with_client = false, sc::Sharing sharing = sc::Sharing::node)
      : scenario_(load_with(lines)),
        modem_(scenario_, with_client ? &scenario_.clients.at(0) : nullptr, trace_, sharing) {
    keep(modem_.plug_in(now_));
  }

  [[nodiscard]] const sc::Scenario& scenario() const { return scenario_; }
  [[nodiscard]] sc::ScriptedModem& modem() { return modem_; }
  [[nodiscard]] const mb::trace::Trace& trace() const { return trace_; }
  [[nodiscard]] mb::Instant now() const { return now_; }

  void go_to(mb::Duration since_start) { go_to(mb::Instant(since_start)); }
  /// Time goes on to `now`, with a stop at each deadline before it.
  void go_to(mb::Instant now) {
    for (auto next = modem_.next_deadline(); next && *next <= now; next = modem_.next_deadline()) {
      now_ = std::max(now_, *next);
      keep(modem_.advance(now_));
    }
    now_ = now;
  }

  void open(mb::ConnectionId connection = 0, mb::PortName port = mb::PortName::qmi) {
    keep(modem_.opened(port, connection, now_));
  }
  void close(mb::ConnectionId connection = 0, mb::PortName port = mb::PortName::qmi) {
    keep(modem_.closed(port, connection, now_));
  }
  void bytes(const qmi::Bytes& bytes, mb::ConnectionId connection = 0, mb::PortName port = mb::PortName::qmi) {
    keep(modem_.received(port, connection, bytes, now_));
  }
  void send(const qmi::Message& message, mb::ConnectionId connection = 0) { bytes(frame(message), connection); }
  void text(std::string_view text, mb::PortName port) { bytes({text.begin(), text.end()}, 0, port); }
  void client_starts() { keep(modem_.client_started("client", now_)); }
  void client_says(const std::string& line) { keep(modem_.client_said(line, now_)); }
  void kernel_says(const std::string& line) { keep(modem_.kernel_said(line, now_)); }
  void client_exits(int status) {
    keep(modem_.client_exited(status, "exited with status " + std::to_string(status), now_));
  }

  static qmi::Bytes frame(const qmi::Message& message) {
    const auto bytes = qmi::encode(message);
    if (!bytes) FAIL(bytes.error().to_string());
    return *bytes;
  }
  static qmi::Message request(std::uint8_t service, std::uint8_t client, std::uint16_t transaction,
                              std::uint16_t message) {
    return {{service, client, qmi::MessageKind::request, transaction, message}, {}};
  }
  static qmi::Message allocate(std::uint8_t service, std::uint16_t transaction) {
    auto message = request(qmi::ctl::service, 0, transaction, qmi::ctl::allocate_cid::id);
    message.set(qmi::ctl::allocate_cid::request::service, service);
    return message;
  }
  static qmi::Message start_network(std::uint8_t client, std::uint16_t transaction, const std::string& apn) {
    auto message = request(qmi::wds::service, client, transaction, qmi::wds::start_network::id);
    message.set(qmi::wds::start_network::request::apn, apn);
    return message;
  }

  /// A client id of the service, allocated by the connection.
  std::uint8_t client_id(std::uint8_t service, mb::ConnectionId connection = 0) {
    static_cast<void>(take_outputs());
    send(allocate(service, 200), connection);
    const auto answers = take_messages();
    REQUIRE(answers.size() == 1);
    const auto* info = answers[0].second.find(qmi::ctl::allocate_cid::response::allocation_info);
    REQUIRE(info != nullptr);
    return static_cast<std::uint8_t>(info->member("cid")->number());
  }

  [[nodiscard]] std::vector<sc::Output> take_outputs() { return std::exchange(outputs_, {}); }
  /// Of the outputs, what was sent on the QMI port, decoded, with its connection.
  [[nodiscard]] std::vector<std::pair<mb::ConnectionId, qmi::Message>> take_messages() {
    std::vector<std::pair<mb::ConnectionId, qmi::Message>> messages;
    for (const auto& output : take_outputs()) {
      if (output.kind != sc::Output::Kind::send || output.port != mb::PortName::qmi) continue;
      const auto message = qmi::decode(output.bytes);
      if (!message) FAIL(message.error().to_string());
      messages.emplace_back(output.connection, *message);
    }
    return messages;
  }

  [[nodiscard]] std::string trace_text(std::size_t from = 0) const {
    std::string text;
    for (std::size_t i = from; i < trace_.events().size(); ++i) text += mb::trace::to_text(trace_.events()[i]) + "\n";
    return text;
  }
  [[nodiscard]] sc::Judgement judge(const std::string& client = "client") const {
    return sc::judge(scenario_, client, trace_, modem_.modem());
  }

 private:
  void keep(std::vector<sc::Output> outputs) {
    outputs_.insert(outputs_.end(), std::make_move_iterator(outputs.begin()), std::make_move_iterator(outputs.end()));
  }

  sc::Scenario scenario_;
  mb::trace::Trace trace_;
  sc::ScriptedModem modem_;
  mb::Instant now_{};
  std::vector<sc::Output> outputs_;
};

/// WDS's number, which stands in nearly every line.
constexpr auto kWds = qmi::wds::service;

inline std::vector<sc::Output::Kind> whats(const std::vector<sc::Output>& outputs) {
  std::vector<sc::Output::Kind> all;
  for (const auto& output : outputs) all.push_back(output.kind);
  return all;
}

/// The error of a response's Result; 0xFFFF where it has none.
inline std::uint16_t error_of(const qmi::Message& message) { return message.error().value_or(0xFFFF); }

}  // namespace scenario_support
