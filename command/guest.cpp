#include <fmt/format.h>

#include "command/commands.hpp"
#include "command/terminal.hpp"
#include "vm/guest.hpp"

namespace modembench::command {

// Of anything that hangs; what computes may take its time.
constexpr std::chrono::minutes kLimit{30};

int guest(const GuestArguments& arguments) {
  const auto snapshot = vm::snapshot(arguments.clock == "real" ? vm::GuestClock::wall : vm::GuestClock::instructions);
  if (!snapshot) {
    complain(snapshot.error());
    return kUnusable;
  }
  vm::Order order{{"/bin/sh", "-c", "exec \"$@\"", "sh"}, "/root", {}};
  order.arguments.insert(order.arguments.end(), arguments.command.begin(), arguments.command.end());
  const auto answer = vm::run_in_guest(*snapshot, order, kLimit);
  if (!answer) {
    complain(answer.error());
    return kUnusable;
  }
  if (answer->interrupted_by != 0) return 128 + answer->interrupted_by;
  print("{}", Lines{answer->output});
  if (arguments.kernel_log) print("{}", Lines{answer->kernel});
  return answer->status;
}

}  // namespace modembench::command
