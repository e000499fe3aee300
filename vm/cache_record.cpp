#include "vm/cache_record.hpp"

#include <algorithm>
#include <cerrno>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>

#include "files/beneath.hpp"
#include "files/owner_mark.hpp"

namespace modembench::vm {
namespace {

namespace fs = std::filesystem;

/// What is recorded and still there. Of a copied cache nothing is: the copies are other files than those we made.
std::vector<files::RecordedThing> still_there(const files::Notes& left, int folder, const files::Identity& own) {
  const auto owner = files::owner_from(left.owner);
  const bool same_boot = owner && owner->boot == files::boot_id();
  auto now = own;
  if (!same_boot) now.device = left.folder.device;
  const auto names = files::names_in(folder);
  if (left.folder != now || !names) return {};
  std::vector<files::RecordedThing> things;
  for (const auto& name : *names) {
    const auto there = files::look(folder, name);
    if (!there) continue;
    auto identity = there->identity;
    if (!same_boot) identity.device = left.folder.device;
    const bool known = std::any_of(left.things.begin(), left.things.end(),
                                   [&](const auto& thing) { return thing.identity && thing.identity == identity; });
    if (known) things.push_back({name, there->identity});
  }
  return things;
}

}  // namespace

Result<CacheRecord> CacheRecord::open(const fs::path& cache) {
  auto ground = std::make_shared<files::Ground>();
  ground->path = cache;
  ground->folder.reset(::open(cache.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto own = ground->folder ? files::look(ground->folder.get()) : std::nullopt;
  if (!own) return tl::unexpected(fmt::format("{}: {}", cache.string(), files::error_text(errno)));
  auto record = files::Record::take(ground->folder.get(), cache);
  if (!record) return tl::unexpected(record.error().why);
  files::Notes notes;
  notes.owner = files::owner_mark();
  notes.folder = own->identity;
  notes.token = ground->token;
  notes.things = still_there(record->left(), ground->folder.get(), own->identity);
  if (auto written = record->sign(notes); !written) return tl::unexpected(written.error());
  ground->record.emplace(std::move(*record));
  return CacheRecord(std::move(ground));
}

bool CacheRecord::has(const files::Identity& identity) const {
  const auto things = ground_->record->things();
  return std::any_of(things.begin(), things.end(),
                     [&](const auto& thing) { return thing.identity && thing.identity == identity; });
}

Result<void> CacheRecord::add(const std::string& name, const files::Identity& identity) {
  return ground_->record->made(name, identity);
}

void CacheRecord::forget(const files::Identity& identity) {
  for (const auto& thing : ground_->record->things()) {
    if (thing.identity == identity) ground_->record->gone(thing.name);
  }
}

bool CacheRecord::remove(const std::string& name, files::Doubts& doubts) {
  const auto shown = ground_->path / name;
  const auto there = files::look(folder(), name);
  if (!there) return true;
  if (!has(there->identity)) {
    doubts.push_back(files::doubt(shown,
                                  "isn't in the record of what modembench has made there; if it is of no use, "
                                  "remove it"));
    return false;
  }
  if (there->is_folder()) {
    const auto inside = files::open_beneath(folder(), name, O_RDONLY | O_DIRECTORY);
    if (!inside) {
      doubts.push_back(files::doubt(shown, files::error_text(errno)));
      return false;
    }
    if (!files::empty_own_folder(inside.get(), shown, files::Mounts::of_others, doubts)) return false;
  }
  if (!files::remove_made(folder(), name, there->identity, shown, doubts)) return false;
  forget(there->identity);
  return true;
}

}  // namespace modembench::vm
