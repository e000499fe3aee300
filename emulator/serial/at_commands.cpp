#include <algorithm>
#include <charconv>
#include <string>

#include "emulator/serial/at_line.hpp"
#include "emulator/serial/at_speaker.hpp"

namespace modembench::serial {
namespace {

/// The number behind a command; none is 0. Nothing where there is something else, or a larger one.
std::optional<unsigned> number_of(std::string_view digits, unsigned most = ~0U) {
  unsigned number = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty()) return 0;
  if (error != std::errc{} || stop != end || number > most) return std::nullopt;
  return number;
}

std::optional<std::string> switch_to(std::string_view number, bool& setting) {
  const auto on = number_of(number, 1);
  if (!on) return std::nullopt;
  setting = *on == 1;
  return "OK";
}

std::optional<std::string> ok_if(bool known) { return known ? std::optional<std::string>("OK") : std::nullopt; }

}  // namespace

struct AtSpeaker::Command {
  std::string_view name;  ///< in capitals
  Result (AtSpeaker::*run)(std::string_view rest, Reply& reply);
};

AtSpeaker::Result AtSpeaker::run_own(std::string_view command, Reply& reply) {
  static constexpr Command kCommands[] = {
      // V.250
      {"D", &AtSpeaker::dial},
      {"E", &AtSpeaker::set_echo},
      {"H", &AtSpeaker::hook},
      {"O", &AtSpeaker::go_online},
      {"Q", &AtSpeaker::set_quiet},
      {"S", &AtSpeaker::use_register},
      {"V", &AtSpeaker::set_verbose},
      {"Z", &AtSpeaker::reset_and_hang_up},
      {"&F", &AtSpeaker::reset_all},
      // Settings that change nothing here: speaker, call progress, what DTR and DCD do, stored profiles.
      {"C", &AtSpeaker::do_nothing},
      {"L", &AtSpeaker::do_nothing},
      {"M", &AtSpeaker::do_nothing},
      {"P", &AtSpeaker::do_nothing},
      {"T", &AtSpeaker::do_nothing},
      {"W", &AtSpeaker::do_nothing},
      {"X", &AtSpeaker::do_nothing},
      {"Y", &AtSpeaker::do_nothing},
      {"&C", &AtSpeaker::do_nothing},
      {"&D", &AtSpeaker::do_nothing},
      {"&K", &AtSpeaker::do_nothing},
      {"&R", &AtSpeaker::do_nothing},
      {"&S", &AtSpeaker::do_nothing},
      {"&W", &AtSpeaker::do_nothing},
  };
  const auto* const found = std::find_if(std::begin(kCommands), std::end(kCommands), [&](const Command& known) {
    return fits(known.name, command.substr(0, known.name.size()));
  });
  if (found == std::end(kCommands)) return std::nullopt;
  return (this->*found->run)(command.substr(found->name.size()), reply);
}

AtSpeaker::Result AtSpeaker::do_nothing(std::string_view number, Reply&) {
  return ok_if(number_of(number).has_value());
}

AtSpeaker::Result AtSpeaker::set_echo(std::string_view number, Reply&) { return switch_to(number, echo_); }

AtSpeaker::Result AtSpeaker::set_verbose(std::string_view number, Reply&) { return switch_to(number, verbose_); }

AtSpeaker::Result AtSpeaker::set_quiet(std::string_view number, Reply&) { return switch_to(number, quiet_); }

AtSpeaker::Result AtSpeaker::reset_all(std::string_view number, Reply&) {
  const bool known = number_of(number).has_value();
  if (known) reset();
  return ok_if(known);
}

AtSpeaker::Result AtSpeaker::reset_and_hang_up(std::string_view number, Reply& reply) {
  const auto result = hook(number, reply);
  if (result) reset();
  return result;
}

AtSpeaker::Result AtSpeaker::hook(std::string_view number, Reply&) {
  const bool known = number_of(number).has_value();
  if (known) hang_up();
  return ok_if(known);
}

AtSpeaker::Result AtSpeaker::go_online(std::string_view number, Reply&) {
  if (!number_of(number)) return std::nullopt;
  return online_ ? "CONNECT" : "NO CARRIER";
}

AtSpeaker::Result AtSpeaker::dial(std::string_view, Reply&) { return at_.ok_to_everything ? "OK" : "NO CARRIER"; }

AtSpeaker::Result AtSpeaker::use_register(std::string_view command, Reply& reply) {
  const auto index = number_of(command.substr(0, command.find_first_of("=?")));
  if (!index || *index >= registers_.size()) return "ERROR";
  const auto rest = command.substr(std::min(command.find_first_of("=?"), command.size()));
  if (rest == "?") {
    // Always three digits: V.250, 5.3.2.
    const auto digits = std::to_string(1000 + registers_[*index]);
    reply.lines.push_back(digits.substr(1));
    return "OK";
  }
  const bool is_character = *index >= kLineEnd && *index <= kTakeBack;
  const auto value = number_of(rest.substr(std::min<std::size_t>(1, rest.size())), is_character ? 127U : 255U);
  if (!value) return "ERROR";
  registers_[*index] = static_cast<std::uint8_t>(*value);
  return "OK";
}

}  // namespace modembench::serial
