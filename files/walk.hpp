#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/removal.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// A folder on the way to another, by the open one that it is in.
struct Step {
  Descriptor parent;
  std::string name;
  std::filesystem::path shown;
  Identity identity;
  bool made;  ///< it wasn't there
};

/// The way to a folder, as the kernel goes it ("..", links), with what was missing made.
struct Walk {
  std::filesystem::path path;  ///< absolute, with its links and dots
  Descriptor folder;
  std::vector<Step> steps;
};

/// What went wrong, in words, with the path of that folder; what was made is removed again.
[[nodiscard]] Result<Walk> walk_to(const std::filesystem::path& path);

/// Removes the folders that were made, the last first, as long as they are empty: what others have put there is theirs.
void remove_steps(const std::vector<Step>& steps, Doubts& doubts);

}  // namespace modembench::files
