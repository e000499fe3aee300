#include "emulator/serial/at_speaker.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "emulator/ascii.hpp"
#include "emulator/serial/at_line.hpp"

namespace modembench::serial {
namespace {

constexpr Duration kGuardUnit = std::chrono::milliseconds(20);
constexpr unsigned kPluses = 3;

}  // namespace

AtSpeaker::AtSpeaker(At at, Instant now) : at_(std::move(at)) {
  reset();
  for (const auto& line : at_.unsolicited)
    unsolicited_due_.emplace_back(now + line.after.value_or(line.every.value_or(Duration{0})));
}

void AtSpeaker::reset() {
  registers_ = {};
  registers_[kLineEnd] = '\r';
  registers_[kLineFeed] = '\n';
  registers_[kTakeBack] = '\b';
  registers_[kCarrierWait] = 50;
  registers_[kGuard] = 50;
  echo_ = at_.echo;
  verbose_ = true;
  quiet_ = false;
}

AtFormat AtSpeaker::format() const {
  return {verbose_, quiet_, static_cast<char>(registers_[kLineEnd]), static_cast<char>(registers_[kLineFeed])};
}

Duration AtSpeaker::guard_time() const { return registers_[kGuard] * kGuardUnit; }

qmi::Bytes AtSpeaker::take_said() {
  const auto said = std::exchange(said_, {});
  return {said.begin(), said.end()};
}

qmi::Bytes AtSpeaker::receive(qmi::ByteView bytes, Instant now) {
  const auto room = kMaxAtWaiting - waiting_.size();
  waiting_.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), room)));
  work(now);
  return take_said();
}

void AtSpeaker::work(Instant now) {
  std::size_t done = 0;
  for (; done < waiting_.size() && !work_; ++done) {
    if (data_) {
      take_data(waiting_[done], now);
    } else {
      take_command(waiting_[done], now);
    }
  }
  waiting_.erase(0, done);
}

// --- data

void AtSpeaker::take_data(char c, Instant now) {
  // The guard time before the first one; the second and third no further apart.
  const bool quiet = now - last_data_ >= guard_time();
  const bool counts = c == '+' && (pluses_ == 0 ? quiet : !quiet && pluses_ < kPluses);
  pluses_ = counts ? pluses_ + 1 : 0;
  escape_due_.reset();
  if (pluses_ == kPluses) escape_due_ = now + guard_time();
  last_data_ = now;
}

void AtSpeaker::connect(Instant now) {
  data_ = true;
  online_ = true;
  pluses_ = 0;
  last_data_ = now;
  if (at_.carrier_lost_after && !carrier_lost_due_) carrier_lost_due_ = now + *at_.carrier_lost_after;
}

void AtSpeaker::hang_up() {
  data_ = false;
  online_ = false;
  pluses_ = 0;
  escape_due_.reset();
  carrier_lost_due_.reset();
}

void AtSpeaker::closed(Instant) {
  hang_up();
  line_.clear();
  too_long_ = false;
  waiting_.clear();
  said_.clear();
  work_.reset();
}

// --- command lines

void AtSpeaker::take_command(char c, Instant now) {
  const auto byte = static_cast<std::uint8_t>(c);
  if (echo_) said_.push_back(c);
  if (byte == registers_[kLineEnd]) {
    const auto line = std::exchange(line_, {});
    if (std::exchange(too_long_, false)) return say({.result = "ERROR"}, now);
    if (line.find_first_not_of(' ') == std::string::npos) return;
    last_line_ = line;
    execute(line, now);
  } else if (byte == registers_[kTakeBack]) {
    if (!line_.empty()) line_.pop_back();
  } else if (c == '/' && line_.size() == 1 && ascii::upper(line_[0]) == 'A') {
    line_.clear();
    if (!last_line_.empty()) execute(last_line_, now);
  } else if (byte >= ' ' && byte != 0x7F) {
    // Other control characters don't count: V.250, 5.2.2. Bytes above ASCII do, to be an ERROR.
    too_long_ = too_long_ || line_.size() == kMaxAtLine;
    if (!too_long_) line_.push_back(c);
  }
}

void AtSpeaker::execute(const std::string& line, Instant now) {
  work_ = work_on(line);
  proceed(now);
}

void AtSpeaker::proceed(Instant now) {
  auto& [commands, next, reply, asking, due] = *work_;
  while (next < commands.size()) {
    run(commands[next++], *work_);
    if (asking != nullptr) return;
    if (reply.result != "OK" || reply.silent) break;
  }
  const Duration delay = reply.delay.value_or(at_.delay);
  if (delay == Duration{0}) return say(std::exchange(work_, std::nullopt)->reply, now);
  due = now + delay;
}

