#pragma once

#include <string>

#include "emulator/ports/attachment.hpp"
#include "files/descriptor.hpp"

namespace modembench::ports {

/// The master's side of a pseudo-terminal, never blocking, and the path of its slave.
struct Pty {
  files::Descriptor master;
  std::string slave;
};

/// Opens a new pseudo-terminal. Its slave is raw before anyone can open it: libqmi's clients set no terminal mode
/// themselves, and in the kernel's default mode the slave would echo and rewrite their bytes.
[[nodiscard]] Result<Pty> open_pty();

/// Waits until what was written to the master can be read at the slave, without opening that for longer than a moment.
/// To be called only while another process has the slave open.
void deliver_to_slave(const std::string& slave);

/// Whether the slave has been opened before and no process has it open now.
[[nodiscard]] bool hung_up(int master);

/// Throws away what was written to the slave and not read there. The other direction isn't touched. If no process has
/// the slave open, it is made raw again too: the last client may have changed that.
void forget_unread(int master);

}  // namespace modembench::ports
