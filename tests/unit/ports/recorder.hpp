#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>

#include "emulator/ports/attachment.hpp"
#include "tests/unit/ports/ports_support.hpp"

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

constexpr std::size_t kFloodFrame = 1000;

/// Sends 10,000 frames of `kFloodFrame` bytes (of 'a', of 'b' …) to a client that doesn't read, lets it read all there
/// is, and sends it END when there is room again. What it has read before that.
inline std::string read_after_flood(boost::asio::io_context& io, ports::Attachment& attachment, ConnectionId connection,
                                    const ClientEnd& client) {
  const auto bytes = [](const std::string& text) { return qmi::Bytes(text.begin(), text.end()); };
  for (std::size_t i = 0; i < 10'000; ++i) {
    attachment.send(PortName::qmi, connection, bytes(std::string(kFloodFrame, static_cast<char>('a' + i % 26))));
  }
  std::string got;
  bool asked = false;
  run_until(io, [&] {
    boost::asio::post(io, [] {});  // the client reads on this thread too: the loop must not wait for it
    std::string more(65536, '\0');
    const auto size = read(client.fd(), more.data(), more.size());
    got += more.substr(0, size > 0 ? static_cast<std::size_t>(size) : 0);
    if (!asked && size < 0 && got.size() >= ports::kMaxUnsent / kFloodFrame * kFloodFrame) {
      asked = true;
      attachment.send(PortName::qmi, connection, bytes("END"));
    }
    return got.ends_with("END");
  });
  got.resize(got.size() - 3);
  return got;
}

}  // namespace modembench::testing
