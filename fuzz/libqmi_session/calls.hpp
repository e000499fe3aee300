#pragma once

#include <libqmi-glib.h>

#include <functional>
#include <span>
#include <string>

namespace modembench::fuzz {

/// What a call came to: "" for an answer that libqmi could use, else its error: "Core error 3".
using Done = std::function<void(std::string outcome)>;

/// A request of libqmi's that only asks, with its typed reading of the answer.
struct Call {
  const char* name;  ///< as qmicli has it: "dms-get-ids"
  QmiService service;
  /// `done` is called once, from GLib's main loop.
  void (*start)(QmiClient* client, GCancellable* cancellable, Done done);
};

/// Those that a Gobi 3000 answers, of all services that it has and libqmi asks.
[[nodiscard]] std::span<const Call> calls();

/// "Core error 3"; takes the error over.
[[nodiscard]] std::string in_words(GError* error);

}  // namespace modembench::fuzz
