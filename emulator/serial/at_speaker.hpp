#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "emulator/serial/at_result.hpp"
#include "emulator/serial/speaker.hpp"
#include "emulator/serial/voice.hpp"

namespace modembench::serial {

/// Bytes of a command line; a longer one is an ERROR. The limit is ours; V.250 asks for 40.
inline constexpr std::size_t kMaxAtLine = 512;
/// Bytes that wait while a command is still being worked on; more are lost, as in a UART's queue.
inline constexpr std::size_t kMaxAtWaiting = 4096;

// Numbers of registers: V.250, 6.2 and 6.3.
inline constexpr std::size_t kLineEnd = 3;      ///< S3: ends a line
inline constexpr std::size_t kLineFeed = 4;     ///< S4
inline constexpr std::size_t kTakeBack = 5;     ///< S5: backspace
inline constexpr std::size_t kCarrierWait = 7;  ///< S7: seconds
inline constexpr std::size_t kGuard = 12;       ///< S12, not in V.250: in 20 ms, as ever in modems that know +++

/// The voice At at work, with the line discipline of V.250: characters are echoed as they come, S3 ends a line, S5
/// takes a character back, A/ repeats the last line. After CONNECT the port takes data and says nothing; +++ between
/// two guard times (S12), the loss of the carrier or the closing of the port ends that.
class AtSpeaker final : public Speaker {
 public:
  AtSpeaker(At at, Instant now);

  qmi::Bytes receive(qmi::ByteView bytes, Instant now) override;
  qmi::Bytes advance(Instant now) override;
  std::optional<Instant> next_deadline() const override;
  void closed(Instant now) override;

 private:
  struct Reply {
    std::vector<std::string> lines{};
    std::string result{};
    std::optional<Duration> delay{};
    bool silent = false;
  };
  struct Pending {
    Instant due{};
    Reply reply;
  };

  void reset();
  void work(Instant now);
  void take_data(char c, Instant now);
  void take_command(char c, Instant now);
  void execute(const std::string& line, Instant now);
  [[nodiscard]] Reply reply_to(const std::string& line);
  [[nodiscard]] const AtAnswer* find_answer(std::string_view command, bool to_the_letter = false) const;
  /// Does one command. Returns false if the rest of its line is not to be done.
  bool run(const std::string& command, Reply& reply);
  void use(const AtAnswer& answer, Reply& reply) const;

  /// What a command that needs no answer of the voice's gives as its result; nothing if the command isn't known.
  using Result = std::optional<std::string>;
  struct Commands;  ///< at_commands.cpp: a row for each
  /// Does what `command`, without its AT, says.
  [[nodiscard]] Result run_own(std::string_view command, Reply& reply);

  void say(const Reply& reply, Instant now);
  void put(std::string_view text) { said_.append(text); }
  void connect(Instant now);
  void hang_up();
  [[nodiscard]] AtFormat format() const;
  [[nodiscard]] Duration guard_time() const;
  [[nodiscard]] qmi::Bytes take_said();

  At at_;
  std::array<std::uint8_t, 256> registers_{};
  bool echo_ = true;
  bool verbose_ = true;
  bool quiet_ = false;
  std::string line_;
  bool too_long_ = false;
  std::string last_line_;
  std::string waiting_;
  std::string said_;
  std::optional<Pending> pending_;
  std::vector<std::optional<Instant>> unsolicited_due_;

  bool data_ = false;    ///< the bytes that come are data
  bool online_ = false;  ///< a call is up
  std::optional<Instant> carrier_lost_due_;
  Instant last_data_{};
  unsigned pluses_ = 0;
  std::optional<Instant> escape_due_;
};

}  // namespace modembench::serial
