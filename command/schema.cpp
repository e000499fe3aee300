#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "command/commands.hpp"
#include "emulator/embedded.hpp"
#include "emulator/scenario/grammar/json_schema.hpp"

namespace modembench::command {

int schema() {
  const auto names_of = [](std::span<const Embedded> files) {
    std::vector<std::string_view> names;
    for (const auto& file : files) names.push_back(file.name);
    std::sort(names.begin(), names.end());
    return names;
  };
  fmt::print("{}", scenario::grammar::json_schema(names_of(embedded_clients()), names_of(embedded_modems())));
  return kAllPassed;
}

}  // namespace modembench::command
