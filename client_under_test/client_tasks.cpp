#include "client_under_test/client_tasks.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client_under_test/process_children.hpp"
#include "client_under_test/task_sleep.hpp"
#include "emulator/ascii.hpp"

namespace modembench::client_under_test {
namespace {

using files::Descriptor;

// Files of a client's tasks that are kept open, as to open one takes thirty times as long as to read it; those beyond
// are opened each time. A client may start as many processes as it likes, and we may have few descriptors.
std::size_t most_kept() {
  constexpr std::size_t kMost = 256;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur / 4, kMost));
}

bool is_out_of_descriptors(int error) { return error == EMFILE || error == ENFILE; }

template <class Number>
std::optional<Number> take_number(std::string_view& text) {
  while (!text.empty() && (text.front() < '0' || text.front() > '9')) text.remove_prefix(1);
  Number number = 0;
  const auto [rest, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return number;
}

// The last number of the line "NSpid: 4711 12": what it is called where it lives itself.
pid_t own_name(std::string_view status, pid_t thread) {
  const auto at = status.find("\nNSpid:");
  if (at == std::string_view::npos) return thread;
  auto line = ascii::first_line(status.substr(at + 1));
  pid_t name = thread;
  while (const auto number = take_number<pid_t>(line)) name = *number;
  return name;
}

// The letter that says what it does: 'S' for asleep.
char state_of(std::string_view stat) {
  const auto end_of_name = stat.rfind(')');
  return end_of_name != std::string_view::npos && end_of_name + 2 < stat.size() ? stat[end_of_name + 2] : '?';
}

bool is_at_rest(char state) { return state == 'S' || state == 'T' || state == 't' || state == 'Z'; }

}  // namespace

// A file of /proc that is made anew each time that it is read from its beginning.
struct ClientTasks::File {
  const char* name;
  Descriptor kept{};
};

struct ClientTasks::Task {
  pid_t own_name = 0;
  std::string folder;
  File call{"syscall"};
  File schedule{"schedstat"};
  File stat{"stat"};
  File children{"children"};
  std::int64_t computed = 0;
  std::uint64_t nap_runs = 0;  ///< how often it had got a processor when it was first seen to nap
  std::chrono::steady_clock::time_point nap_began;
};

struct ClientTasks::Process {
  pid_t number = 0;
  std::map<pid_t, Task> known;
};

struct ClientTasks::Round {
  bool is_second = false;
  const Known* known = nullptr;
  std::vector<Seen> seen;
  bool waits_by_machine = false;
  bool somebody_reads = false;
};

ClientTasks::ClientTasks() : most_kept_(most_kept()) {}
ClientTasks::~ClientTasks() = default;

std::string ClientTasks::missing() {
  if (!proc_is_ours()) return "/proc is not this process's own";
  const auto task = fmt::format("/proc/self/task/{}/", syscall(SYS_gettid));
  for (const char* name : {"schedstat", "children"}) {
    if (access((task + name).c_str(), R_OK) != 0) return fmt::format("this kernel has no {}{}", task, name);
  }
  return {};
}

// Nothing where it can't be read: what it tells of has gone, or may not be asked.
std::optional<std::string_view> ClientTasks::read(Task& task, File& file, Buffer& buffer) {
  Descriptor opened;
  if (!file.kept) {
    opened.reset(open((task.folder + file.name).c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) {
      is_starved_ = is_starved_ || is_out_of_descriptors(errno);
      return std::nullopt;
    }
  }
  // Of all but the list of children the first part is all that there is, or that is wanted.
  std::size_t size = 0;
  while (size < buffer.size()) {
    const auto got = pread(file.kept ? file.kept.get() : opened.get(), buffer.data() + size, buffer.size() - size,
                           static_cast<off_t>(size));
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
    if (&file != &task.children) break;
  }
  if (opened && kept_ < most_kept_) {
    file.kept = std::move(opened);
    ++kept_;
  }
  return std::string_view(buffer.data(), size);
}

void ClientTasks::forget(Process& process, pid_t thread) {
  const auto found = process.known.find(thread);
  if (found == process.known.end()) return;
  const auto& task = found->second;
  for (const File* file : {&task.call, &task.schedule, &task.stat, &task.children}) kept_ -= file->kept ? 1 : 0;
  process.known.erase(found);
}

void ClientTasks::forget(pid_t number) {
  const auto found = processes_.find(number);
  if (found == processes_.end()) return;
  while (!found->second.known.empty()) forget(found->second, found->second.known.begin()->first);
  processes_.erase(found);
}

// False if anything of it isn't at rest, or isn't there any more.
bool ClientTasks::visit(pid_t number, bool is_root, Round& round) {
  const Descriptor tasks(open(fmt::format("/proc/{}/task", number).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!tasks) {
    is_starved_ = is_starved_ || is_out_of_descriptors(errno);
    forget(number);
    return false;
  }
  auto& process = processes_[number];
  process.number = number;
  alignas(8) std::array<char, 4096> buffer{};
  bool any = false;
  for (;;) {
    const long got = syscall(SYS_getdents64, tasks.get(), buffer.data(), buffer.size());
    if (got < 0) break;
    if (got == 0) return any;
    for (long at = 0; at < got;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(buffer.data() + at);
      at += entry->d_reclen;
      if (entry->d_name[0] == '.') continue;
      any = true;
      if (!visit_task(process, static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)), is_root, round)) {
        return false;
      }
    }
  }
  forget(number);
  return false;
}

