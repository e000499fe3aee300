#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <libqmi-glib.h>

#include "emulator/qmi/bytes.hpp"

/// The same messages by libqmi. Its typed parsers and request builders aren't exported
/// (`__qmi_message_…_response_parse` is hidden in Debian's libqmi-glib.so.5, 1.32); what they are made of is. So each
/// message here does what they do: `qmi_message_new_from_raw`, then for each TLV `qmi_message_tlv_read_init` and a
/// `qmi_message_tlv_read_…` a field into a structure on the heap, with GArrays and gchar strings; and for encoding
/// `qmi_message_new`, `qmi_message_tlv_write_init`, a write a field, `qmi_message_tlv_write_complete`.
namespace modembench::speed {

/// One message as a client of libqmi holds it.
class LibqmiFields {
 public:
  virtual ~LibqmiFields() = default;
  /// Adds all its TLVs; false if libqmi refused one.
  virtual bool write(QmiMessage* message) const = 0;
};

struct LibqmiCase {
  std::string_view name;
  /// What a client gets from the message; null if libqmi refused a TLV.
  std::unique_ptr<LibqmiFields> (*read)(QmiMessage* message);
};

/// By the names of `codec_frames.hpp`.
[[nodiscard]] const std::vector<LibqmiCase>& libqmi_cases();

}  // namespace modembench::speed
