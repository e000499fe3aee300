#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <sys/types.h>

#include <tl/expected.hpp>

#include "client_under_test/process_orphans.hpp"
#include "client_under_test/process_warden.hpp"
#include "client_under_test/stage_keeper.hpp"

namespace modembench::client_under_test {

/// A client's warden as the bench has it: what has become of it, and what is to be done in its stead.
class Custody {
 public:
  /// What a warden takes for an answer is a moment; for longer only the kernel holds it back.
  static constexpr std::chrono::seconds kPatience{10};
  /// Whether it is stopped is looked at so often while it is waited for.
  static constexpr std::chrono::milliseconds kLook{50};

  /// Before the warden is started. `keeper` is its stage's, or null.
  explicit Custody(std::shared_ptr<const Keeper> keeper) : keeper_(std::move(keeper)) {}
  Custody(const Custody&) = delete;
  Custody& operator=(const Custody&) = delete;

  void take(pid_t warden) { warden_ = warden; }

  /// Stopped by a signal: it is there, and does nothing.
  [[nodiscard]] bool is_stopped() const;

  /// Waits for its next word; what has failed where none comes: it is gone, or stopped, or silent for `patience`.
  [[nodiscard]] tl::expected<WardenReport, std::string> wait_for_word(int connection,
                                                                      std::chrono::milliseconds patience);

  /// Waits for one that has told all, and so has ended its client and all that came of it.
  void release();
  [[nodiscard]] bool is_released() const { return warden_ <= 0; }

  /// Ends it, if it isn't gone, and all that it was to end. What has failed: `why` if there is one, else how it ended.
  std::string end_in_its_stead(std::string why);

 private:
  [[nodiscard]] std::string how_it_ended() const;

  const OrphansComeToUs orphans_;
  std::shared_ptr<const Keeper> keeper_;
  pid_t warden_ = -1;
};

}  // namespace modembench::client_under_test
