#pragma once

#include <libqmi-glib.h>

#include <functional>
#include <map>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "fuzz/libqmi_session/calls.hpp"
#include "fuzz/libqmi_session/modem_side.hpp"

namespace modembench::fuzz {

/// A device of libqmi's, opened by the modem's proxy, with a client of each service that calls() asks.
class Session {
 public:
  explicit Session(ModemSide& modem) : modem_(modem) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { close(); }

  [[nodiscard]] tl::expected<void, std::string> open();
  void close();
  [[nodiscard]] bool is_open() const { return device_ != nullptr; }

  /// Makes a call while `change` changes what the modem says. Returns what the call came to. Nothing if it had to be
  /// called off: neither side had anything left to do, and there was no answer that libqmi took for one.
  std::optional<std::string> make(const Call& call, const ModemSide::Change& change);

 private:
  /// Whether threads of GLib's own may be at work on a call.
  enum class Others : bool { none, at_work };
  /// Runs both sides in turn, until `done` or nothing is left to be done.
  bool run_until(const bool& done, const ModemSide::Change& change, Others others);

  ModemSide& modem_;
  QmiDevice* device_ = nullptr;
  std::map<QmiService, QmiClient*> clients_;
};

}  // namespace modembench::fuzz
