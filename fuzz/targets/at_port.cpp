// AT command lines: the splitter, patterns, and a port that talks AT, fed in two pieces.

#include "emulator/serial/at_line.hpp"
#include "emulator/serial/at_speaker.hpp"
#include "emulator/serial/port.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

namespace {

/// Deadlines that one input may set off.
constexpr int kMaxDeadlines = 200;

serial::At voice(std::uint8_t options) {
  serial::At at;
  at.echo = (options & 1U) != 0;
  at.ok_to_everything = (options & 2U) != 0;
  at.delay = std::chrono::milliseconds((options & 4U) != 0 ? 20 : 0);
  at.answers = {{"ATI", {"Sierra Wireless", "MC8355"}, {}}, {"ATD.*", {"CONNECT"}, {}}, {"AT+C.*?", {"+C: 1"}, {}}};
  if ((options & 8U) != 0) at.carrier_lost_after = std::chrono::seconds(1);
  return at;
}

/// What the port says as all it asks of the modem is answered: with a success that has nothing in it, or a failure.
std::size_t answer_all(serial::Port& port, bool succeeds, Instant now) {
  std::size_t said = 0;
  while (const auto request = port.take_request()) {
    said += port.hear(qmi::response_to(request->header, succeeds ? 0 : 3), now).size();
  }
  return said;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t options = input.byte();
  const bool succeeds = (options & 16U) != 0;
  serial::Port port(voice(options));
  port.opened(Instant{});
  const std::string line = fuzz::text({data, size});
  if (const auto commands = serial::split_commands(line)) {
    for (const auto& command : *commands) {
      fuzz::require(command.size() <= line.size() + 2, "a command isn't longer than its line");
      fuzz::require(serial::has_wildcard(command) || serial::fits(command, command), "a command fits itself");
    }
  }
  Instant now{};
  const std::size_t first = input.byte();
  std::size_t said = port.receive(input.take(first), now).size();
  said += answer_all(port, succeeds, now);
  for (int i = 0; i < kMaxDeadlines; ++i) {
    const auto next = port.next_deadline();
    if (!next) break;
    now = std::max(now, *next);
    said += port.advance(now).size();
    said += answer_all(port, succeeds, now);
  }
  const qmi::ByteView rest = input.rest();
  now += std::chrono::seconds(2);
  said += port.receive(rest, now).size();
  said += answer_all(port, succeeds, now);
  fuzz::require(said <= 1024 * (size + kMaxDeadlines), "a port doesn't say a thousand times what it was told");
  port.closed(now + std::chrono::seconds(1));
  return 0;
}
