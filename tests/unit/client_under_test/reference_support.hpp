#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client_under_test/reference/naive_client.hpp"
#include "client_under_test/reference/reference_client.hpp"
#include "client_under_test/reference/virtual_run.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// The reference client and the naive one against scenarios, on a virtual clock.
namespace reference_support {

namespace mb = modembench;
namespace rc = modembench::client_under_test::reference;
namespace qmi = modembench::qmi;
namespace sc = modembench::bench;
using namespace std::chrono_literals;

enum class Who { reference, naive };

inline rc::Options once() {
  rc::Options options;
  options.qmi = "qmi";
  options.once = true;
  return options;
}
/// Connected for so long, then disconnected.
inline rc::Options stay(mb::Duration duration) {
  rc::Options options;
  options.qmi = "qmi";
  options.stay = duration;
  return options;
}

/// Alters what the modem sends: a response to this message, the nth time.
inline rc::VirtualRun::Wire on_response(std::uint8_t service, std::uint16_t message, int nth,
                                        std::function<std::vector<qmi::Message>(const qmi::Message&)> what) {
  auto left = std::make_shared<int>(nth);
  return [=](mb::PortName port, qmi::Bytes bytes, mb::Instant) -> std::vector<qmi::Bytes> {
    const auto read = qmi::decode(bytes);
    const bool is_it = port == mb::PortName::qmi && read && read->header.kind == qmi::MessageKind::response &&
                       read->header.service == service && read->header.message == message && --*left == 0;
    if (!is_it) return {std::move(bytes)};
    std::vector<qmi::Bytes> all;
    for (const auto& instead : what(*read)) all.push_back(scenario_support::Bench::frame(instead));
    return all;
  };
}

/// A run that has an owner for all that it needs.
class Run {
 public:
  Run(const std::string& lines, Who who, rc::Options options, rc::VirtualRun::Wire wire = {},
      rc::VirtualRun::PortOf port_of = {})
      : scenario_(scenario_support::load_with(lines + "client: client\n")),
        run_(
            scenario_, &scenario_.clients.at(0),
            [who, options]() -> std::unique_ptr<rc::ClientLogic> {
              if (who == Who::naive) return std::make_unique<rc::NaiveClient>(options);
              return std::make_unique<rc::ReferenceClient>(options);
            },
            trace_, std::move(wire), std::move(port_of)) {}

  [[nodiscard]] rc::VirtualRun& virtual_run() { return run_; }
  Run& to_the_end() {
    run_.to_the_end();
    return *this;
  }

  [[nodiscard]] const std::vector<mb::trace::Event>& events() const { return trace_.events(); }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& event : events()) text += mb::trace::to_text(event) + "\n";
    return text;
  }
  [[nodiscard]] std::size_t said(const std::string& part) const {
    std::size_t count = 0;
    for (const auto& event : events()) {
      if (event.kind == mb::trace::EventKind::client_says && event.text.find(part) != std::string::npos) ++count;
    }
    return count;
  }
  /// When the requests of this name came.
  [[nodiscard]] std::vector<mb::Instant> asked(std::string_view name) const {
    const auto known = qmi::find_message(name);
    REQUIRE(known.message != nullptr);
    std::vector<mb::Instant> times;
    for (const auto& event : events()) {
      if (event.kind != mb::trace::EventKind::request || !event.message) continue;
      const auto& header = event.message->header;
      if (header.service == known.service->id && header.message == known.message->id) times.push_back(event.at);
    }
    return times;
  }
  /// The exit, if it came by itself: at which time with which status.
  [[nodiscard]] const mb::trace::Event* exit() const {
    for (const auto& event : events()) {
      if (event.meaning == mb::trace::Meaning::deadline) return nullptr;
      if (event.kind == mb::trace::EventKind::client_exited) return &event;
    }
    return nullptr;
  }
  [[nodiscard]] int status() const { return exit() != nullptr ? exit()->status : -1; }
  [[nodiscard]] mb::Instant ended_at() const { return exit() != nullptr ? exit()->at : mb::Instant(mb::Duration(-1)); }
  [[nodiscard]] std::string verdict() const {
    const auto judgement = run_.judge();
    return std::string(sc::to_string(judgement.verdict)) + "\n" + sc::explain(judgement, trace_);
  }
  [[nodiscard]] bool passed() const { return run_.judge().verdict == sc::Verdict::passed; }

 private:
  sc::Scenario scenario_;
  mb::trace::Trace trace_;
  rc::VirtualRun run_;
};

}  // namespace reference_support
