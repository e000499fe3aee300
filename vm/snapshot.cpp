#include "vm/snapshot.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "client_under_test/start_command.hpp"
#include "files/content.hpp"
#include "files/own_folder.hpp"
#include "vm/agent_program.hpp"
#include "vm/cache.hpp"
#include "vm/console.hpp"
#include "vm/cpio.hpp"
#include "vm/image.hpp"
#include "vm/kept_state.hpp"
#include "vm/memory.hpp"
#include "vm/qmp.hpp"

namespace modembench::vm {
namespace {

namespace fs = std::filesystem;

// 12 s on two cores of 2024 without KVM. Only a guest that hangs is waited for as long: a QEMU that has failed is gone.
constexpr std::chrono::minutes kBootLimit{20};

/// The image's root with our two programs behind it, in one file.
Result<fs::path> whole_root(const fs::path& root, const std::string& program, const fs::path& folder) {
  auto path = folder / "root.cpio";
  std::error_code error;
  fs::copy_file(root, path, error);
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out << to_cpio({{"agent", std::string(agent_program())}, {"bin/modembench", program}});
  if (error || !out.flush()) {
    return tl::unexpected(fmt::format("{} can't be written{}{}", path.string(), error ? ": " : "", error.message()));
  }
  return path;
}

Result<void> put_memory(const files::Descriptor& memory, const fs::path& state) {
  const files::Descriptor file(open(state.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  const int failed = file ? copy_memory(memory.get(), file.get()) : errno;
  if (failed == 0) return {};
  return tl::unexpected(fmt::format("the guest's memory can't be kept in {}: {}", state.parent_path().string(),
                                    files::error_text(failed)));
}

Result<void> boot_and_save(const MachineFiles& files, GuestClock clock, const fs::path& folder, const fs::path& state) {
  const auto memory = new_memory();
  if (!memory) return tl::unexpected(memory.error());
  boost::asio::io_context io{1};
  auto control = Control::in(io, folder);
  if (!control) return tl::unexpected(control.error());
  auto command = machine_command(files, {path_of(*memory), true}, clock);
  const auto console = folder / "console";
  command.insert(command.end(), {"-serial", fmt::format("file:{}", console.string()), "-qmp", control->option()});
  // That it was stopped when it was saved is no part of its state: it shall go on by itself.
  command.insert(command.end(), {"-global", "migration.store-global-state=off"});
  std::optional<Result<void>> saved;
  std::string said;
  std::optional<Machine> machine;
  const auto save = [&]() -> boost::asio::awaitable<void> {
    saved = co_await control->save_state(state);
    // QEMU itself stays where it has failed to save.
    if (!*saved) machine->end();
  };
  machine.emplace(io, [&](std::string_view line) {
    if (line == "ready") {
      boost::asio::co_spawn(io, save, boost::asio::detached);
    } else {
      said += fmt::format("\n  {}", line);
    }
  });
  // QEMU appends its part.
  std::error_code no_room;
  fs::resize_file(state, kMemorySize, no_room);
  if (no_room) return tl::unexpected(fmt::format("{}: {}", state.parent_path().string(), no_room.message()));
  const auto end = machine->run(std::move(command), kBootLimit);
  // QEMU's end may be seen before its last answer is.
  io.restart();
  io.poll();
  if (!end) return tl::unexpected(end.error());
  if (end->why == MachineEnd::Why::interrupted) return tl::unexpected(fmt::format("ended by signal {}", end->signal));
  if (saved && *saved) return put_memory(*memory, state);
  const auto why = saved ? saved->error() : fmt::format("the guest hasn't booted ({})", end->in_words);
  return tl::unexpected(why + said + last_lines_of_console(console));
}

}  // namespace

Result<Snapshot> snapshot(GuestClock clock) {
  if (client_under_test::find_program(std::string(kQemu)).empty()) {
    return tl::unexpected(fmt::format("{} isn't there: Debian's package qemu-system-x86 has it", kQemu));
  }
  const auto cache = cache_folder();
  if (!cache) return tl::unexpected(cache.error());
  const auto lock = lock_cache(*cache);
  if (!lock) return tl::unexpected(lock.error());
  auto files = image(*cache);
  if (!files) return tl::unexpected(files.error());

  const auto program = files::content_of("/proc/self/exe");
  std::string words;
  for (const auto& word : machine_command({}, {}, clock)) words += word + '\n';
  const auto qemu = fs::canonical(client_under_test::find_program(std::string(kQemu)));
  // Not the place of the cache: a CI restores it wherever it likes.
  const auto key = key_of({files->root.parent_path().filename().string(), program, agent_program(), words,
                           qemu.string(), fmt::format("{}", fs::last_write_time(qemu).time_since_epoch().count())});
  Snapshot result{*files, clock, *cache / fmt::format("snapshot-{}", key)};
  switch (look_at_state(result.state)) {
    case KeptState::whole:
      return result;
    case KeptState::foreign:
      return tl::unexpected(
          fmt::format("{} is no snapshot of modembench's, and stands where one is to be: move it away, "
                      "or set MODEMBENCH_VM_CACHE to another folder",
                      result.state.string()));
    case KeptState::broken:
      fmt::print(stderr, "{} isn't what was written: another one takes its place\n", result.state.string());
      break;
    case KeptState::none:
      break;
  }

  fmt::print(stderr, "booting the guest, once for this build\n");
  std::error_code error;
  auto folder = files::OwnFolder::take_for_run();
  if (!folder) return tl::unexpected(folder.error());
  auto unfinished = unfinished_file(*cache);
  if (!unfinished) return tl::unexpected(unfinished.error());
  fs::create_directories(folder->path() / "vm", error);
  const auto whole = whole_root(files->root, program, folder->path() / "vm");
  if (!whole) return tl::unexpected(whole.error());
  const auto saved = boot_and_save({files->kernel, *whole}, clock, folder->path() / "vm", unfinished->path());
  if (!saved) return tl::unexpected(saved.error());
  if (auto marked = mark_whole(unfinished->path()); !marked) return tl::unexpected(marked.error());
  if (const auto named = unfinished->become(result.state.filename()); !named) return tl::unexpected(named.error());
  prune(*cache);
  return result;
}

}  // namespace modembench::vm
