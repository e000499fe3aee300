#include "report/output_formats.hpp"

#include <string_view>

#include <fmt/format.h>

#include "emulator/embedded.hpp"
#include "report/results.hpp"

namespace modembench::report {
namespace {

/// Inside a script element nothing but "</script" and "<!--" could end or change it: no '<' is left.
std::string without_markup(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

/// The outcomes that the page colours as bad.
std::string bad_outcomes() {
  std::string out;
  for (const auto outcome :
       {Outcome::inconclusive, Outcome::failed, Outcome::not_caught, Outcome::fixed, Outcome::error}) {
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ",", to_string(outcome));
  }
  return out;
}

}  // namespace

std::string to_html(std::span<const Record> records) {
  constexpr std::string_view kPlace = "@DATA@";
  const std::string_view page = embedded_pages().front().text;
  const std::size_t place = page.find(kPlace);
  std::string runs;
  for (const auto& record : records) runs += (runs.empty() ? "" : ",") + to_json(record, WithTranscript::no);
  const auto json = fmt::format(R"({{"bad":[{}],"runs":[{}]}})", bad_outcomes(), runs);
  return fmt::format("{}{}{}", page.substr(0, place), without_markup(json), page.substr(place + kPlace.size()));
}

}  // namespace modembench::report
