#include "client_under_test/task_sleep.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include <linux/futex.h>
#include <sys/syscall.h>

namespace modembench::client_under_test {
namespace {

// "230 0x0 0x0 0x7ffc… …": the number is decimal, the six arguments are not.
struct Call {
  long number = -1;
  std::array<std::uint64_t, 6> arguments{};
};

Call read_call(std::string_view text) {
  Call call;
  const auto [rest, wrong] = std::from_chars(text.data(), text.data() + text.size(), call.number);
  if (wrong != std::errc{}) return Call{};
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  for (auto& argument : call.arguments) {
    const auto at = text.find("0x");
    if (at == std::string_view::npos) return call;
    text.remove_prefix(at + 2);
    std::from_chars(text.data(), text.data() + text.size(), argument, 16);
  }
  return call;
}

bool is_positive(std::uint64_t milliseconds) { return static_cast<std::int32_t>(milliseconds) > 0; }

}  // namespace

bool sleeps_until_some_time(std::string_view text) {
  const auto call = read_call(text);
  const auto& argument = call.arguments;
  switch (call.number) {
#ifdef SYS_poll
    case SYS_poll:
      return is_positive(argument[2]);
#endif
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
      return is_positive(argument[3]);
#endif
#ifdef SYS_select
    case SYS_select:
      return argument[4] != 0;
#endif
    case SYS_epoll_pwait:
      return is_positive(argument[3]);
    case SYS_ppoll:
    case SYS_rt_sigtimedwait:
      return argument[2] != 0;
    case SYS_pselect6:
      return argument[4] != 0;
    case SYS_epoll_pwait2:
    case SYS_semtimedop:
      return argument[3] != 0;
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
    case SYS_restart_syscall:
      return true;
    case SYS_futex: {
      const auto command = static_cast<int>(argument[1]) & FUTEX_CMD_MASK;
      return (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET) && argument[3] != 0;
    }
    case SYS_mq_timedreceive:
    case SYS_mq_timedsend:
      return argument[4] != 0;
    default:
      return false;
  }
}

bool naps(std::string_view text) {
  const auto number = read_call(text).number;
  return number == SYS_nanosleep || number == SYS_clock_nanosleep || number == SYS_restart_syscall;
}

bool sleeps_in_read(std::string_view text) { return read_call(text).number == SYS_read; }

}  // namespace modembench::client_under_test
