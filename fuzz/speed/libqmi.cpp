// libqmi isn't built for fuzzers: what it makes of an input is counted by what it says. Each kind of reading (which TLV
// of which message, and whether its typed getter could read it) is a counter that libFuzzer takes for coverage, with
// our mutator and without.

#include <libqmi-glib.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t kCounters = 1U << 16U;
// The section that libFuzzer looks into (llvm.org, libFuzzer, "extra counters").
__attribute__((section("__libfuzzer_extra_counters"))) std::uint8_t counters[kCounters];
bool ever[kCounters];

void count(std::string_view reading) {
  const std::size_t at = std::hash<std::string_view>{}(reading) % kCounters;
  counters[at] = 1;
  ever[at] = true;
}

void print_count() {
  std::size_t readings = 0;
  for (const bool one : ever) readings += one ? 1U : 0U;
  std::fprintf(stderr, "kinds of readings: %zu\n", readings);
}

/// How a TLV was read: whether it failed, how much was nested, whether a value had no name.
std::string outcome(std::string_view translated) {
  std::size_t nested = 0;
  for (const char c : translated) nested += c == '[' ? 1U : 0U;
  const bool failed = translated.find("ERROR") != std::string_view::npos;
  const bool unnamed = translated.find("(null)") != std::string_view::npos;
  return std::string(failed ? " failed" : " read") + (unnamed ? " unnamed " : " ") +
         std::to_string(nested < 4 ? nested : 4);
}

/// The lines of libqmi's own words that name a message it knows, its kind, and each TLV it knows of it.
void count_readings(std::string_view text) {
  std::string message;
  std::string tlv;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    const auto has = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
    const bool named = has("\"");
    if (has("  message ") || has("  service =") || has("  flags       ="))
      message = named ? message + std::string(line) : "";
    if (has("  type       =")) tlv = named && !message.empty() ? message + std::string(line) : "";
    if (has("  translated =") && !tlv.empty()) count(tlv + outcome(line));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int at_end = std::atexit(print_count);
  (void)at_end;
  GByteArray* stream = g_byte_array_append(g_byte_array_new(), data, static_cast<guint>(size));
  for (;;) {
    GError* error = nullptr;
    QmiMessage* message = qmi_message_new_from_raw(stream, &error);
    g_clear_error(&error);
    if (message == nullptr) break;
    char* text = qmi_message_get_printable_full(message, nullptr, "");
    count_readings(text);
    g_free(text);
    qmi_message_unref(message);
  }
  g_byte_array_unref(stream);
  return 0;
}