bool ClientTasks::visit_task(Process& process, pid_t thread, bool is_root, Round& round) {
  Buffer buffer{};
  auto found = process.known.find(thread);
  if (found == process.known.end()) {
    found = process.known.try_emplace(thread).first;
    auto& task = found->second;
    task.folder = fmt::format("/proc/{}/task/{}/", process.number, thread);
    File status{"status"};
    const auto text = read(task, status, buffer);
    if (status.kept) --kept_;  // it is read but once
    task.own_name = own_name(text.value_or(""), thread);
  }
  auto& task = found->second;
  const bool is_at_rest = is_root || is_resting(process, thread, task, round);
  if (!is_at_rest) return false;
  const auto children = read(task, task.children, buffer);
  if (!children) {
    forget(process, thread);
    return false;
  }
  // More children than that are more than we can follow.
  if (children->size() == buffer.size()) {
    is_starved_ = true;
    return false;
  }
  const std::string numbers(*children);
  std::string_view rest = numbers;
  while (const auto child = take_number<pid_t>(rest)) {
    if (!visit(*child, false, round)) return false;
  }
  return true;
}

bool ClientTasks::is_resting(Process& process, pid_t thread, Task& task, Round& round) {
  Buffer buffer{};
  const auto schedule = read(task, task.schedule, buffer);
  auto rest = schedule.value_or("");
  const auto computed = take_number<std::int64_t>(rest);
  (void)take_number<std::int64_t>(rest);
  const auto runs = take_number<std::uint64_t>(rest);
  if (!computed || !runs) {
    forget(process, thread);
    return false;
  }
  computed_ += std::max<std::int64_t>(0, *computed - task.computed);
  task.computed = *computed;
  round.seen.push_back({process.number, thread, *runs});

  const auto call = read(task, task.call, buffer);
  if (call && call->starts_with("running")) return false;
  if (round.is_second && call) {
    round.somebody_reads = round.somebody_reads || sleeps_in_read(*call);
    const auto wait = sleeps_until_some_time(*call) ? round.known->wait(process.number, task.own_name) : Wait::known;
    if (wait == Wait::called) return false;
    if (wait == Wait::unknown) {
      if (!naps(*call) || !round.known->keeps_house(process.number, task.own_name)) {
        round.waits_by_machine = true;
      } else if (!naps_for_long(task, *runs)) {
        return false;
      }
    }
  }
  // Who may not be asked (another user's) is told by its state alone.
  if (!round.is_second && call) return true;
  const auto stat = read(task, task.stat, buffer);
  if (!stat) {
    forget(process, thread);
    return false;
  }
  return is_at_rest(state_of(*stat));
}

// In a process that is on the bench's clock, a thread that never was naps by the kernel's call as it is where a
// sanitizer's runtime has it: shortly, while it waits for another of its threads, and again and again, in one that
// looks after things.
bool ClientTasks::naps_for_long(Task& task, std::uint64_t runs) {
  constexpr std::chrono::milliseconds kLong{20};
  const auto now = std::chrono::steady_clock::now();
  if (task.nap_runs != runs) {
    task.nap_runs = runs;
    task.nap_began = now;
  }
  return now - task.nap_began >= kLong;
}

ClientTasks::State ClientTasks::look(const Known& known) {
  is_starved_ = false;
  Round first;
  const bool at_rest = visit(getpid(), true, first);
  Round second;
  second.is_second = true;
  second.known = &known;
  second.seen.reserve(first.seen.size());
  if (!at_rest || !visit(getpid(), true, second)) return is_starved_ ? State::unknown : State::busy;
  // Who has got no processor between the two slept all the while; and while all did, nobody was born.
  if (first.seen != second.seen) return State::busy;
  seen_ = std::move(second.seen);
  somebody_reads_ = second.somebody_reads;
  std::vector<pid_t> gone;
  for (const auto& [number, process] : processes_) {
    if (number != getpid() && !lives(number)) gone.push_back(number);
  }
  for (const pid_t number : gone) forget(number);
  return second.waits_by_machine ? State::waits_by_machine : State::quiet;
}

bool ClientTasks::lives(pid_t process) const {
  return std::any_of(seen_.begin(), seen_.end(), [&](const Seen& one) { return one.process == process; });
}

bool ClientTasks::lives(pid_t process, pid_t thread) const {
  const auto found = processes_.find(process);
  if (found == processes_.end()) return false;
  return std::any_of(seen_.begin(), seen_.end(), [&](const Seen& one) {
    if (one.process != process) return false;
    const auto task = found->second.known.find(one.thread);
    return task != found->second.known.end() && task->second.own_name == thread;
  });
}

}  // namespace modembench::client_under_test
