#include <fmt/format.h>

#include "client_under_test/end_signals.hpp"
#include "command/commands.hpp"
#include "command/ends_in_time.hpp"
#include "command/terminal.hpp"
#include "vm/guest.hpp"

namespace modembench::command {

// Of anything that hangs; what computes may take its time.
constexpr std::chrono::minutes kLimit{30};

int guest(const GuestArguments& arguments) {
  client_under_test::EndSignals signals;
  const EndsInTime ends_in_time(signals, kTimeToEnd);
  const auto snapshot =
      vm::snapshot(arguments.clock == "machine" ? vm::GuestClock::wall : vm::GuestClock::instructions);
  if (!snapshot) return unusable(snapshot.error(), signals);
  // For a person it is a machine as any other.
  vm::Order order{{"/bin/sh", "-c", "udevadm control --start-exec-queue; exec \"$@\"", "sh"}, "/root", {}};
  order.arguments.insert(order.arguments.end(), arguments.command.begin(), arguments.command.end());
  const auto answer = vm::run_in_guest(*snapshot, order, kLimit);
  if (!answer) return unusable(answer.error(), signals);
  if (const int signal = signals.take(); signal != 0) return 128 + signal;
  print("{}", Lines{answer->output});
  if (arguments.kernel_log) print("{}", Lines{answer->kernel});
  return answer->status;
}

}  // namespace modembench::command
