#pragma once

#include <string>
#include <vector>

#include "fuzz/campaign/steps.hpp"
#include "fuzz/campaign/twist.hpp"
#include "fuzz/mutator/random.hpp"

namespace modembench::fuzz {

/// Draws tries: new ones, and others made of those that showed something new. The same steps, corpus and random numbers
/// give the same sequence.
class Generator {
 public:
  static constexpr std::size_t kMaxTwists = 4;  ///< twists of a try; a try with more can't be understood any more

  explicit Generator(std::vector<Step> steps) : steps_(std::move(steps)) {}

  [[nodiscard]] Try draw(const std::vector<Try>& corpus, Random& random) const;

 private:
  [[nodiscard]] Twist draw_twist(Random& random) const;

  std::vector<Step> steps_;
};

}  // namespace modembench::fuzz
