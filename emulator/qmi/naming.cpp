#include "emulator/qmi/naming.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::qmi {

namespace {

bool parts_words(char c) { return c == ' ' || c == '-' || c == '_'; }

/// Levenshtein's distance, in which two neighbours that are swapped count as one slip.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  plain.reserve(name.size());
  for (const char c : name) {
    if (!parts_words(c)) plain.push_back(ascii::lower(c));
  }
  return plain;
}

bool same_name(std::string_view a, std::string_view b) {
  // Nearly all names that are compared are written alike, or differ in their first letter.
  if (a == b) return true;
  if (!a.empty() && !b.empty() && !parts_words(a[0]) && !parts_words(b[0]) && ascii::lower(a[0]) != ascii::lower(b[0]))
    return false;
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < a.size() && parts_words(a[i])) ++i;
    while (j < b.size() && parts_words(b[j])) ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (ascii::lower(a[i++]) != ascii::lower(b[j++])) return false;
  }
}

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates,
                                       std::size_t most) {
  // The work grows with the product of the two lengths, and a name as long as a page is no slip.
  constexpr std::size_t kLongest = 64;
  constexpr std::size_t kMostCandidates = 512;
  if (name.size() > kLongest) return {};
  const std::string wanted = plain_name(name);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string& candidate : std::span(candidates).first(std::min(candidates.size(), kMostCandidates))) {
    if (candidate.size() > 2 * kLongest) continue;
    const std::string plain = plain_name(candidate);
    // Whoever writes the beginning of a long name means that name.
    const bool begins = wanted.size() >= 3 && plain.starts_with(wanted);
    const std::size_t distance = begins ? 1 : edit_distance(wanted, plain);
    const std::size_t slip = std::max<std::size_t>(1, std::max(wanted.size(), plain.size()) / 3);
    if (distance <= slip) near.emplace_back(distance, candidate);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (auto& [distance, candidate] : near) {
    if (names.size() == most) break;
    if (std::find(names.begin(), names.end(), candidate) == names.end()) names.push_back(std::move(candidate));
  }
  return names;
}

}  // namespace modembench::qmi
