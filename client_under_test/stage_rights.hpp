#pragma once

namespace modembench::client_under_test {

/// Takes rights from this process and all that it starts: root has no more of them than in a container, plus those over
/// the network, which is the stage's own. Such a process can't mount, load modules, set the clock, reboot, open disks,
/// make device nodes or look into processes with more rights. The session's keyring is a new one. Returns false, with
/// errno, where that can't be done.
[[nodiscard]] bool give_up_rights();

}  // namespace modembench::client_under_test
