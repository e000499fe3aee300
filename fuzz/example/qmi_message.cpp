// Fuzzes libqmi's reader of messages, the way an outside parser uses modembench's mutator: fuzz/README.md.

#include <libqmi-glib.h>

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  GByteArray* stream = g_byte_array_append(g_byte_array_new(), data, static_cast<guint>(size));
  for (;;) {
    GError* error = nullptr;
    QmiMessage* message = qmi_message_new_from_raw(stream, &error);  // takes one frame off the stream
    g_clear_error(&error);
    if (message == nullptr) break;
    g_free(qmi_message_get_printable_full(message, nullptr, ""));  // goes through the typed getters of each TLV
    qmi_message_unref(message);
  }
  g_byte_array_unref(stream);
  return 0;
}
