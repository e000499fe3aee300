#include "fuzz/campaign/dialogue.hpp"

#include <algorithm>
#include <map>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"

namespace modembench::fuzz {
namespace {

using trace::Event;
using trace::EventKind;

class Listener {
 public:
  void request(const Event& event) {
    waiting_.push_back(*event.message);
    dialogue.said.push_back({&event, *event.message, {}});
  }

  /// Whole frames leave the stream; what can't be the beginning of one makes the rest unreadable.
  void sent(const Event& event) {
    auto& stream = streams_[event.connection];
    stream.insert(stream.end(), event.bytes.begin(), event.bytes.end());
    std::size_t at = 0;
    while (stream.size() - at >= qmi::kQmuxHeader) {
      const std::size_t size = std::size_t{qmi::read_u16(stream, at + 1)} + 1;
      if (stream[at] != qmi::kMarker || size < qmi::kSmallestFrame) {
        dialogue.garbled = true;
        at = stream.size();
        break;
      }
      if (stream.size() - at < size) break;
      heard(event, qmi::ByteView(stream).subspan(at, size));
      at += size;
    }
    stream.erase(stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(at));
  }

  void closed(const Event& event) {
    if (!streams_[event.connection].empty()) dialogue.garbled = true;
    streams_.erase(event.connection);
  }

  /// The end: what hasn't come whole never will.
  void end() {
    for (const auto& [connection, stream] : streams_) dialogue.garbled = dialogue.garbled || !stream.empty();
  }

  Dialogue dialogue;

 private:
  void heard(const Event& event, qmi::ByteView frame) {
    auto message = qmi::decode(frame);
    if (!message) {
      dialogue.garbled = true;
      return;
    }
    Said said{&event, std::move(*message), {}};
    const auto& header = said.message.header;
    const auto asked = std::find_if(waiting_.begin(), waiting_.end(), [&](const qmi::Message& request) {
      const auto& asking = request.header;
      return header.kind == qmi::MessageKind::response && asking.service == header.service &&
             asking.client == header.client && asking.transaction == header.transaction &&
             asking.message == header.message;
    });
    if (asked != waiting_.end()) {
      said.answers = std::move(*asked);
      waiting_.erase(asked);
    }
    dialogue.said.push_back(std::move(said));
  }

  std::map<ConnectionId, qmi::Bytes> streams_;
  std::vector<qmi::Message> waiting_;
};

}  // namespace

Dialogue dialogue_of(const trace::Trace& trace) {
  Listener listener;
  for (const auto& event : trace.events()) {
    switch (event.kind) {
      case EventKind::request:
        if (event.message) listener.request(event);
        break;
      case EventKind::response:
      case EventKind::indication:
      case EventKind::raw_out:
        listener.sent(event);
        break;
      case EventKind::closed:
        if (event.port == PortName::qmi) listener.closed(event);
        break;
      default:
        break;
    }
  }
  listener.end();
  return std::move(listener.dialogue);
}

}  // namespace modembench::fuzz
