#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "emulator/ports/attachment.hpp"
#include "ports_support.hpp"

namespace modembench::testing {

/// An attachment, and what it told, as words: "opened qmi 0", "received qmi 0 text", "closed qmi 0" …
struct Recorder {
  Recorder(boost::asio::io_context& context, ports::Result<std::unique_ptr<ports::Attachment>> made) : io(context) {
    if (!made) FAIL(made.error());
    attachment = std::move(*made);
  }

  void start() {
    const auto note = [this](const std::string& what, PortName port, const std::string& rest) {
      told.push_back(what + " " + std::string(to_string(port)) + rest);
    };
    attachment->start({
        .opened = [note](PortName port, ConnectionId id) { note("opened", port, " " + std::to_string(id)); },
        .closed = [note](PortName port, ConnectionId id) { note("closed", port, " " + std::to_string(id)); },
        .received =
            [this, note](PortName port, ConnectionId id, qmi::ByteView bytes) {
              note("received", port, " " + std::to_string(id) + " " + text_of(bytes));
              if (on_received) on_received(port, id, bytes);
            },
        .replaced = [note](PortName port) { note("replaced", port, ""); },
        .failed = [note](PortName port, const std::string& why) { note("failed", port, " " + why); },
    });
  }

  [[nodiscard]] long count(const std::string& what) const { return std::count(told.begin(), told.end(), what); }
  void run_until_told(const std::string& what, long times = 1) {
    INFO("awaiting: " << what);
    run_until(io, [&] { return count(what) >= times; });
  }

  boost::asio::io_context& io;
  std::vector<std::string> told;
  std::function<void(PortName, ConnectionId, qmi::ByteView)> on_received;
  std::unique_ptr<ports::Attachment> attachment;
};

}  // namespace modembench::testing