const AtAnswer* AtSpeaker::find_answer(std::string_view command, bool to_the_letter) const {
  const auto found = std::find_if(at_.answers.begin(), at_.answers.end(), [&](const AtAnswer& answer) {
    return !(to_the_letter && has_wildcard(answer.command)) && fits(answer.command, command);
  });
  return found != at_.answers.end() ? &*found : nullptr;
}

AtSpeaker::Work AtSpeaker::work_on(const std::string& line) const {
  Work work;
  auto commands = split_commands(line);
  // The line as it is first; of several commands not by a wildcard, which would swallow all but the first.
  const bool several = commands && commands->size() > 1;
  if (const auto* answer = find_answer(line, several)) {
    use(*answer, work.reply);
    return work;
  }
  work.reply.result = "OK";
  work.reply.silent = !commands && !at_.ok_to_everything;
  if (commands) work.commands = std::move(*commands);
  return work;
}

void AtSpeaker::use(const AtAnswer& answer, Reply& reply) const {
  if (answer.delay) reply.delay = std::max(*answer.delay, reply.delay.value_or(Duration{0}));
  reply.silent = reply.silent || answer.lines.empty();
  reply.result = "OK";
  for (const auto& line : answer.lines) {
    if (&line == &answer.lines.back() && is_final_result(line)) {
      reply.result = line;
    } else {
      reply.lines.push_back(line);
    }
  }
}

void AtSpeaker::run(const std::string& command, Work& at_work) {
  const auto without_at = std::string_view(command).substr(2);
  Reply& reply = at_work.reply;
  if (const auto* answer = find_answer(command)) {
    use(*answer, reply);
  } else if (auto result = run_own(without_at, reply)) {
    reply.result = std::move(*result);
  } else if (at_.ok_to_everything) {
    reply.result = "OK";
  } else if (const auto call = find_modem_command(without_at)) {
    ask_modem(*call, at_work);
  } else {
    reply.result = "ERROR";
  }
}

void AtSpeaker::ask_modem(const AtModemCall& call, Work& at_work) {
  if (auto request = call.command->request(call.arguments)) {
    at_work.asking = call.command;
    ask(std::move(*request));
  } else {
    at_work.reply.result = "ERROR";
  }
}

qmi::Bytes AtSpeaker::hear(const qmi::Message& response, Instant now) {
  if (!work_ || work_->asking == nullptr) return {};
  const auto print = std::exchange(work_->asking, nullptr)->lines;
  std::optional<AtLines> lines;
  if (response.error() == 0) lines = print == nullptr ? AtLines{} : print(response);
  if (lines) {
    std::move(lines->begin(), lines->end(), std::back_inserter(work_->reply.lines));
  } else {
    work_->reply.result = "ERROR";
    work_->commands.clear();
  }
  proceed(now);
  work(now);
  return take_said();
}

void AtSpeaker::say(const Reply& reply, Instant now) {
  if (reply.silent) return;
  put(information(reply.lines, format()));
  put(result(reply.result, format()));
  if (is_connect(reply.result)) connect(now);
}

// --- what takes time

std::optional<Instant> AtSpeaker::next_deadline() const {
  std::optional<Instant> next = earlier(escape_due_, carrier_lost_due_);
  if (work_) next = earlier(next, work_->due);
  for (const auto& due : unsolicited_due_) next = earlier(next, due);
  return next;
}

qmi::Bytes AtSpeaker::advance(Instant now) {
  if (work_ && work_->due && *work_->due <= now) {
    say(std::exchange(work_, std::nullopt)->reply, now);
    work(now);
  }
  if (escape_due_ && *escape_due_ <= now) {
    escape_due_.reset();
    data_ = false;
    pluses_ = 0;
    put(result("OK", format()));
  }
  if (carrier_lost_due_ && *carrier_lost_due_ <= now) {
    hang_up();
    put(result("NO CARRIER", format()));
  }
  for (std::size_t i = 0; i < unsolicited_due_.size(); ++i) {
    auto& due = unsolicited_due_[i];
    if (!due || *due > now) continue;
    const auto& line = at_.unsolicited[i];
    // In the midst of data nothing else can be said.
    if (!data_) put(unsolicited(line.line, format()));
    due = line.every ? std::optional(*due + *line.every) : std::nullopt;
  }
  return take_said();
}

}  // namespace modembench::serial
