#pragma once

namespace modembench::client_under_test {

/// While there is one, this process is the sub-reaper of all that its children leave: what a client has started comes
/// to us when the warden that was to end it is lost.
class OrphansComeToUs {
 public:
  OrphansComeToUs();
  OrphansComeToUs(const OrphansComeToUs&) = delete;
  OrphansComeToUs& operator=(const OrphansComeToUs&) = delete;
  ~OrphansComeToUs();
};

/// Kills the children of this process that it hasn't forked itself, and theirs, as they come to us, until none is left.
/// False if the kernel holds one back for longer than some seconds.
bool kill_orphans();

}  // namespace modembench::client_under_test
