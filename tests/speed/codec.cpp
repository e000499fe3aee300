// Measures, never asserts: our codec against libqmi's own, the same frames, in turns in one process and one run.
//
//   typed    ours: bytes -> typed message; libqmi's: bytes -> QmiMessage -> typed fields on the heap
//   decode   ours: bytes -> Message with named values; libqmi's: as before
//   encode   ours: Message -> bytes; libqmi's: typed fields -> QmiMessage, whose bytes are then read
//
// Both sides free what they made. libqmi's typed parsers aren't exported; see libqmi_side.hpp for what stands for them.
// They also look for each optional TLV that isn't there, which is left out here, in libqmi's favour. Before anything is
// measured both sides must make the same bytes of the same frame. Time is the thread's processor time, so that other
// processes on the machine count less.
//
//   walk is printed beside them, without a comparison: it makes nothing, libqmi has no such way
//
// Usage: speed_codec [--check]      --check: only whether both sides agree on each frame (a test); measures nothing

#include <time.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/walk.hpp"
#include "tests/speed/codec_frames.hpp"
#include "tests/speed/libqmi_side.hpp"

namespace {

namespace speed = modembench::speed;

using modembench::qmi::Bytes;
using modembench::qmi::ByteView;
using modembench::qmi::MemberSpec;
using modembench::qmi::Message;
using modembench::qmi::TlvSpec;
using modembench::qmi::TypeSpec;

constexpr int kRounds = 41;
constexpr double kTurn = 1e6;  // nanoseconds that a turn should take at least

volatile std::size_t sink = 0;  // what the compiler can't leave out

double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// Nanoseconds a call.
double measure(const std::function<std::size_t()>& call, int calls) {
  const double began = now();
  for (int i = 0; i < calls; ++i) sink = sink + call();
  return (now() - began) / calls;
}

int calls_a_turn(const std::function<std::size_t()>& call) {
  for (int calls = 1;; calls *= 2) {
    if (measure(call, calls) * calls >= kTurn) return calls;
  }
}

/// The least a visitor can do: it adds up what it meets.
struct Adder {
  std::size_t sum = 0;
  void begin_tlv(std::uint8_t id, const TlvSpec*) { sum += id; }
  void end_tlv() {}
  void number(const TypeSpec&, std::uint64_t value) { sum += static_cast<std::size_t>(value); }
  void address(const TypeSpec&, ByteView bytes) { sum += bytes[0]; }
  void text(ByteView bytes) { sum += bytes.size(); }
  void raw(ByteView bytes) { sum += bytes.size(); }
  void begin_list(std::size_t) {}
  void end_list() {}
  void begin_structure(const TypeSpec&) {}
  void member(const MemberSpec&) {}
  void end_structure() {}
};

struct Unref {
  void operator()(QmiMessage* message) const { qmi_message_unref(message); }
};
using LibqmiMessage = std::unique_ptr<QmiMessage, Unref>;

LibqmiMessage from_raw(const Bytes& frame) {
  GByteArray* raw = g_byte_array_sized_new(static_cast<guint>(frame.size()));
  g_byte_array_append(raw, frame.data(), static_cast<guint>(frame.size()));
  LibqmiMessage message(qmi_message_new_from_raw(raw, nullptr));
  g_byte_array_unref(raw);
  return message;
}

/// What libqmi does to send the message; for a response or indication too, though its flags are then those of a
/// request.
LibqmiMessage to_raw(const Message& like, const speed::LibqmiFields& fields) {
  LibqmiMessage message(qmi_message_new(static_cast<QmiService>(like.header.service), like.header.client,
                                        like.header.transaction, like.header.message));
  return fields.write(message.get()) ? std::move(message) : nullptr;
}

struct Ratio {
  double ours = 0;
  double theirs = 0;
};

Ratio median(std::vector<Ratio> rounds) {
  const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
  std::nth_element(rounds.begin(), middle, rounds.end(),
                   [](const Ratio& a, const Ratio& b) { return a.theirs / a.ours < b.theirs / b.ours; });
  return *middle;
}

double compare(std::string_view what, const std::function<std::size_t()>& ours,
               const std::function<std::size_t()>& theirs) {
  const int our_calls = calls_a_turn(ours);
  const int their_calls = calls_a_turn(theirs);
  std::vector<Ratio> all;
  for (int i = 0; i < kRounds; ++i) all.push_back({measure(ours, our_calls), measure(theirs, their_calls)});
  const auto [least, most] = std::minmax_element(
      all.begin(), all.end(), [](const Ratio& a, const Ratio& b) { return a.theirs / a.ours < b.theirs / b.ours; });
  const Ratio middle = median(all);
  fmt::print("  {:<7} ours {:9.0f} ns   libqmi {:9.0f} ns   ratio {:5.2f}   ({:.2f}..{:.2f})\n", what, middle.ours,
             middle.theirs, middle.theirs / middle.ours, least->theirs / least->ours, most->theirs / most->ours);
  return middle.theirs / middle.ours;
}

void time_walk(const Bytes& frame) {
  const auto walk = [&] {
    Adder adder;
    return modembench::qmi::walk_frame(frame, adder) ? adder.sum : 0;
  };
  const int calls = calls_a_turn(walk);
  std::vector<double> all;
  for (int i = 0; i < kRounds; ++i) all.push_back(measure(walk, calls));
  std::nth_element(all.begin(), all.begin() + kRounds / 2, all.end());
  fmt::print("  {:<7} ours {:9.0f} ns\n", "walk", all[kRounds / 2]);
}

/// Both sides must agree on the frame: libqmi's fields, written again, are our TLVs byte for byte.
bool same_bytes(const Bytes& frame, const Message& message, const speed::LibqmiFields& fields) {
  const LibqmiMessage again = to_raw(message, fields);
  if (again == nullptr) return false;
  gsize length = 0;
  const guint8* raw = qmi_message_get_raw(again.get(), &length, nullptr);
  const std::size_t tlvs = modembench::qmi::header_size(message.header.service) - 2;
  return length == frame.size() && std::memcmp(raw + tlvs, frame.data() + tlvs, length - tlvs) == 0;
}

struct Ratios {
  std::vector<double> typed;
  std::vector<double> decode;
  std::vector<double> encode;
};

/// False if the sides don't agree. Measures nothing without `ratios`.
bool run_case(const speed::Frame& made, const speed::LibqmiCase& libqmi, Ratios* ratios) {
  const auto encoded = modembench::qmi::encode(made.message);
  if (!encoded) {
    fmt::print(stderr, "speed_codec: {}: {}\n", made.name, encoded.error().to_string());
    return false;
  }
  const Bytes& frame = *encoded;
  const auto decoded = modembench::qmi::decode(frame);
  const LibqmiMessage parsed = from_raw(frame);
  const auto fields = parsed != nullptr ? libqmi.read(parsed.get()) : nullptr;
  if (!decoded || !made.parse(frame) || !(*decoded == made.message) || fields == nullptr ||
      !same_bytes(frame, made.message, *fields)) {
    fmt::print(stderr, "speed_codec: the two sides don't agree on {}\n", made.name);
    return false;
  }
  if (ratios == nullptr) return true;
  const auto libqmi_decodes = [&] { return libqmi.read(from_raw(frame).get()) != nullptr ? std::size_t{1} : 0; };
  fmt::print("{}, {} bytes\n", made.name, frame.size());
  time_walk(frame);
  ratios->typed.push_back(compare(
      "typed", [&] { return made.parse(frame) ? std::size_t{1} : 0; }, libqmi_decodes));
  ratios->decode.push_back(compare(
      "decode", [&] { return modembench::qmi::decode(frame)->tlvs.size(); }, libqmi_decodes));
  ratios->encode.push_back(compare(
      "encode", [&] { return modembench::qmi::encode(*decoded)->size(); },
      [&] {
        gsize length = 0;
        const LibqmiMessage written = to_raw(made.message, *fields);
        qmi_message_get_raw(written.get(), &length, nullptr);
        return static_cast<std::size_t>(length);
      }));
  return true;
}

void summarise(std::string_view what, std::vector<double> ratios) {
  std::sort(ratios.begin(), ratios.end());
  fmt::print("{:<7} libqmi's time / ours: {:.2f} (median of the frames; {:.2f}..{:.2f})\n", what,
             ratios[ratios.size() / 2], ratios.front(), ratios.back());
}

}  // namespace

