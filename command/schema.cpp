#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "bench/language/grammar/json_schema.hpp"
#include "command/commands.hpp"
#include "emulator/embedded.hpp"

namespace modembench::command {

int schema() {
  const auto names_of = [](std::span<const Embedded> files) {
    std::vector<std::string_view> names;
    for (const auto& file : files) names.push_back(file.name);
    std::sort(names.begin(), names.end());
    return names;
  };
  fmt::print("{}", bench::grammar::json_schema(names_of(embedded_clients()), names_of(embedded_modems())));
  return kAllPassed;
}

}  // namespace modembench::command
