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

/// A new one, its slave raw before anyone can open it: libqmi's clients set no terminal mode themselves, and in the
/// kernel's default mode the slave would echo and rewrite their bytes.
[[nodiscard]] Result<Pty> open_pty();

/// Waits until what was written to the master is there for who reads the slave, without opening that for longer than a
/// moment. Only while somebody else has it open.
void deliver_to_slave(const std::string& slave);

/// True where the slave has been opened before and nobody has it open now.
[[nodiscard]] bool hung_up(int master);

/// Throws away what was written to the slave and not read there. The other direction isn't touched.
/// Where nobody has the slave open, it is made raw again too: the last client may have changed that.
void forget_unread(int master);

}  // namespace modembench::ports
