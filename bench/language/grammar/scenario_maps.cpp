#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "bench/language/client_reader.hpp"
#include "bench/language/grammar/bind.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/scenario_values.hpp"
#include "bench/plan/scenario.hpp"

namespace modembench::bench::grammar {
namespace {

constexpr Value kAnything = a(Kind::anything);
constexpr Value kChoices = a(Kind::choices);

/// A sentence with the default deadline in it, which stands elsewhere.
template <std::size_t before_size, std::size_t behind_size>
struct Sentence {
  std::array<char, before_size + 20 + behind_size> text{};
  std::size_t size = 0;

  constexpr Sentence(const char (&before)[before_size], std::int64_t number, const char (&behind)[behind_size]) {
    append(std::string_view(before, before_size - 1));
    std::int64_t digit = 1;
    while (digit <= number / 10) digit *= 10;
    for (; digit > 0; digit /= 10) text[size++] = static_cast<char>('0' + number / digit % 10);
    append(std::string_view(behind, behind_size - 1));
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text.data(), size}; }

 private:
  constexpr void append(std::string_view part) {
    for (const char c : part) text[size++] = c;
  }
};

constexpr Sentence kAboutDeadline("A client that still runs then is ended; ",
                                  std::chrono::duration_cast<std::chrono::seconds>(kDefaultDeadline).count(),
                                  "s unless given.");

constexpr KeySpec kScenarioKeys[] = {
    required(key_by<read_about, &Scenario::about>("about", a(Kind::text), "The QMI port goes while a call is up.",
                                                  "A sentence or two: what happens.")),
    key_by<read_seen, &Scenario::seen>("seen", some(a(Kind::text)), "forum.openwrt.org 67267",
                                       "Where it was seen: a list, or a line with commas."),
    {"extends", a(Kind::text), "base.yaml", "Another scenario's file; this one's keys are put on top of it."},
    {"vars", map_of(kAnything), "{apn: internet}", "Names and values, for `${name}` anywhere below."},
    {"matrix", map_of(kChoices), "{wait: [1s, 5s]}", "Names and the values each takes: one run for each combination."},
    key<&Scenario::seed>("seed", integer(0, INT64_MAX), "7",
                         "What is drawn (times of a range, chances) is drawn by it; 1 unless given."),
    {"modem", a(Kind::modem), "mc8355", "A built-in modem, or the path of a modem's file.", Presence::required},
    {"set", map(settings), "{serial: silent}", "How things stand at the start."},
    {"when", list(map(rule)), "[{at: 2s after registered, do: {unregister: qmi}}]", "What happens: rules."},
    key_by<read_clients, &Scenario::clients>("client", some(a(Kind::client)) | some(map(client_use)), "qmicli-connect",
                                             "Who is tested; the scenario is run once with each."),
    key_by<read_clients, &Scenario::catches>("catches", some(a(Kind::client)) | some(map(client_use)), "qmicli-shrugs",
                                             "Clients that must not pass: the proof that the scenario can fail."),
    {"known issue", some(map(known_issue)), "{client: qmicli-connect, why: it never ends, source: issue 7}",
     "What a client is known to fail."},
    key_by<read_deadline, &Scenario::deadline>("deadline", a(Kind::duration), "30s", kAboutDeadline.view()),
    {"expect", list(one_of_maps(expectations)), "[{client: exits}]", "What a good client does: expectations.",
     Presence::required},
};

constexpr KeySpec kClientUseKeys[] = {
    required(key_by<read_client_name, &ClientUse::client>("run", a(Kind::client), "qmicli-connect",
                                                          "The client's name, or the path of its file.")),
    key_by<read_client_name, &ClientUse::as>("as", a(Kind::text), "the slow one",
                                             "Its name in verdicts, where one client is there twice."),
    key_by<read_start, &ClientUse::start>("start", a(Kind::at_time), "2s after registered",
                                          "When it starts; once the QMI port is there unless given."),
    {"with", map_of(kAnyText), "{apn: internet}", "Values of the client's own {placeholders}."},
};

constexpr KeySpec kKnownIssueKeys[] = {
    key<&KnownIssue::clients>("client", some(a(Kind::text)), "qmicli-connect",
                              "Clients of this scenario that have it; all unless given."),
    key<&KnownIssue::variant>("variant", a(Kind::text), "wrong=message",
                              "Only in variants of the matrix that have this in their name."),
    required(key<&KnownIssue::why>("why", a(Kind::text), "it waits for ever", "What goes wrong.")),
    key<&KnownIssue::source>("source", a(Kind::text), "issue 7", "Where that is written down."),
};

}  // namespace

constinit const MapSpec scenario =
    required_unless("extends", map_for<Scenario>("scenario", "A scenario's file.", kScenarioKeys));
constinit const MapSpec client_use = map_for<ClientUse>("client", "A client of the run.", kClientUseKeys);
constinit const MapSpec known_issue =
    map_for<KnownIssue>("known issue", "What a client is known to fail.", kKnownIssueKeys);

std::vector<std::string_view> names_of(const MapSpec& spec) {
  std::vector<std::string_view> names;
  for (const auto& key : spec.keys) names.push_back(key.name);
  return names;
}

}  // namespace modembench::bench::grammar
