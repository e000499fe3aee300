#include "files/place.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "files/beneath.hpp"
#include "files/removal.hpp"

namespace modembench::files {
namespace {

namespace fs = std::filesystem;

// To a name in the open folder, whatever its path leads to by now.
fs::path way_to(int folder, const fs::path& path, const std::string& name) {
  const auto by_descriptor = fmt::format("/proc/self/fd/{}", folder);
  return (look(AT_FDCWD, by_descriptor) ? fs::path(by_descriptor) : path) / name;
}

// Not over what has come to stand there. 0 or an errno.
int rename_to_free(int folder, const std::string& from, const std::string& to) {
  if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (look(folder, to)) return EEXIST;  // a file system that can't do it in one step
  return ::renameat(folder, from.c_str(), folder, to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

Result<SpareDescriptors> keep_spare_descriptors() {
  SpareDescriptors spare(4);
  for (auto& one : spare) {
    one.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!one) return tl::unexpected("can't open /dev/null: " + error_text(errno));
  }
  return spare;
}

std::string Ground::unguessable_token() { return unguessable(); }

Place::Place(fs::path folder) : ground_(std::make_shared<Ground>()), path_(std::move(folder)) {
  ground_->path = path_;
  ground_->folder.reset(::open(path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!ground_->folder) ground_->error = errno;
}

Place::Place(std::shared_ptr<Ground> ground) : ground_(std::move(ground)), path_(ground_->path) {}

Place::At Place::open() const {
  At at;
  if (inner_.empty()) {
    at.folder = ground_->folder.get();
    at.error = ground_->error;
    return at;
  }
  constexpr int kFlags = O_PATH | O_DIRECTORY;
  at.own = open_beneath(ground_->folder.get(), inner_, kFlags);
  if (!at.own && (errno == EMFILE || errno == ENFILE) && !ground_->spare.empty()) {
    ground_->spare.pop_back();
    at.own = open_beneath(ground_->folder.get(), inner_, kFlags);
  }
  at.error = at.own ? 0 : errno;
  const auto opened = at.own ? look(at.own.get()) : std::nullopt;
  if (at.own && (!opened || opened->identity != identity_)) at.error = ENOENT;  // another has its name
  at.folder = at.own.get();
  return at;
}

std::string Place::recorded(const std::string& name) const { return inner_.empty() ? name : inner_ + "/" + name; }

// In a run's own folder whatever a client has put where a port is to be is the run's. Elsewhere it is its owner's.
Result<void> Place::clear_way(int folder, const std::string& name) const {
  const auto there = look(folder, name);
  if (!there) return {};
  Doubts ignored;
  if (ground_->wholly_ours && !there->is_folder() &&
      remove_made(folder, name, there->identity, path_ / name, ignored)) {
    return {};
  }
  return failure(path_ / name, "something else stands here already");
}

Result<Identity> Place::make_thing(const std::string& name, const Maker& maker) const {
  const auto at = open();
  if (at.error != 0) return failure(path_ / name, error_text(at.error));
  if (auto free = clear_way(at.folder, name); !free) return tl::unexpected(free.error());
  auto& record = ground_->record;
  if (record) {
    if (auto noted = record->making(recorded(name)); !noted) return tl::unexpected(noted.error());
  }
  const auto unfinished = "." + ground_->token;
  int error = maker(at.folder, unfinished, way_to(at.folder, path_, unfinished));
  const auto made = look(at.folder, unfinished);
  if (error == 0 && !made) error = errno;
  Result<void> noted;
  if (error == 0 && record) noted = record->made(recorded(name), made->identity);
  if (error == 0 && noted) error = rename_to_free(at.folder, unfinished, name);
  if (error == 0 && noted) return made->identity;
  Doubts ignored;
  if (made) remove_made(at.folder, unfinished, made->identity, path_ / unfinished, ignored);
  if (record) record->gone(recorded(name));
  if (!noted) return tl::unexpected(noted.error());
  return failure(path_ / name, error == EEXIST ? "something else stands here already" : error_text(error));
}

Result<Node> Place::make(const std::string& name, const Maker& maker) const {
  return make_thing(name, maker).map([&](const Identity& identity) { return Node(*this, name, identity); });
}

Result<Node> Place::make_link(const std::string& name, const std::string& target) const {
  return make(name, [&](int folder, const std::string& unfinished, const fs::path&) {
    return ::symlinkat(target.c_str(), folder, unfinished.c_str()) == 0 ? 0 : errno;
  });
}

Result<Place> Place::make_folder(const std::string& name) const {
  const auto made = make_thing(name, [](int folder, const std::string& unfinished, const fs::path&) {
    return make_private_folder(folder, unfinished);
  });
  if (!made) return tl::unexpected(made.error());
  Place inner(ground_);
  inner.path_ = path_ / name;
  inner.inner_ = recorded(name);
  inner.identity_ = *made;
  return inner;
}

Node::Node(Node&& other) noexcept
    : place_(std::exchange(other.place_, std::nullopt)), name_(std::move(other.name_)), identity_(other.identity_) {}

Node& Node::operator=(Node&& other) noexcept {
  if (this != &other) {
    remove();
    place_ = std::exchange(other.place_, std::nullopt);
    name_ = std::move(other.name_);
    identity_ = other.identity_;
  }
  return *this;
}

std::pair<std::string, Identity> Node::keep() {
  place_.reset();
  return {name_, identity_};
}

void Node::remove() {
  const auto place = std::exchange(place_, std::nullopt);
  if (!place) return;
  const auto at = place->open();
  // What is left is looked at again, and spoken of, when the folder is given up.
  Doubts later;
  if (at.error == 0 && remove_made(at.folder, name_, identity_, place->path() / name_, later) &&
      place->ground_->record) {
    place->ground_->record->gone(place->recorded(name_));
  }
}

}  // namespace modembench::files
