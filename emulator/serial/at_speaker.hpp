#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "emulator/serial/at_modem_command.hpp"
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
/// two guard times (S12), the loss of the carrier or the closing of the port ends that. What comes while a line is
/// being done, and while the modem is asked for it, waits.
class AtSpeaker final : public Speaker {
 public:
  AtSpeaker(At at, Instant now);

  qmi::Bytes receive(qmi::ByteView bytes, Instant now) override;
  qmi::Bytes advance(Instant now) override;
  std::optional<Instant> next_deadline() const override;
  qmi::Bytes hear(const qmi::Message& response, Instant now) override;
  void closed(Instant now) override;

 private:
  struct Reply {
    std::vector<std::string> lines{};
    std::string result{};
    std::optional<Duration> delay{};
    bool silent = false;
  };
  /// A command line at work.
  struct Work {
    std::vector<std::string> commands{};     ///< the line's commands; none: the reply is made already
    std::size_t next = 0;                    ///< which of them is done next
    Reply reply{};                           ///< what the commands so far have made of it
    const AtModemCommand* asking = nullptr;  ///< the command whose response the modem owes; null: none
    std::optional<Instant> due{};            ///< when the reply is said; nothing: it isn't whole yet
  };

  void reset();
  void work(Instant now);
  void take_data(char c, Instant now);
  void take_command(char c, Instant now);
  void execute(const std::string& line, Instant now);
  [[nodiscard]] Work work_on(const std::string& line) const;
  /// Does the commands of the line at work, up to one that asks the modem. After the last one the reply is said, or
  /// waits until it is due.
  void proceed(Instant now);
  [[nodiscard]] const AtAnswer* find_answer(std::string_view command, bool to_the_letter = false) const;
  void run(const std::string& command, Work& at_work);
  void ask_modem(const AtModemCall& call, Work& at_work);
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
  std::optional<Work> work_;
  std::vector<std::optional<Instant>> unsolicited_due_;

  bool data_ = false;    ///< the bytes that come are data
  bool online_ = false;  ///< a call is up
  std::optional<Instant> carrier_lost_due_;
  Instant last_data_{};
  unsigned pluses_ = 0;
  std::optional<Instant> escape_due_;
};

}  // namespace modembench::serial
