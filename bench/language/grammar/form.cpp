#include "bench/language/grammar/form.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace modembench::bench::grammar {

const Form& form_of(const MapSpec& spec, std::string_view key, Kind kind) {
  if (const auto* found = spec.find(key)) {
    for (const auto& form : found->value.all()) {
      if (form.kind == kind) return form;
    }
  }
  throw std::logic_error(fmt::format("the grammar has no '{}' of '{}' of this kind", key, spec.name));
}

}  // namespace modembench::bench::grammar
