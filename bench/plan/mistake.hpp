#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace modembench::bench {

/// A place in a YAML file. Line and column count from 1; a 0 means the file as a whole.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;

  /// The place in words: "connect.yaml:7:11", or the file alone.
  [[nodiscard]] std::string to_string() const;
  bool operator==(const Position&) const = default;
};

/// What is wrong in a YAML file, and what would be right.
struct Mistake {
  Position where;
  std::string what;
  std::vector<std::string> nearest;  ///< names that were perhaps meant, nearest first

  /// The mistake in words: "connect.yaml:7:11: unknown message 'WDS Strat Network'; did you mean 'WDS Start Network'?"
  /// If the place is in no file, `what` alone, which then says where.
  [[nodiscard]] std::string to_string() const;
};

/// All the mistakes of a file at once.
using Mistakes = std::vector<Mistake>;
template <class T>
using Loaded = tl::expected<T, Mistakes>;

}  // namespace modembench::bench
