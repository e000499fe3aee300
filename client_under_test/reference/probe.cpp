#include "client_under_test/reference/probe.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace modembench::client_under_test::reference {
namespace {

/// Names that a port may come back under.
constexpr int kMostNames = 8;
/// Bytes that are listened to for one question: a port that streams is told by its first ones.
constexpr std::size_t kMostHeard = 4096;

constexpr std::string_view kAt = "AT\r";
constexpr std::string_view kNonsense = "AT+MODEMBENCHNONSENSE\r";
constexpr std::string_view kWhoAreYou = "ATI\r";
/// A DIAG request for the version: command 0, its CRC (16 bits, X.25), the end of an HDLC frame.
constexpr std::string_view kDiagVersion{"\x00\x78\xf0\x7e", 4};

bool has_line(std::string_view said, std::string_view line) {
  for (std::size_t at = said.find(line); at != std::string_view::npos; at = said.find(line, at + 1)) {
    const bool begins = at == 0 || said[at - 1] == '\n' || said[at - 1] == '\r';
    const std::size_t end = at + line.size();
    if (begins && end < said.size() && (said[end] == '\r' || said[end] == '\n')) return true;
  }
  return false;
}

bool is_sentence(std::string_view said) {
  const auto at = said.find('$');
  if (at == std::string_view::npos || said.find('\n', at) == std::string_view::npos) return false;
  return said.size() > at + 6 && said[at + 6] == ',' &&
         std::all_of(said.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                     said.begin() + static_cast<std::ptrdiff_t>(at) + 6,
                     [](unsigned char c) { return std::isupper(c) != 0; });
}

struct Heard {
  std::string said;
  bool gone = false;
  bool stopped = false;
};

/// What is said until it means something, or the limit.
Task<Heard> ask(Desk& desk, std::string_view question, Duration limit) {
  Heard heard;
  desk.put({.kind = Action::Kind::send, .bytes = {question.begin(), question.end()}});
  const Instant until = desk.now() + limit;
  while (!voice_of(heard.said, question) && heard.said.size() < kMostHeard) {
    const Event event = co_await desk.next(until);
    if (event.kind == Event::Kind::time) break;
    heard.gone = event.kind == Event::Kind::hung_up;
    heard.stopped = event.kind == Event::Kind::told_to_stop;
    if (heard.gone || heard.stopped) break;
    heard.said.append(event.bytes.begin(), event.bytes.end());
  }
  co_return heard;
}

PortVoice settled(const Heard& heard, std::string_view question) {
  if (heard.gone) return PortVoice::gone;
  if (const auto voice = voice_of(heard.said, question)) return *voice;
  if (heard.said.empty()) return PortVoice::silent;
  return heard.said == question ? PortVoice::echo : PortVoice::noise;
}

/// One that says OK is asked for what it can't know, and for what it must.
Task<Heard> look_closer(Desk& desk, Duration limit, PortVoice& voice) {
  auto heard = co_await ask(desk, kNonsense, limit);
  voice = settled(heard, kNonsense) == PortVoice::at ? PortVoice::impostor : PortVoice::at;
  if (voice == PortVoice::impostor || heard.gone || heard.stopped) co_return heard;
  heard = co_await ask(desk, kWhoAreYou, limit);
  // "OK" and its echo alone tell nobody anything.
  constexpr std::size_t kLeastContent = kWhoAreYou.size() + 3;
  const bool knows_itself = has_line(heard.said, "OK") && heard.said.size() > kLeastContent + 8;
  if (!knows_itself) voice = PortVoice::impostor;
  co_return heard;
}

}  // namespace

std::string_view in_words(PortVoice voice) {
  constexpr std::array<std::string_view, 8> words = {
      "AT",
      "an impostor: says OK to nonsense, or nothing about itself",
      "echoes what it gets and says nothing",
      "DIAG (HDLC frames)",
      "NMEA",
      "says something that is neither AT nor DIAG nor NMEA",
      "silent",
      "gone",
  };
  return words[static_cast<std::size_t>(voice)];
}

std::optional<PortVoice> voice_of(std::string_view said, std::string_view sent) {
  // No text has these; the end of an HDLC frame is one of them.
  if (said.find('\0') != std::string_view::npos || said.find('\x7e') != std::string_view::npos) {
    if (said != sent) return PortVoice::diag;
  }
  if (has_line(said, "OK")) return PortVoice::at;
  if (has_line(said, "ERROR") || said.find("+CME ERROR") != std::string_view::npos) return PortVoice::noise;
  if (is_sentence(said)) return PortVoice::nmea;
  return std::nullopt;
}

Task<std::optional<PortVoice>> probe_port(Desk& desk, std::string path, Duration limit) {
  desk.put({.kind = Action::Kind::open, .port = path});
  auto event = co_await desk.next(kForEver);
  if (event.kind == Event::Kind::told_to_stop) co_return std::nullopt;
  if (event.kind != Event::Kind::opened) co_return PortVoice::gone;
  auto heard = co_await ask(desk, kAt, limit);
  PortVoice voice = settled(heard, kAt);
  if (voice == PortVoice::at) {
    heard = co_await look_closer(desk, limit, voice);
  } else if (voice == PortVoice::silent && !heard.stopped) {
    heard = co_await ask(desk, kDiagVersion, limit);
    voice = settled(heard, kDiagVersion);
  }
  if (heard.gone) voice = PortVoice::gone;
  if (!heard.gone) desk.put({.kind = Action::Kind::close});
  if (heard.stopped) co_return std::nullopt;
  co_return voice;
}

std::vector<std::string> possible_paths(const std::string& path) {
  const auto last = path.find_last_not_of("0123456789");
  std::vector<std::string> paths{path};
  if (last == std::string::npos || last + 1 == path.size()) return paths;
  const auto stem = path.substr(0, last + 1);
  for (int i = 0; i < kMostNames; ++i) {
    if (auto other = stem + std::to_string(i); other != path) paths.push_back(std::move(other));
  }
  return paths;
}

}  // namespace modembench::client_under_test::reference
