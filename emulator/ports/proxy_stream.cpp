#include "emulator/ports/proxy_stream.hpp"

#include <optional>
#include <utility>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/typed.hpp"

namespace modembench::ports {
namespace {

namespace ctl = qmi::ctl;
using Piece = ProxyStream::Piece;

enum class At : std::uint8_t { whole_frame, part_of_one, garbage };

/// What stands at the front, and how long it is if it is whole.
std::pair<At, std::size_t> look_at(qmi::ByteView bytes) {
  if (bytes[0] != qmi::kMarker) return {At::garbage, 0};
  if (bytes.size() < 3) return {At::part_of_one, 0};
  const std::size_t size = std::size_t{1} + qmi::read_u16(bytes, 1);
  if (size < qmi::kSmallestFrame) return {At::garbage, 0};
  return {bytes.size() < size ? At::part_of_one : At::whole_frame, size};
}

bool is_proxy_open(qmi::ByteView frame) {
  constexpr std::size_t kService = 4;
  constexpr std::size_t kSduFlags = qmi::kQmuxHeader;
  constexpr std::size_t kMessage = qmi::kQmuxHeader + 2;
  return frame[kService] == qmi::kControlService && frame[kSduFlags] == 0 &&
         qmi::read_u16(frame, kMessage) == ctl::internal_proxy_open::id;
}

std::optional<ProxyStream::Open> read_open(qmi::ByteView frame) {
  const auto header = qmi::decode_header(frame);
  auto open = qmi::parse<ctl::internal_proxy_open::Request>(frame);
  if (!header || !open) return std::nullopt;
  return ProxyStream::Open{static_cast<std::uint8_t>(header->transaction), std::move(open->device_path)};
}

}  // namespace

std::vector<Piece> ProxyStream::append(qmi::ByteView bytes) {
  std::vector<Piece> pieces;
  if (broken_) return pieces;
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(std::exchange(done_, 0)));
  // What comes in whole frames, as it nearly always does, is not copied.
  const bool as_it_came = held_.empty();
  if (!as_it_came) held_.insert(held_.end(), bytes.begin(), bytes.end());
  const qmi::ByteView all = as_it_came ? bytes : qmi::ByteView(held_);

  std::size_t at = 0;
  std::size_t given = 0;  // up to here
  std::size_t count = 0;
  const auto give_frames = [&] {
    if (at > given) pieces.emplace_back(Frames{all.subspan(given, at - given), count});
    given = at;
    count = 0;
  };
  while (at < all.size()) {
    const auto [what, size] = look_at(all.subspan(at));
    if (what == At::part_of_one) break;
    if (what == At::garbage) {
      give_frames();
      pieces.emplace_back(Garbage{all.subspan(at)});
      at = given = all.size();
      broken_ = true;
      break;
    }
    const auto frame = all.subspan(at, size);
    if (is_proxy_open(frame)) {
      give_frames();
      if (auto open = read_open(frame)) pieces.emplace_back(std::move(*open));
      given = at + size;
    } else {
      ++count;
    }
    at += size;
  }
  give_frames();
  if (as_it_came) {
    held_.assign(all.begin() + static_cast<std::ptrdiff_t>(at), all.end());
  } else {
    done_ = at;
  }
  return pieces;
}

}  // namespace modembench::ports
