// A client of the proxy: however what it says is split, the same frames and openings come out.

#include "emulator/ports/proxy_stream.hpp"
#include "emulator/qmi/qmux.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

struct Heard {
  qmi::Bytes frames;
  std::size_t count = 0;
  std::vector<std::string> opened;
  bool garbage = false;

  void add(const std::vector<ports::ProxyStream::Piece>& pieces) {
    for (const auto& piece : pieces) {
      fuzz::require(!garbage, "nothing comes after garbage");
      if (const auto* some = std::get_if<ports::ProxyStream::Frames>(&piece)) {
        frames.insert(frames.end(), some->bytes.begin(), some->bytes.end());
        count += some->count;
      } else if (const auto* open = std::get_if<ports::ProxyStream::Open>(&piece)) {
        opened.push_back(open->path);
      } else {
        garbage = true;
      }
    }
  }
  bool operator==(const Heard&) const = default;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ports::ProxyStream whole;
  Heard at_once;
  at_once.add(whole.append({data, size}));
  fuzz::require(whole.held() < qmi::kMaxFrame, "less than a frame is held");
  ports::ProxyStream pieces;
  Heard in_pieces;
  const std::size_t step = size < 64 ? 1 : size / 16;
  for (std::size_t at = 0; at < size; at += step) in_pieces.add(pieces.append({data + at, std::min(step, size - at)}));
  fuzz::require(in_pieces == at_once, "the same comes out however it is split");
  return 0;
}
