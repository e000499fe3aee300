#pragma once

#include <cstddef>

#include "bench/language/variables.hpp"
#include "bench/language/yaml_reader.hpp"

/// Variables filled in: `${apn}` in a text is the variable's value.
namespace modembench::bench {

/// The account of how much all variants of a file are together. It is asked before anything is made.
class Ledger {
 public:
  /// `reader` must outlive this object.
  explicit Ledger(Reader& reader) : reader_(reader) {}

  /// Takes down `times` things of the size `one`. Returns false if there would be more than kMaxFilledValues or
  /// kMaxFilledText; the first time, a mistake is noted at `at`.
  bool has_room(const YamlNode& at, const YamlSize& one, std::size_t times = 1);
  /// Whether has_room() has ever been false.
  [[nodiscard]] bool full() const { return full_; }

 private:
  Reader& reader_;
  std::size_t values_ = 0;
  std::size_t text_ = 0;
  bool full_ = false;
};

/// Fills in the variables of all texts below `root`. A text that is nothing but `${name}` becomes the variable's value,
/// which may be a list or a map; in a longer text only another text can be filled in. `$${` becomes a plain `${`.
/// A mistake is noted, and the value left out, for a name that isn't known, for a variable that contains itself, for
/// what gets more than kMaxYamlDepth deep, and for what `ledger` has no room for.
void fill(Reader& reader, YamlNode& root, Variables& variables, Ledger& ledger);

}  // namespace modembench::bench
