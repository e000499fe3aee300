#include <charconv>

#include "emulator/serial/at_modem_command.hpp"

namespace modembench::serial {

AtArguments::AtArguments(std::string_view text) : values_(1) {
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      values_.emplace_back();
    } else {
      values_.back().push_back(c);
    }
  }
}

std::optional<std::string> AtArguments::text(std::size_t index) const {
  if (index >= values_.size()) return std::nullopt;
  return values_[index];
}

std::optional<unsigned> AtArguments::number(std::size_t index, unsigned least, unsigned most) const {
  const auto digits = text(index);
  if (!digits) return std::nullopt;
  unsigned number = 0;
  const auto* end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) return std::nullopt;
  return number;
}

}  // namespace modembench::serial
