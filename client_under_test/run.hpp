#pragma once

#include <chrono>
#include <string>

#include "bench/judge/judge.hpp"
#include "bench/plan/scenario.hpp"
#include "client_under_test/attachment_kind.hpp"
#include "client_under_test/client.hpp"
#include "emulator/trace/hash.hpp"
#include "emulator/trace/trace.hpp"

namespace modembench::client_under_test {

/// How a run is to be done.
struct RunOptions {
  const AttachmentKind* on = &attachment_kinds().front();  ///< where the modem is plugged in
  bool counted = false;   ///< the machine is a guest whose clock counts instructions: nothing there is ever late
  bool stage = true;      ///< a stage is built if one can be had
  bool confined = false;  ///< without a stage the client has few rights: in a guest, whose word is believed
  UsbOptions usb{};
  bool jumps_early = false;   ///< for tests of tests: the virtual clock is wrong now and then
  bool virtual_clock = true;  ///< a client that can be is on a virtual clock; others are on the machine's
  bool timed = true;          ///< false: nothing is told apart by time alone, and no run is inconclusive for being late
  trace::Trace::Listener listener;  ///< called with each event as it happens; may be empty
};

/// What became of one scenario with one client.
struct RunResult {
  std::string scenario;  ///< the scenario's file
  std::string client;    ///< ClientUse::as
  bench::Judgement judgement;
  std::string why;    ///< the reason if the run is skipped, inconclusive or an error
  std::string place;  ///< "pty, in a stage as root"; with the reason where there is no stage
  trace::Trace trace;
  trace::Clock clock = trace::Clock::real;
  std::chrono::milliseconds took{0};  ///< on the machine's clock
  int interrupted_by = 0;  ///< the signal (SIGINT, SIGTERM, SIGHUP) that ended the run early; its verdict is `error`
};

/// Runs one scenario with one client, from plugging the modem in to the verdict. Nothing of the run survives the call:
/// no process, port, folder, mount or namespace.
[[nodiscard]] RunResult run(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
                            const RunOptions& options);

}  // namespace modembench::client_under_test
