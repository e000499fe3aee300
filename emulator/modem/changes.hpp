#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace modembench::modem {

/// Changes to settings. They are made in their order, to the settings as these are then.
template <class Settings>
using Changes = std::vector<std::function<void(Settings&)>>;

template <class Settings>
void make(const Changes<Settings>& changes, Settings& settings) {
  for (const auto& change : changes) change(settings);
}

/// The change that puts `settings` in the place of all that is there.
template <class Settings>
[[nodiscard]] Changes<Settings> replaced_by(Settings settings) {
  return {[settings = std::move(settings)](Settings& place) { place = settings; }};
}

}  // namespace modembench::modem
