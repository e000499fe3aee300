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

/// A client's warden as the bench has it: whether it still lives, and what the bench has to do in its stead.
class Custody {
 public:
  /// How long the bench waits for a warden's answer. An answer takes a moment; only the kernel can hold it back for
  /// longer.
  static constexpr std::chrono::seconds kPatience{10};
  /// How often the bench looks whether the warden is stopped, while it waits.
  static constexpr std::chrono::milliseconds kLook{50};

  /// To be made before the warden is started. `keeper` is that of the stage, or null.
  explicit Custody(std::shared_ptr<const Keeper> keeper) : keeper_(std::move(keeper)) {}
  Custody(const Custody&) = delete;
  Custody& operator=(const Custody&) = delete;

  void take(pid_t warden) { warden_ = warden; }

  /// Whether a signal has stopped the warden: it is there, and does nothing.
  [[nodiscard]] bool is_stopped() const;

  /// Waits for the warden's next report. If none comes, says what has failed: the warden is gone, or stopped, or silent
  /// for `patience`.
  [[nodiscard]] tl::expected<WardenReport, std::string> wait_for_word(int connection,
                                                                      std::chrono::milliseconds patience);

  /// Waits for the end of a warden that has told everything, and so has ended its client and all that came of it.
  void release();
  [[nodiscard]] bool is_released() const { return warden_ <= 0; }

  /// Ends the warden, if it isn't gone, and all that it was to end. Returns what has failed: `why` unless that is
  /// empty, else how the warden ended.
  std::string end_in_its_stead(std::string why);

 private:
  [[nodiscard]] std::string how_it_ended() const;

  const OrphansComeToUs orphans_;
  std::shared_ptr<const Keeper> keeper_;
  pid_t warden_ = -1;
};

}  // namespace modembench::client_under_test
