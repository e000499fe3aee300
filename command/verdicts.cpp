#include "command/verdicts.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace modembench::command {
namespace {

using report::Outcome;

const char* colour_of(Outcome outcome) {
  if (outcome == Outcome::passed || outcome == Outcome::caught) return "32";
  return report::is_failure(outcome) && outcome != Outcome::inconclusive ? "31" : "33";
}

constexpr std::string_view kIndent = "    ";

}  // namespace

Verdicts::Verdicts(std::FILE* out, std::size_t total)
    : out_(out),
      total_(total),
      terminal_(isatty(fileno(out)) == 1),
      colours_(terminal_ && std::getenv("NO_COLOR") == nullptr) {}

void Verdicts::begin(const std::string& scenario, const std::string& about, const std::string& client) {
  if (scenario != scenario_) {
    scenario_ = scenario;
    print_to(out_, "\n{}\n", coloured("1", scenario));
    print_to(out_, "{}", indented(about, "  "));
  }
  ++begun_;
  if (terminal_) print_to(out_, "  ...        {}  ({} of {})", client, begun_, total_);
  flush();
}

void Verdicts::end(const report::Record& record) {
  clear_line();
  if (record.place != place_ && !record.place.empty()) {
    print_to(out_, "  on {}\n", record.place);
    place_ = record.place;
  }
  count(record);
  print_line(record);
  print_to(out_, "{}", indented(record.why, kIndent));
  flush();
}

void Verdicts::transcript(const report::Record& record) { print_to(out_, "{}", indented(record.transcript, kIndent)); }

void Verdicts::count(const report::Record& record) {
  seconds_ += record.seconds;
  modem_seconds_ += record.modem_seconds;
  fast_ = fast_ || record.clock != "machine";
  switch (record.outcome) {
    case Outcome::passed:
    case Outcome::caught:
      ++passed_;
      return;
    case Outcome::skipped:
      ++skipped_;
      return;
    case Outcome::known_issue:
      ++known_;
      return;
    case Outcome::inconclusive:
      ++inconclusive_;
      return;
    default:
      ++failed_;
  }
}

void Verdicts::sum() const {
  print_to(out_, "\n{} passed, {} failed", passed_, failed_);
  if (inconclusive_ > 0) print_to(out_, ", {} inconclusive", inconclusive_);
  if (known_ > 0) print_to(out_, ", {} known issue{}", known_, known_ == 1 ? "" : "s");
  if (skipped_ > 0) print_to(out_, ", {} skipped", skipped_);
  if (fast_) print_to(out_, "; {:.1f} s of the modem's time in runs of {:.1f} s", modem_seconds_, seconds_);
  print_to(out_, "\n");
}

// A reader that has gone, a full disk: nobody learns what the runs to come would show.
void Verdicts::flush() {
  if (std::fflush(out_) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
}

void Verdicts::clear_line() {
  if (terminal_) print_to(out_, "\r\033[K");
}

Ours Verdicts::coloured(const char* code, const std::string& text) const {
  return {colours_ ? fmt::format("\033[{}m{}\033[0m", code, shown(text)) : shown(text)};
}

void Verdicts::print_line(const report::Record& record) {
  const auto word = fmt::format("{:<10}", to_string(record.outcome));
  // The machine's own clock is what nobody need be told of.
  const auto clock = record.clock == "machine" ? "" : fmt::format("  {}", record.clock);
  const auto hash = record.fingerprint.empty() ? "" : fmt::format("  {}", record.fingerprint);
  print_to(out_, "  {} {:<32} {:>6.2f} s{}{}\n", coloured(colour_of(record.outcome), word), record.client,
           record.seconds, clock, hash);
}

}  // namespace modembench::command
