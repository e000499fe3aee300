#include "fuzz/campaign/workers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/end_signals.hpp"
#include "client_under_test/process_fork.hpp"
#include "files/own_folder.hpp"

namespace modembench::fuzz {
namespace {

using client_under_test::Connection;

/// A text with its length before it. False if the other side has gone.
bool send_whole(int fd, const std::string& text) {
  std::uint64_t size = text.size();
  std::string bytes(reinterpret_cast<const char*>(&size), sizeof size);
  bytes += text;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto sent = send(fd, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    at += static_cast<std::size_t>(sent);
  }
  return true;
}

bool read_exactly(int fd, char* to, std::size_t size) {
  while (size > 0) {
    const auto got = ::read(fd, to, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

std::optional<std::string> receive_whole(int fd) {
  std::uint64_t size = 0;
  if (!read_exactly(fd, reinterpret_cast<char*>(&size), sizeof size)) return std::nullopt;
  std::string text(size, '\0');
  if (!read_exactly(fd, text.data(), text.size())) return std::nullopt;
  return text;
}

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// What a try has from an end signal on to end its client and to take away what it has made.
constexpr milliseconds kTimeToEnd{600};

struct Worker {
  pid_t process = -1;
  files::Descriptor connection{};
  std::optional<std::size_t> busy_with{};
  Clock::time_point limit{};  ///< while it is busy
  bool killed = false;        ///< by us, for it was over
};

}  // namespace

struct Workers::State {
  Body body;
  milliseconds longest{};
  std::vector<Worker> workers;
  client_under_test::EndSignals signals{};
  bool interrupted = false;

  bool start(Worker& worker) {
    Connection connection;
    if (!client_under_test::make_connection(connection)) return false;
    const pid_t parent = getpid();
    const int theirs = connection.theirs.get();
    worker.process = client_under_test::fork_as_we_are([&] {
      // A run that is told to end cleans up after itself, also where this process was killed.
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      if (getppid() != parent) return 1;
      connection.ours.reset();
      for (auto& other : workers) other.connection.reset();  // its end is for this process alone to see
      return serve(theirs);
    });
    if (worker.process < 0) return false;
    worker.connection = std::move(connection.ours);
    worker.killed = false;
    return true;
  }

  /// In the worker's own process.
  int serve(int connection) const {
    try {
      while (const auto order = receive_whole(connection)) {
        if (!send_whole(connection, body(*order))) return 1;
      }
      return 0;
    } catch (const std::exception&) {
      return 1;
    }
  }

  Outcome take_answer(Worker& worker) {
    worker.busy_with.reset();
    if (auto answer = receive_whole(worker.connection.get())) return {std::move(answer), {}};
    worker.connection.reset();
    const int status = client_under_test::wait_for(std::exchange(worker.process, -1));
    if (WIFSIGNALED(status)) files::OwnFolder::clear_up_after_killed_runs();
    return {std::nullopt, worker.killed ? "killed, since it hung" : client_under_test::how_it_ended(status)};
  }

  /// Those that are busy; the others end when they are told nothing more.
  void interrupt() {
    interrupted = true;
    for (auto& worker : workers) {
      if (!worker.busy_with) continue;
      kill(worker.process, signals.pending());
      worker.limit = std::min(worker.limit, Clock::now() + kTimeToEnd);
    }
  }

  void kill_those_over() {
    for (auto& worker : workers) {
      if (!worker.busy_with || worker.killed || Clock::now() < worker.limit) continue;
      worker.killed = true;
      kill(worker.process, SIGKILL);
    }
  }

  [[nodiscard]] int time_to_wait() const {
    auto until = Clock::now() + std::chrono::hours(1);
    for (const auto& worker : workers) {
      if (worker.busy_with && !worker.killed) until = std::min(until, worker.limit);
    }
    return static_cast<int>(std::max(milliseconds(0), std::chrono::ceil<milliseconds>(until - Clock::now())).count());
  }
};

Workers::Workers(std::size_t jobs, milliseconds longest, Body body) : state_(std::make_unique<State>()) {
  state_->body = std::move(body);
  state_->longest = longest;
  state_->workers.resize(jobs);
}

Workers::~Workers() {
  for (auto& worker : state_->workers) worker.connection.reset();
  for (const auto& worker : state_->workers) {
    if (worker.process < 0) continue;
    if (worker.busy_with) kill(worker.process, SIGKILL);
    client_under_test::wait_for(worker.process);
  }
}

int Workers::interrupted_by() const { return state_->signals.pending(); }

std::vector<Workers::Outcome> Workers::run(const std::vector<std::string>& orders,
                                           const std::function<bool()>& enough) {
  std::vector<Outcome> outcomes(orders.size());
  std::size_t begun = 0;
  auto& workers = state_->workers;
  for (;;) {
    for (auto& worker : workers) {
      if (worker.busy_with || begun == orders.size() || interrupted_by() != 0 || enough()) continue;
      if (worker.process < 0 && !state_->start(worker)) {
        outcomes[begun++].died = fmt::format("can't start a process: {}", files::error_text(errno));
        continue;
      }
      worker.busy_with = begun;
      worker.limit = Clock::now() + state_->longest;
      if (!send_whole(worker.connection.get(), orders[begun])) {
        outcomes[begun] = state_->take_answer(worker);
      }
      ++begun;
    }
    std::vector<pollfd> events{{.fd = state_->interrupted ? -1 : state_->signals.fd(), .events = POLLIN, .revents = 0}};
    std::vector<Worker*> busy;
    for (auto& worker : workers) {
      if (!worker.busy_with) continue;
      events.push_back({.fd = worker.connection.get(), .events = POLLIN, .revents = 0});
      busy.push_back(&worker);
    }
    if (busy.empty() && (begun == orders.size() || interrupted_by() != 0 || enough())) break;
    if (poll(events.data(), events.size(), busy.empty() ? 0 : state_->time_to_wait()) < 0) continue;
    if (events.front().revents != 0) state_->interrupt();
    state_->kill_those_over();
    for (std::size_t i = 0; i < busy.size(); ++i) {
      if (events[i + 1].revents == 0) continue;
      const auto order = *busy[i]->busy_with;
      outcomes[order] = state_->take_answer(*busy[i]);
    }
  }
  outcomes.resize(begun);
  return outcomes;
}

}  // namespace modembench::fuzz
