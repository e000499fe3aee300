#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "fuzz/campaign/observation.hpp"
#include "fuzz/campaign/scene.hpp"

namespace modembench::fuzz {

/// A campaign's folder: `corpus/` has the tries that showed something new, `findings/` one scenario for each cause.
class Store {
 public:
  /// Opens a campaign's folder, making what isn't there; or says in words what can't be made. A folder that has other
  /// things in it, too, is refused.
  [[nodiscard]] static tl::expected<Store, std::string> open(const std::string& folder);

  /// The tries of an earlier campaign, in their order; or says in words what can't be read.
  [[nodiscard]] tl::expected<std::vector<Try>, std::string> corpus() const;
  [[nodiscard]] tl::expected<void, std::string> keep(const Scene& scene, const Try& what);
  /// The path that a finding of this cause has.
  [[nodiscard]] std::string path_of(const Complaint& complaint) const;
  [[nodiscard]] tl::expected<void, std::string> write(const std::string& path, const std::string& text) const;

  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  explicit Store(std::string folder) : folder_(std::move(folder)) {}

  std::string folder_;
};

}  // namespace modembench::fuzz
