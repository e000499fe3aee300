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
  std::uint32_t nth = 1;        ///< only from the nth time on (1 is the first)
  std::uint32_t times = 0;      ///< that often; 0 is always
  unsigned chance = 100;        ///< of a hundred times, by the run's seed
  Span after;                   ///< what it does to the modem waits for so long
  std::string name;             ///< for `arm` and `disarm`; may be empty
  bool armed = true;            ///< at the start
  std::optional<AtTime> from;   ///< it is armed then
  std::optional<AtTime> until;  ///< it is disarmed then
  std::vector<Capture> captures;
  std::vector<Action> actions;   ///< done to the modem
  std::optional<Reply> reply;    ///< to the request that the rule is about; nothing: the modem's own
  std::optional<Tamper> tamper;  ///< done to the message that the rule is about, of a request to its answer
  Position where;
};

/// Where a text stands, and what of it was put in for the scenario's `${variables}` and is nobody's writing.
struct WrittenAt {
  Position where;
  std::vector<TextSpan> filled;
};

/// A client of the run: its name, or a path to a client's own YAML, and when it starts.
struct ClientUse {
  std::string client;
  std::string as;  ///< shown in verdicts; the client's name unless given
  AtTime start{Duration{0}, Milestone::registered};
  std::map<std::string, std::string> variables;  ///< values for the client's own {placeholders}
  std::map<std::string, WrittenAt> written;      ///< where each of those is written
  Position where;
};

/// What a client is known to fail, and where that is written down.
struct KnownIssue {
  std::vector<std::string> clients;  ///< empty: all of them
  std::string variant;               ///< only in variants that have this in their name: "wrong=message"; empty: in all
  std::string why;
  std::string source;
  Position where;
};

/// What a modem's file says: who the modem is, and how its serial ports behave unless a scenario sets it.
struct ModemFile {
  modem::Profile profile;
  serial::Voices serial;  ///< silent unless it says otherwise
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
  Duration deadline = kDefaultDeadline;  ///< then a client that still runs is ended
  std::uint64_t seed = 1;                ///< of everything that is drawn
};

/// The issue that this client is known to have with the scenario, or null.
[[nodiscard]] const KnownIssue* known_issue(const Scenario& scenario, const ClientUse& client);

/// Whether it is about what passes over the network interface: it sets a fault of it, or expects traffic.
[[nodiscard]] bool needs_traffic(const Scenario& scenario);
/// Whether it expects something of the log of a kernel.
[[nodiscard]] bool needs_kernel(const Scenario& scenario);

/// Whether something goes wrong on a USB in it, at the start or later.
[[nodiscard]] bool needs_usb(const Scenario& scenario);

/// Variants that a matrix may have, and what they may be in all with their variables filled in: values (texts, lists
/// and maps, keys too) and bytes of text.
inline constexpr std::size_t kMaxVariants = 1000;
inline constexpr std::size_t kMaxFilledValues = 200'000;
inline constexpr std::size_t kMaxFilledText = 16 << 20;
/// Clients of `client`, and of `catches`; and runs of a file: clients times variants.
inline constexpr std::size_t kMaxClients = 256;
inline constexpr std::size_t kMaxRuns = 10'000;

}  // namespace modembench::bench
