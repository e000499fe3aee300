#include "files/walk.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>

#include "files/beneath.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> names_of(const fs::path& path) {
  std::vector<std::string> names;
  for (const auto& part : path.relative_path()) {
    if (!part.empty() && part != ".") names.push_back(part.string());
  }
  return names;
}

struct Stepped {
  Step step;
  Descriptor there;
};

// One step further. The user's own path may go by links.
Result<Stepped> take_step(Descriptor parent, const std::string& name, const fs::path& shown, bool is_last) {
  Step result{std::move(parent), name, shown, {}, false};
  const int from = result.parent.get();
  Descriptor next(::openat(from, name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!next && errno == ENOENT && !look(from, name)) {
    const int error = make_private_folder(from, name);
    if (error != 0 && error != EEXIST) return failure(shown, "can't make this folder: " + error_text(error));
    result.made = error == 0;
    next = result.made ? open_beneath(from, name, O_PATH | O_DIRECTORY)
                       : Descriptor(::openat(from, name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  }
  if (!next) {
    if (errno == ENOTDIR && is_last) return failure(shown, "is a file; a folder is wanted");
    return failure(shown, error_text(errno));
  }
  if (const auto there = look(next.get())) result.identity = there->identity;
  return Stepped{std::move(result), std::move(next)};
}

}  // namespace

Result<Walk> walk_to(const fs::path& path) {
  if (path.empty()) return tl::unexpected(std::string("an empty path is no folder's"));
  std::error_code error;
  Walk walk;
  walk.path = fs::absolute(path, error);
  if (error) return failure(path, error.message());
  if (!walk.path.has_filename() && walk.path.has_relative_path()) walk.path = walk.path.parent_path();
  fs::path shown = "/";
  Descriptor at(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
  const auto names = names_of(walk.path);
  const auto give_up = [&](const Failure& why) {
    Doubts ignored;
    remove_steps(walk.steps, ignored);
    return tl::unexpected(why);
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    shown /= names[i];
    auto next = take_step(std::move(at), names[i], shown, i + 1 == names.size());
    if (!next) return give_up(next.error());
    at = std::move(next->there);
    walk.steps.push_back(std::move(next->step));
    // Of those that were there only the last few are of use: a record may say that we made them.
    constexpr std::size_t kMostOpen = 32;
    if (walk.steps.size() > kMostOpen && !walk.steps.front().made) walk.steps.erase(walk.steps.begin());
  }
  walk.folder.reset(::openat(at.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!walk.folder) return give_up(walk.path.string() + ": " + error_text(errno));
  return walk;
}

void remove_steps(const std::vector<Step>& steps, Doubts& doubts) {
  for (auto one = steps.rbegin(); one != steps.rend(); ++one) {
    if (one->made && !remove_made(one->parent.get(), one->name, one->identity, one->shown, doubts)) return;
  }
}

}  // namespace modembench::files
