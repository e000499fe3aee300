#pragma once

#include <string_view>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/message.hpp"

/// The messages that the codecs are compared with: what a connection consists of, and the largest ones of a Gobi 3000.
namespace modembench::speed {

struct Frame {
  std::string_view name;
  modembench::qmi::Message message;
  /// Reads the frame as the typed message that it is, and frees that again. Returns false if it can't be read so.
  bool (*parse)(modembench::qmi::ByteView frame);
};

[[nodiscard]] std::vector<Frame> frames();

}  // namespace modembench::speed
