#pragma once

namespace modembench::client_under_test {

/// Makes this process the sub-reaper of all that its children leave, while such an object lives. What a client has
/// started thus comes to us when the warden that was to end it is lost.
class OrphansComeToUs {
 public:
  OrphansComeToUs();
  OrphansComeToUs(const OrphansComeToUs&) = delete;
  OrphansComeToUs& operator=(const OrphansComeToUs&) = delete;
  ~OrphansComeToUs();
};

/// Kills the children of this process that it hasn't forked itself, and their children as they come to us, until none
/// is left. Returns false if the kernel holds one back for longer than some seconds.
bool kill_orphans();

}  // namespace modembench::client_under_test
