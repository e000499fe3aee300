#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "bench/judge/judge.hpp"
#include "bench/plan/scenario.hpp"
#include "client_under_test/client.hpp"
#include "emulator/trace/hash.hpp"
#include "emulator/trace/trace.hpp"
#include "gadget/attachment/gadget.hpp"

namespace modembench::client_under_test {

/// Where the modem is plugged in for a run.
enum class On : std::uint8_t { pty, socket, proxy, gadget, usbip, in_process };

/// "pty", "socket", "proxy", "gadget", "usbip", "in-process".
[[nodiscard]] std::string_view to_string(On on);

/// Whether it is a USB device there, of which a kernel's drivers make the ports.
[[nodiscard]] constexpr bool on_usb(On on) { return on == On::gadget || on == On::usbip; }

/// On the USB.
struct GadgetOptions {
  std::string udc;                                       ///< of a gadget; empty: the first that is free
  gadget::DetachBy detach_by = gadget::DetachBy::sysfs;  ///< how `unregister` is done
};

struct RunOptions {
  On on = On::pty;
  bool counted = false;   ///< the machine is a guest whose clock counts instructions: nothing there is ever late
  bool stage = true;      ///< build one if it can be had
  bool confined = false;  ///< where there is none, the client has few rights: in a guest, whose word is believed
  GadgetOptions gadget{};
  bool jumps_early = false;   ///< for tests of tests: the virtual clock is wrong now and then
  bool virtual_clock = true;  ///< where the client can be on one; else, and where it can't, the machine's
  bool timed = true;          ///< false: nothing is told apart by time alone, and no run is inconclusive for being late
  trace::Trace::Listener listener;  ///< sees each event as it happens; may be empty
};

/// One scenario with one client, from plugging in to the verdict.
struct RunResult {
  std::string scenario;  ///< the scenario's file
  std::string client;    ///< ClientUse::as
  bench::Judgement judgement;
  std::string why;    ///< of what is skipped, inconclusive or an error: the reason
  std::string place;  ///< "pty, in a stage as root"; with the reason where there is no stage
  trace::Trace trace;
  trace::Clock clock = trace::Clock::real;
  std::chrono::milliseconds took{0};  ///< on the machine's clock
  int interrupted_by = 0;  ///< the signal (SIGINT, SIGTERM, SIGHUP) that ended the run early; its verdict is `error`
};

/// Runs it. Nothing of it survives the call: no process, port, folder, mount or namespace.
[[nodiscard]] RunResult run(const bench::Scenario& scenario, const bench::ClientUse& use, const Client& client,
                            const RunOptions& options);

}  // namespace modembench::client_under_test
