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

/// The commands that need no modem. Each gets what stands behind its name and gives its result; nothing for what it
/// doesn't know.
struct AtSpeaker::Commands {
  struct Command {
    std::string_view name;  ///< in capitals
    Result (*run)(AtSpeaker& at, std::string_view rest, Reply& reply);
  };

  static Result do_nothing(AtSpeaker&, std::string_view number, Reply&) { return ok_if(number_of(number).has_value()); }

  static Result set_echo(AtSpeaker& at, std::string_view number, Reply&) { return switch_to(number, at.echo_); }

  static Result set_verbose(AtSpeaker& at, std::string_view number, Reply&) { return switch_to(number, at.verbose_); }

  static Result set_quiet(AtSpeaker& at, std::string_view number, Reply&) { return switch_to(number, at.quiet_); }

  static Result reset_all(AtSpeaker& at, std::string_view number, Reply&) {
    const bool known = number_of(number).has_value();
    if (known) at.reset();
    return ok_if(known);
  }

  static Result reset_and_hang_up(AtSpeaker& at, std::string_view number, Reply& reply) {
    const auto result = hook(at, number, reply);
    if (result) at.reset();
    return result;
  }

  static Result hook(AtSpeaker& at, std::string_view number, Reply&) {
    const bool known = number_of(number).has_value();
    if (known) at.hang_up();
    return ok_if(known);
  }

  static Result go_online(AtSpeaker& at, std::string_view number, Reply&) {
    if (!number_of(number)) return std::nullopt;
    return at.online_ ? "CONNECT" : "NO CARRIER";
  }

  static Result dial(AtSpeaker& at, std::string_view, Reply&) { return at.at_.ok_to_everything ? "OK" : "NO CARRIER"; }

  static Result use_register(AtSpeaker& at, std::string_view command, Reply& reply) {
    const auto index = number_of(command.substr(0, command.find_first_of("=?")));
    if (!index || *index >= at.registers_.size()) return "ERROR";
    const auto rest = command.substr(std::min(command.find_first_of("=?"), command.size()));
    if (rest == "?") {
      // Always three digits: V.250, 5.3.2.
      const auto digits = std::to_string(1000 + at.registers_[*index]);
      reply.lines.push_back(digits.substr(1));
      return "OK";
    }
    const bool is_character = *index >= kLineEnd && *index <= kTakeBack;
    const auto value = number_of(rest.substr(std::min<std::size_t>(1, rest.size())), is_character ? 127U : 255U);
    if (!value) return "ERROR";
    at.registers_[*index] = static_cast<std::uint8_t>(*value);
    return "OK";
  }

  static constexpr Command kAll[] = {
      // V.250
      {"D", dial},
      {"E", set_echo},
      {"H", hook},
      {"O", go_online},
      {"Q", set_quiet},
      {"S", use_register},
      {"V", set_verbose},
      {"Z", reset_and_hang_up},
      {"&F", reset_all},
      // Settings that change nothing here: speaker, call progress, what DTR and DCD do, stored profiles.
      {"C", do_nothing},
      {"L", do_nothing},
      {"M", do_nothing},
      {"P", do_nothing},
      {"T", do_nothing},
      {"W", do_nothing},
      {"X", do_nothing},
      {"Y", do_nothing},
      {"&C", do_nothing},
      {"&D", do_nothing},
      {"&K", do_nothing},
      {"&R", do_nothing},
      {"&S", do_nothing},
      {"&W", do_nothing},
  };
};

AtSpeaker::Result AtSpeaker::run_own(std::string_view command, Reply& reply) {
  const auto* const found = std::find_if(std::begin(Commands::kAll), std::end(Commands::kAll), [&](const auto& known) {
    return fits(known.name, command.substr(0, known.name.size()));
  });
  if (found == std::end(Commands::kAll)) return std::nullopt;
  return found->run(*this, command.substr(found->name.size()), reply);
}

}  // namespace modembench::serial
