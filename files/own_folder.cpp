#include "files/own_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>

#include "files/beneath.hpp"
#include "files/owner_mark.hpp"
#include "files/record.hpp"
#include "files/removal.hpp"
#include "files/runs_place.hpp"
#include "files/walk.hpp"

namespace modembench::files {

namespace fs = std::filesystem;

struct OwnFolder::State {
  std::shared_ptr<Ground> ground = std::make_shared<Ground>();
  // Of a folder that was asked for by its path.
  std::vector<Step> made;
  // Of a run's.
  Descriptor place;
  std::string name;
  std::optional<Record> lock;
};

namespace {

Notes notes_on(const Ground& ground) {
  Notes notes;
  notes.owner = owner_mark();
  notes.token = ground.token;
  notes.wholly_ours = ground.wholly_ours;
  if (const auto folder = look(ground.folder.get())) notes.folder = folder->identity;
  return notes;
}

Result<void> refuse_foreign_files(int folder, const fs::path& path) {
  constexpr std::size_t kNamed = 3;
  auto foreign = names_in(folder);
  if (!foreign) return failure(path, foreign.error());
  foreign->erase(std::remove(foreign->begin(), foreign->end(), kRecordName), foreign->end());
  if (foreign->empty()) return {};
  std::sort(foreign->begin(), foreign->end());
  std::string names;
  for (std::size_t i = 0; i < std::min(foreign->size(), kNamed); ++i) names += (i == 0 ? "" : ", ") + foreign->at(i);
  if (foreign->size() > kNamed) names += " and " + std::to_string(foreign->size() - kNamed) + " more";
  return failure(path, "holds files that are none of modembench's (" + names + "); an empty or a new folder is wanted");
}

/// Clears what a process that is dead has left by its record, and takes over which folders it had made.
Result<void> take_over(const Notes& left, Walk& walk) {
  const auto owner = owner_from(left.owner);
  const auto now = look(walk.folder.get());
  if (!owner || !now) return failure(walk.path, "its record can't be read");
  const bool same_boot = owner->boot == boot_id();
  const auto same = [&](Identity recorded, const Identity& there) {
    if (!same_boot) recorded.device = there.device;
    return recorded == there;
  };
  if (!same(left.folder, now->identity)) {
    return failure(walk.path / kRecordName, "is the record of another folder; it is left as it is");
  }
  if (!is_dead(*owner)) {
    return failure(walk.path,
                   "belongs to process " + std::to_string(owner->process) + ", which isn't shown to be dead");
  }
  kill_left(left.owner, left.groups);
  Doubts doubts;
  remove_recorded(walk.folder.get(), walk.path, left.things, left.token, same_boot, doubts);
  say_left(doubts);
  for (auto& step : walk.steps) {
    step.made = step.made || std::any_of(left.parents.begin(), left.parents.end(),
                                         [&](const Identity& parent) { return same(parent, step.identity); });
  }
  return {};
}

// Only what was made is of use from now on.
void forget_others(std::vector<Step>& steps) {
  std::erase_if(steps, [](const Step& step) { return !step.made; });
}

// The place of all runs goes with the last of them.
void remove_empty_place(int place, const fs::path& shown) {
  const auto now = look(place);
  const Descriptor above(::openat(place, "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
  Doubts ignored;
  if (now && above) remove_made(above.get(), shown.filename(), now->identity, shown, ignored);
}

}  // namespace

Result<OwnFolder> OwnFolder::take(const fs::path& path) {
  auto walk = walk_to(path);
  if (!walk) return tl::unexpected(walk.error());
  Doubts ignored;
  auto record = Record::take(walk->folder.get(), walk->path);
  if (!record) {
    remove_steps(walk->steps, ignored);
    return tl::unexpected(record.error().why);
  }
  if (!record->left().owner.empty()) {
    // Of what isn't shown to be left by us nothing is touched, the record least of all.
    if (auto taken = take_over(record->left(), *walk); !taken) return tl::unexpected(taken.error());
  }
  auto state = std::make_unique<State>();
  auto& ground = *state->ground;
  ground.path = walk->path;
  ground.folder = std::move(walk->folder);
  auto notes = notes_on(ground);
  for (const auto& step : walk->steps) {
    if (step.made) notes.parents.push_back(step.identity);
  }
  auto ready = refuse_foreign_files(ground.folder.get(), ground.path);
  if (ready) ready = record->sign(notes);
  if (ready) {
    auto spare = keep_spare_descriptors();
    if (spare) ground.spare = std::move(*spare);
    if (!spare) ready = tl::unexpected(spare.error());
  }
  if (!ready) {
    record->remove(ground.folder.get());
    remove_steps(walk->steps, ignored);
    return tl::unexpected(ready.error());
  }
  ground.record.emplace(std::move(*record));
  state->made = std::move(walk->steps);
  forget_others(state->made);
  return OwnFolder(std::move(state));
}

void OwnFolder::clear_up_after_killed_runs() {
  const auto place = RunsPlace::lock();
  if (!place) return;
  place->clear_killed_runs();
  remove_empty_place(place->folder(), place->path());
}

Result<OwnFolder> OwnFolder::take_for_run() {
  auto state = std::make_unique<State>();
  auto& ground = *state->ground;
  auto spare = keep_spare_descriptors();
  if (!spare) return tl::unexpected(spare.error());
  // Its lock is kept until the run's own is there: a folder without one counts as left by a killed run.
  auto place = RunsPlace::lock();
  for (;; place = RunsPlace::lock()) {
    if (!place) return tl::unexpected(place.error());
    place->clear_killed_runs();
    state->name = "run-" + unguessable();
    const int error = make_private_folder(place->folder(), state->name);
    if (error == 0) break;
    // A run that ended just now may have taken the empty place away.
    if (error != ENOENT && error != EEXIST) {
      return failure(place->path(), "can't make a folder in it: " + error_text(error));
    }
  }
  auto again = place->opened_again();
  ground.path = place->path() / state->name;
  ground.wholly_ours = true;
  if (again) ground.folder = open_beneath(place->folder(), state->name, O_RDONLY | O_DIRECTORY);
  if (!ground.folder) {
    Doubts ignored;
    const int error = errno;
    const auto made = look(place->folder(), state->name);
    if (made) remove_made(place->folder(), state->name, made->identity, ground.path, ignored);
    return failure(ground.path, error_text(error));
  }
  state->place = std::move(*again);
  ground.spare = std::move(*spare);
  auto lock = Record::take(ground.folder.get(), ground.path);
  const auto ready = lock ? lock->sign(notes_on(ground)) : tl::unexpected(lock.error().why);
  if (lock) state->lock.emplace(std::move(*lock));
  OwnFolder folder(std::move(state));  // gone again where it isn't ready
  if (!ready) return tl::unexpected(ready.error());
  return folder;
}

OwnFolder::OwnFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}
OwnFolder::OwnFolder(OwnFolder&&) noexcept = default;
OwnFolder& OwnFolder::operator=(OwnFolder&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

OwnFolder::~OwnFolder() {
  if (!state_) return;
  auto& ground = *state_->ground;
  ground.spare.clear();
  Doubts doubts;
  if (ground.wholly_ours) {
    // Who clears up after killed runs meanwhile must not find one that is half gone.
    const auto place = RunsPlace::lock();
    remove_run(state_->place.get(), state_->name, ground.folder.get(), ground.path, doubts);
    state_->lock.reset();
    remove_empty_place(state_->place.get(), ground.path.parent_path());
  } else {
    remove_recorded(ground.folder.get(), ground.path, ground.record->things(), ground.token, true, doubts);
    ground.record->remove(ground.folder.get());
    ground.record.reset();
    remove_steps(state_->made, doubts);
  }
  say_left(doubts);
}

const fs::path& OwnFolder::path() const { return state_->ground->path; }

Place OwnFolder::place() const { return Place(state_->ground); }

Result<std::vector<Place>> OwnFolder::for_modems(std::size_t count) const {
  if (count == 1) return std::vector{place()};
  std::vector<Place> folders;
  for (std::size_t i = 1; i <= count; ++i) {
    auto folder = place().make_folder(std::to_string(i));
    if (!folder) return tl::unexpected("can't make this folder: " + folder.error());
    folders.push_back(std::move(*folder));
  }
  return folders;
}

void OwnFolder::note_process_group(int leader) {
  if (leader <= 1) return;
  auto& record = state_->lock ? state_->lock : state_->ground->record;
  if (const auto began = start_time(leader)) record->note({leader, *began});
}

}  // namespace modembench::files
