#pragma once

#include <string>

#include "bench/plan/scenario.hpp"

namespace modembench::testing {

/// The client of that name, as a scenario's third line names it.
inline bench::ClientUse use_of(const std::string& name) {
  bench::ClientUse use;
  use.client = name;
  use.as = name;
  use.where = {"s.yaml", 3, 9};
  return use;
}

}  // namespace modembench::testing
