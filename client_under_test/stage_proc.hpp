#pragma once

namespace modembench::client_under_test {

/// Mounts /proc for this process's PID namespace. It is read-only where it is the machine's (all settings but those of
/// the own network namespace, interrupts, buses), and lacks the kernel's memory, keys and log. Where a new mount isn't
/// allowed (a container that masks parts of it) the old /proc stays, with the outside's process ids, read-only as it
/// is. Throws StepFailed.
void furnish_proc();

}  // namespace modembench::client_under_test
