#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "client_under_test/client.hpp"
#include "emulator/scenario/judge.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::client_under_test {

/// Where the modem is plugged in for a run.
enum class On : std::uint8_t { pty, socket, proxy };

/// "pty", "socket", "proxy".
[[nodiscard]] std::string_view to_string(On on);

struct RunOptions {
  On on = On::pty;
  bool stage = true;                ///< build one if it can be had
  trace::Trace::Listener listener;  ///< sees each event as it happens; may be empty
};

/// One scenario with one client, from plugging in to the verdict.
struct RunResult {
  std::string scenario;  ///< the scenario's file
  std::string client;    ///< ClientUse::as
  scenario::Judgement judgement;
  std::string why;    ///< of what is skipped or an error: the reason
  std::string place;  ///< "pty, in a stage as root"; with the reason where there is no stage
  trace::Trace trace;
  std::chrono::milliseconds took{0};
  int interrupted_by = 0;  ///< the signal (SIGINT, SIGTERM, SIGHUP) that ended the run early; its verdict is `error`
};

/// Runs it. Nothing of it survives the call: no process, port, folder, mount or namespace.
[[nodiscard]] RunResult run(const scenario::Scenario& scenario, const scenario::ClientUse& use, const Client& client,
                            const RunOptions& options);

}  // namespace modembench::client_under_test