int main(int argc, char** argv) {
  const bool only_check = argc == 2 && std::string_view(argv[1]) == "--check";
  if (argc > 2 || (argc == 2 && !only_check)) {
    fmt::print(stderr, "usage: speed_codec [--check]\n");
    return 2;
  }
  if (!only_check)
    fmt::print(
        "libqmi {}.{}.{}: its typed parsers aren't exported, qmi_message_tlv_read_* into the same fields stands "
        "for them.\nOurs/libqmi's processor time a call; ratio: median of {} rounds in turns (least..most).\n\n",
        QMI_MAJOR_VERSION, QMI_MINOR_VERSION, QMI_MICRO_VERSION, kRounds);
  Ratios ratios;
  const std::vector<speed::Frame> frames = speed::frames();
  for (const speed::Frame& frame : frames) {
    const auto& cases = speed::libqmi_cases();
    const auto libqmi =
        std::find_if(cases.begin(), cases.end(), [&](const auto& other) { return other.name == frame.name; });
    if (libqmi == cases.end() || !run_case(frame, *libqmi, only_check ? nullptr : &ratios)) return 1;
  }
  if (only_check) {
    fmt::print("both sides agree on {} frames\n", frames.size());
    return 0;
  }
  fmt::print("\n");
  summarise("typed", ratios.typed);
  summarise("decode", ratios.decode);
  summarise("encode", ratios.encode);
  return 0;
}
