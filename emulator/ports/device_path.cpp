#include "emulator/ports/device_path.hpp"

#include <algorithm>
#include <filesystem>

namespace modembench::ports {

namespace fs = std::filesystem;

std::vector<std::string> names_of_device(const std::string& path) {
  std::vector<std::string> names;
  // A zero byte would end the path for the system and not for us.
  if (path.empty() || path.front() != '/' || path.find('\0') != std::string::npos) return names;
  const auto add = [&](const fs::path& name) {
    auto text = name.lexically_normal().string();
    if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(std::move(text));
  };
  fs::path at(path);
  std::error_code error;
  for (int i = 0; i <= kMaxLinks; ++i) {
    add(at);
    const auto folder = fs::weakly_canonical(at.parent_path(), error);
    if (!error) add(folder / at.filename());
    const auto target = fs::read_symlink(at, error);
    if (error) break;
    at = target.is_absolute() ? target : at.parent_path() / target;
  }
  return names;
}

}  // namespace modembench::ports
