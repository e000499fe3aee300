#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/plan/action.hpp"
#include "bench/plan/expectation.hpp"
#include "bench/plan/mistake.hpp"
#include "bench/plan/text_span.hpp"
#include "bench/plan/trigger.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/serial/voice.hpp"

/// A scenario as the loader leaves it: names resolved, times in microseconds, nothing left to look up.
namespace modembench::bench {

struct Rule {
  Trigger trigger;
  std::uint32_t nth = 1;        ///< the rule fires from the nth event on (1 is the first)
  std::uint32_t times = 0;      ///< how often the rule fires; 0: without limit
  unsigned chance = 100;        ///< in how many of a hundred cases it fires, drawn by the run's seed
  Span after;                   ///< how long its actions wait
  std::string name;             ///< for `arm` and `disarm`; may be empty
  bool armed = true;            ///< whether the rule is armed at the start
  std::optional<AtTime> from;   ///< when the rule is armed
  std::optional<AtTime> until;  ///< when the rule is disarmed
  std::vector<Capture> captures;
  std::vector<Action> actions;   ///< done to the modem
  std::optional<Reply> reply;    ///< the answer to the request that the rule is about; nothing: the modem's own
  std::optional<Tamper> tamper;  ///< done to the message that the rule is about, or to the answer if that is a request
  Position where;
};

/// Where a text stands, and which parts of it were put in for the scenario's `${variables}`, so that nobody has written
/// them.
struct WrittenAt {
  Position where;
  std::vector<TextSpan> filled;
};

/// A client of the run: its name, or a path to a client's own YAML, and when it starts.
struct ClientUse {
  std::string client;
  std::string as;  ///< the name shown in verdicts; the client's own unless given
  AtTime start{Duration{0}, Milestone::registered};
  std::map<std::string, std::string> variables;  ///< values for the client's own {placeholders}
  std::map<std::string, WrittenAt> written;      ///< where each of these values is written
  Position where;
};

/// A failure that a client is known for, and where that is written down.
struct KnownIssue {
  std::vector<std::string> clients;  ///< the clients that have the issue; empty: all
  std::string variant;  ///< a part of the names of the variants concerned: "wrong=message"; empty: all variants
  std::string why;
  std::string source;
  Position where;
};

/// What a modem's file says: who the modem is, and how its serial ports behave unless a scenario sets it.
struct ModemFile {
  modem::Profile profile;
  serial::Voices serial;  ///< the voices of the serial ports; a port without one is silent
};

/// When a run ends whose scenario sets no deadline.
inline constexpr Duration kDefaultDeadline = std::chrono::seconds(60);

struct Scenario {
  std::string file;
  std::string name;     ///< the file's name without folder and ending
  std::string variant;  ///< of a matrix: "family=6, delay=2s"; empty if there is none
  std::string about;
  std::vector<std::string> seen;
  std::vector<std::string> variables;  ///< names that `--var` can give a value
  std::string modem;                   ///< as the scenario names it
  std::vector<std::string> settings;   ///< what `set` sets, a line each, as the scenario writes it
  modem::Profile profile;
  serial::Voices serial;
  std::vector<Rule> rules;
  std::vector<ClientUse> clients;  ///< the scenario is run once for each
  std::vector<ClientUse> catches;  ///< clients that must not pass it: the proof that it can fail
  std::vector<KnownIssue> known_issues;
  std::vector<Expectation> expectations;
  Duration deadline = kDefaultDeadline;  ///< when a client that still runs is ended
  std::uint64_t seed = 1;                ///< the seed of everything that is drawn
};

/// The issue that this client is known to have with the scenario; null if there is none.
[[nodiscard]] const KnownIssue* known_issue(const Scenario& scenario, const ClientUse& client);

/// Whether the scenario is about what passes over the network interface: it sets a fault there, or expects traffic.
[[nodiscard]] bool needs_traffic(const Scenario& scenario);
/// Whether the scenario expects something of a kernel's log.
[[nodiscard]] bool needs_kernel(const Scenario& scenario);

/// Whether something goes wrong on a USB in the scenario, at the start or later.
[[nodiscard]] bool needs_usb(const Scenario& scenario);

/// Limits of a matrix: its variants, and what all of them together have once their variables are filled in, in values
/// (texts, lists and maps, keys too) and in bytes of text.
inline constexpr std::size_t kMaxVariants = 1000;
inline constexpr std::size_t kMaxFilledValues = 200'000;
inline constexpr std::size_t kMaxFilledText = 16 << 20;
/// Limits of a file: its clients (those of `client`, and those of `catches`), and its runs, which are clients times
/// variants.
inline constexpr std::size_t kMaxClients = 256;
inline constexpr std::size_t kMaxRuns = 10'000;

}  // namespace modembench::bench
