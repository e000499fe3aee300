#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulator/instant.hpp"

namespace modembench::client_under_test::reference {

using namespace std::chrono_literals;

/// How long a good client waits for each thing, and how often it tries. Numbers without a source are our choice.
struct Limits {
  Duration port{120s};      ///< until the client gives up a port that isn't there, or has gone
  Duration port_again{1s};  ///< from one try of opening it to the next
  /// The time for the first answer, after which the first request is sent anew. A modem may need 90 s from the
  /// appearance of its port to that answer, and some lose the first request.
  Duration hello{2s};
  unsigned hellos = 46;
  Duration request{5s};
  unsigned tries = 3;
  Duration release{2s};  ///< for all client ids together
  Duration sim{60s};     ///< until the SIM is ready; some need more than 20 s
  Duration verify{15s};  ///< until the answer to a PIN, which is never sent again
  Duration register_{60s};
  Duration denied{15s};  ///< a denial is final only when it lasts: some modems say so while they look around
  Duration start{180s};  ///< libqmi and ModemManager wait as long
  Duration abort{5s};
  Duration stop{30s};
  Duration poll{30s};
  Duration first_pause{5s};  ///< after a call that failed; twice as long after each further one
  Duration longest_pause{300s};
  unsigned starts = 8;  ///< starts of a call that fail in a row, at most
  unsigned anew = 8;    ///< beginnings in a row that don't lead to a lasting connection
  Duration probe{3s};   ///< for each question to a serial port
};

/// What a client is told to do.
struct Options {
  std::string qmi;                   ///< path of the QMI port; empty: only probe
  bool proxy = false;                ///< for a program: the QMI port is asked for at qmi-proxy
  std::vector<std::string> probe{};  ///< serial ports to be probed first
  std::string apn = "internet";
  std::string pin{};
  bool once = false;               ///< connects, looks at the settings and disconnects; a port that goes is a failure
  std::optional<Duration> stay{};  ///< how long to stay connected before disconnecting; nothing: until told to stop
  /// The number of requests before this run's, from which transactions go on. A program takes another number each time:
  /// an answer that its predecessor didn't wait for must not look like its own.
  std::uint16_t requests_before = 0;
  Limits limits{};
};

}  // namespace modembench::client_under_test::reference
