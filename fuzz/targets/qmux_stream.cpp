// A stream of bytes cut into QMUX frames, each told in words: however the stream is split, the frames are the same.

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/qmux.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

void take_all(qmi::QmuxStream& stream, std::vector<qmi::Bytes>& frames) {
  for (;;) {
    const auto next = stream.next();
    if (!next) continue;  // bytes up to the next marker are gone: this ends
    if (!next->has_value()) return;
    frames.push_back(**next);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<qmi::Bytes> whole;
  qmi::QmuxStream stream;
  stream.append({data, size});
  take_all(stream, whole);
  for (const auto& frame : whole) {
    const bool decoded = qmi::decode(frame).has_value();
    fuzz::require(!decoded || qmi::decode_header(frame).has_value(), "a frame that is decoded has a header");
    fuzz::require(!qmi::describe_frame(frame).empty(), "a frame can be told in words");
  }
  std::vector<qmi::Bytes> pieces;
  qmi::QmuxStream again;
  const std::size_t step = size < 64 ? 1 : size / 16;
  for (std::size_t at = 0; at < size; at += step) {
    again.append({data + at, std::min(step, size - at)});
    take_all(again, pieces);
  }
  fuzz::require(pieces == whole, "the frames are the same however the stream is split");
  fuzz::require(again.pending() == stream.pending(), "the same is left over");
  return 0;
}
