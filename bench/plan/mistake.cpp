#include "bench/plan/mistake.hpp"

#include <fmt/format.h>

#include "emulator/trace/printable.hpp"

namespace modembench::bench {
namespace {

/// "'a', 'b' or 'c'"
std::string alternatives(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += fmt::format("'{}'", names[i]);
  }
  return text;
}

}  // namespace

std::string Position::to_string() const {
  const auto name = trace::printable(file);
  return line == 0 ? name : fmt::format("{}:{}:{}", name, line, column);
}

std::string Mistake::to_string() const {
  std::string text = where.file.empty() ? what : fmt::format("{}: {}", where.to_string(), what);
  if (!nearest.empty()) text += fmt::format("; did you mean {}?", alternatives(nearest));
  return text;
}

}  // namespace modembench::bench
