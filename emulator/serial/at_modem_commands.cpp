#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/serial/at_line.hpp"
#include "emulator/serial/at_modem_command.hpp"

namespace modembench::serial {
namespace {

namespace dms = qmi::dms;
using dms::OperatingMode;

// +CFUN, 3GPP TS 27.007, 8.2: 1 is full functionality, 0 the least. Guessed: every mode but online is the least, as the
// radio is off in it.

AtLines functionality(const dms::get_operating_mode::Response& response) {
  return {fmt::format("+CFUN: {}", response.mode == OperatingMode::Online ? 1 : 0)};
}

std::optional<dms::set_operating_mode::Request> set_functionality(const AtArguments& arguments) {
  const auto full = arguments.number(0, 0, 1);
  if (!full || arguments.size() != 1) return std::nullopt;
  return dms::set_operating_mode::Request{.mode = *full == 1 ? OperatingMode::Online : OperatingMode::LowPower};
}

/// All commands that the modem does, a row for each form.
constexpr AtModemCommand kCommands[] = {
    {"+CFUN", AtForm::read, asks<dms::get_operating_mode::Request>, says<functionality>},
    {"+CFUN", AtForm::set, asks_with<set_functionality>},
};

AtForm form_of(std::string_view behind_name) {
  if (behind_name.empty()) return AtForm::action;
  if (behind_name == "?") return AtForm::read;
  return behind_name == "=?" ? AtForm::test : AtForm::set;
}

}  // namespace

std::optional<AtModemCall> find_modem_command(std::string_view command) {
  const auto name = command.substr(0, command.find_first_of("=?"));
  const auto rest = command.substr(name.size());
  const AtForm form = form_of(rest);
  const auto* const found = std::find_if(std::begin(kCommands), std::end(kCommands), [&](const AtModemCommand& known) {
    return known.form == form && fits(known.name, name);
  });
  if (found == std::end(kCommands)) return std::nullopt;
  return AtModemCall{found, form == AtForm::set ? AtArguments(rest.substr(1)) : AtArguments()};
}

}  // namespace modembench::serial
