#pragma once

namespace modembench::client_under_test {

/// For this process and all that it starts: root has no more rights than in a container, plus those over the network,
/// which is the stage's own. Whoever has them can't mount, load modules, set the clock, reboot, open disks, make device
/// nodes or look into processes with more rights. The session's keyring is a new one. Where
/// it can't be done it returns false and errno says why.
[[nodiscard]] bool give_up_rights();

}  // namespace modembench::client_under_test
