#include <fmt/format.h>

#include "command/commands.hpp"
#include "vm/guest.hpp"

namespace modembench::command {

// Of anything that hangs; what computes may take its time.
constexpr std::chrono::minutes kLimit{30};

int guest(const GuestArguments& arguments) {
  const auto snapshot = vm::snapshot(arguments.clock == "real" ? vm::GuestClock::wall : vm::GuestClock::instructions);
  if (!snapshot) {
    fmt::print(stderr, "modembench: {}\n", snapshot.error());
    return kUnusable;
  }
  vm::Order order{{"/bin/sh", "-c", "exec \"$@\"", "sh"}, "/root", {}};
  order.arguments.insert(order.arguments.end(), arguments.command.begin(), arguments.command.end());
  const auto answer = vm::run_in_guest(*snapshot, order, kLimit);
  if (!answer) {
    fmt::print(stderr, "modembench: {}\n", answer.error());
    return kUnusable;
  }
  if (answer->interrupted_by != 0) return 128 + answer->interrupted_by;
  fmt::print("{}", answer->output);
  if (arguments.kernel_log) fmt::print("{}", answer->kernel);
  return answer->status;
}

}  // namespace modembench::command
