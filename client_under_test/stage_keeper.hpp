#pragma once

#include <string>

#include <sys/types.h>

#include "client_under_test/stage_folders.hpp"
#include "emulator/modem/usb_identity.hpp"

namespace modembench::client_under_test {

/// What a stage's first process needs.
struct KeeperTask {
  ShownFolders folders;
  modem::UsbIdentity usb;
  bool own_user_namespace = false;
  unsigned user = 0;   ///< the effective user, as outside
  unsigned group = 0;  ///< the effective group, as outside
  /// The pipe that is told "+N REMARK" (N: the keeper's descriptor of the outside's terminals) once the stage is
  /// furnished, or "-REASON", and then closed.
  int report = -1;
  int lifeline = -1;  ///< the keeper lives until the other side of this is closed
};

/// The life of a stage's first process, process 1 of its PID namespace: it furnishes the stage, then keeps it. When it
/// ends, the kernel kills all that live in the stage. Returns its exit status.
[[nodiscard]] int keep_stage(const KeeperTask& task);

/// A stage's first process as the bench has it, for as long as the stage is there.
class Keeper {
 public:
  explicit Keeper(pid_t process) : process_(process) {}
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Kills the first process, and with it all that lives in the stage.
  void kill() const;
  /// Why the end of processes in the stage is no evidence: the first one was killed, and took all others along. Empty
  /// if it lives.
  [[nodiscard]] std::string what_failed() const;
  /// Waits for the first process to end, which the others in the stage do before it. Those of them that are our
  /// children must have been waited for.
  void release();

 private:
  pid_t process_;
};

}  // namespace modembench::client_under_test
