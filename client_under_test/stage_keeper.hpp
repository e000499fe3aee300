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
  unsigned user = 0;   ///< effective, as outside
  unsigned group = 0;  ///< effective, as outside
  int report = -1;     ///< once the stage is furnished told "+N REMARK" (N: its descriptor of the
                       ///< outside's terminals) or "-REASON", then closed
  int lifeline = -1;   ///< lives until this is closed on the other side
};

/// The life of a stage's first process, process 1 of its PID namespace: furnishes the stage, then keeps it. When it
/// ends the kernel kills all that live in it. Returns its exit status.
[[nodiscard]] int keep_stage(const KeeperTask& task);

/// A stage's first process as the bench has it, for as long as the stage is there.
class Keeper {
 public:
  explicit Keeper(pid_t process) : process_(process) {}
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Kills it, and with it all that lives in the stage.
  void kill() const;
  /// Why what has ended in the stage is no evidence: this was killed, and took all else along. Empty if it lives.
  [[nodiscard]] std::string what_failed() const;
  /// Waits for its end, that of all others in the stage before it. Those of them that are our children must have been
  /// waited for.
  void release();

 private:
  pid_t process_;
};

}  // namespace modembench::client_under_test
