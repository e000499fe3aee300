#include "client_under_test/process_custody.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "client_under_test/process_fork.hpp"

namespace modembench::client_under_test {
namespace {

using std::chrono::milliseconds;

constexpr const char* kStopped = "the client's warden was stopped";

bool is_child(pid_t process) {
  siginfo_t unused{};
  return process > 0 && waitid(P_PID, static_cast<id_t>(process), &unused, WEXITED | WNOHANG | WNOWAIT) == 0;
}

// Whether the child ends by itself in that time. It isn't waited for yet: as long as it isn't, its number is its own.
bool ends_within(pid_t child, milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    siginfo_t ended{};
    if (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid != 0) {
      return true;
    }
    if (std::chrono::steady_clock::now() > end) return false;
    poll(nullptr, 0, 1);
  }
}

// The whole of it, however often a signal comes in between: nothing, or a part, means that its sender has gone.
std::optional<WardenReport> receive_report(int connection) {
  WardenReport report;
  auto* const bytes = reinterpret_cast<char*>(&report);
  for (std::size_t have = 0; have < sizeof report;) {
    const auto got = recv(connection, bytes + have, sizeof report - have, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    have += static_cast<std::size_t>(got);
  }
  return report;
}

}  // namespace

bool Custody::is_stopped() const {
  siginfo_t stopped{};
  return warden_ > 0 && waitid(P_PID, static_cast<id_t>(warden_), &stopped, WSTOPPED | WNOHANG | WNOWAIT) == 0 &&
         stopped.si_pid == warden_;
}

tl::expected<WardenReport, std::string> Custody::wait_for_word(int connection, milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    pollfd event{.fd = connection, .events = POLLIN, .revents = 0};
    if (poll(&event, 1, static_cast<int>(kLook.count())) > 0) {
      if (const auto report = receive_report(connection)) return *report;
      return tl::unexpected(std::string());
    }
    if (is_stopped()) return tl::unexpected(std::string(kStopped));
    if (std::chrono::steady_clock::now() > end) {
      return tl::unexpected(fmt::format("the client's warden didn't answer for {} s",
                                        std::chrono::duration_cast<std::chrono::seconds>(patience).count()));
    }
  }
}

void Custody::release() {
  if (!is_released()) wait_for(std::exchange(warden_, -1));
}

std::string Custody::how_it_ended() const {
  siginfo_t ended{};
  waitid(P_PID, static_cast<id_t>(warden_), &ended, WEXITED | WNOWAIT);
  if (ended.si_code == CLD_EXITED) return fmt::format("the client's warden ended with status {}", ended.si_status);
  return fmt::format("the client's warden was killed by signal {}", ended.si_status);
}

std::string Custody::end_in_its_stead(std::string why) {
  constexpr milliseconds kToEnd{1000};
  if (is_released()) return why;
  // Whose connection has closed is about to end: then it shall be seen how. One that is stopped won't.
  const bool ended = why.empty() && ends_within(warden_, kToEnd);
  if (ended) {
    const auto keepers = keeper_ ? keeper_->what_failed() : std::string();
    why = keepers.empty() ? how_it_ended() : keepers;
  } else if (why.empty()) {
    why = "the client's warden said no more";
  }
  // Its stage, where that is gone, has waited for it: then its number may be somebody else's.
  if (is_child(warden_)) kill(warden_, SIGKILL);
  if (keeper_) keeper_->kill();
  release();
  if (!keeper_ && !kill_orphans()) why += ", and not all that the client has started could be ended";
  return why;
}

}  // namespace modembench::client_under_test
