#pragma once

#include "client_under_test/stage_folders.hpp"
#include "emulator/modem/profile.hpp"

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

}  // namespace modembench::client_under_test
