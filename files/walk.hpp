#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/removal.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// A folder on the way to another, by the open folder that it is in.
struct Step {
  Descriptor parent;
  std::string name;
  std::filesystem::path shown;
  Identity identity;
  bool made;  ///< the folder wasn't there, and has been made
};

/// The way to a folder, as the kernel goes it ("..", links). What was missing has been made.
struct Walk {
  std::filesystem::path path;  ///< the absolute path, with its links and dots
  Descriptor folder;
  std::vector<Step> steps;
};

/// Walks to a folder, making what is missing. A failure says in words what went wrong, with the path of that folder;
/// what was made is removed again.
[[nodiscard]] Result<Walk> walk_to(const std::filesystem::path& path);

/// Removes the folders that were made, the last one first, as long as they are empty: what others have put there is
/// theirs.
void remove_steps(const std::vector<Step>& steps, Doubts& doubts);

}  // namespace modembench::files
