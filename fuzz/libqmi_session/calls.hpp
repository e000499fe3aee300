#pragma once

#include <libqmi-glib.h>

#include <functional>
#include <span>
#include <string>

namespace modembench::fuzz {

/// The seconds that libqmi is given to wait for an answer. They never pass: a call that isn't answered at once is
/// called off.
inline constexpr guint kSeconds = 10;

/// Called with what a call came to: "" for an answer that libqmi could use, else its error: "Core error 3".
using Done = std::function<void(std::string outcome)>;

/// A request of libqmi's that only asks, with libqmi's typed reading of the answer.
struct Call {
  const char* name;  ///< the request's name, as qmicli has it: "dms-get-ids"
  QmiService service;
  /// `done` is called once, from GLib's main loop.
  void (*start)(QmiClient* client, GCancellable* cancellable, Done done);
};

/// All calls that a Gobi 3000 answers, of all services that it has and libqmi asks.
[[nodiscard]] std::span<const Call> calls();

/// An error in words: "Core error 3". The error is freed.
[[nodiscard]] std::string in_words(GError* error);

}  // namespace modembench::fuzz
