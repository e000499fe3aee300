#pragma once

#include <filesystem>
#include <vector>

#include "emulator/modem/profile.hpp"

namespace modembench::client_under_test {

/// What a stage's first process needs.
struct KeeperTask {
  std::vector<std::filesystem::path> keep;
  modem::UsbIdentity usb;
  bool own_user_namespace = false;
  unsigned user = 0;   ///< effective, as outside
  unsigned group = 0;  ///< effective, as outside
  int report = -1;     ///< told "+" or "-" with a reason once the stage is furnished, then closed
  int lifeline = -1;   ///< lives until this is closed on the other side
};

/// The life of a stage's first process, process 1 of its PID namespace: furnishes the stage, then keeps it. When it
/// ends the kernel kills all that live in it. Returns its exit status.
[[nodiscard]] int keep_stage(const KeeperTask& task);

}  // namespace modembench::client_under_test
