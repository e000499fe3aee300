#include "client_under_test/clock_channel.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace modembench::client_under_test {
namespace {

using clock_preload::kNever;
using clock_preload::kNotWaiting;
using clock_preload::Nanoseconds;
using clock_preload::TimerKind;
using clock_preload::Word;
using files::Descriptor;

// Whatever is written there: kNotWaiting, or a moment.
Nanoseconds deadline_in(const std::atomic<Nanoseconds>& place) { return std::max(place.load(), kNotWaiting); }

// As the kernel sends a timer's signal: with what the program wanted to have said by it.
siginfo_t told_by(const clock_preload::TimerSlot& timer, unsigned index) {
  siginfo_t info{};
  info.si_signo = timer.signal;
  info.si_code = SI_TIMER;
  info.si_timerid = static_cast<int>(index);
  info.si_overrun = timer.overruns;
  info.si_value.sival_ptr = reinterpret_cast<void*>(timer.value.load());
  return info;
}

}  // namespace

bool ClockChannel::take_in() {
  for (bool any = false;; any = true) {
    Word word{};
    iovec data{&word, sizeof word};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    const auto got = recvmsg(socket_, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return any;
    pid_t process = 0;
    Descriptor descriptor;
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
      if (part->cmsg_level != SOL_SOCKET) continue;
      if (part->cmsg_type == SCM_CREDENTIALS) {
        ucred sender{};
        std::memcpy(&sender, CMSG_DATA(part), sizeof sender);
        process = sender.pid;
      } else if (part->cmsg_type == SCM_RIGHTS) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(part), sizeof fd);
        descriptor.reset(fd);
      }
    }
    if (got == static_cast<ssize_t>(sizeof word) && process > 0) take_in(word, process, std::move(descriptor));
  }
}

void ClockChannel::take_in(const Word& word, pid_t process, Descriptor descriptor) {
  if (word.kind == Word::Kind::thread && word.index < threads_.size() && descriptor) {
    threads_[word.index] = {process, std::move(descriptor)};
    threads_end_ = std::max(threads_end_, word.index + 1);
  } else if (word.kind == Word::Kind::timer && word.index < timers_.size()) {
    timers_[word.index] = {process, std::move(descriptor)};
    timers_end_ = std::max(timers_end_, word.index + 1);
  }
}

std::optional<ClockChannel::Next> ClockChannel::next() const {
  Next next;
  for (unsigned i = 0; i < timers_end_; ++i) {
    const Nanoseconds deadline = deadline_in(shared_.timers[i].deadline);
    if (timers_[i].process != 0 && deadline != kNotWaiting && deadline < next.deadline) next = {deadline, true, i};
  }
  for (unsigned i = 0; i < threads_end_; ++i) {
    const Nanoseconds deadline = deadline_in(shared_.threads[i].deadline);
    if (threads_[i].process != 0 && deadline != kNotWaiting && deadline < next.deadline) next = {deadline, false, i};
  }
  if (next.deadline == kNever) return std::nullopt;
  return next;
}

void ClockChannel::call(const Next& next, Nanoseconds now) {
  if (!next.is_timer) {
    shared_.threads[next.index].deadline = kNotWaiting;
    const std::uint64_t once = 1;
    (void)!write(threads_[next.index].descriptor.get(), &once, sizeof once);
    return;
  }
  auto& timer = shared_.timers[next.index];
  const Nanoseconds interval = timer.interval;
  std::int32_t missed = 0;
  if (interval <= 0 || interval == kNever) {
    timer.deadline = kNotWaiting;
  } else {
    constexpr Nanoseconds kMostMissed = 1'000'000;
    missed = static_cast<std::int32_t>(std::clamp<Nanoseconds>((now - next.deadline) / interval, 0, kMostMissed));
    const Nanoseconds steps = missed + 1;
    timer.deadline = interval > (kNever - now) / (steps + 1) ? kNever : next.deadline + steps * interval;
  }
  ring(timer, timers_[next.index], next.index, missed);
}

void ClockChannel::ring(clock_preload::TimerSlot& timer, const Holder& holder, unsigned index, std::int32_t missed) {
  timer.overruns = missed;
  const int signal = timer.signal;
  const bool is_signal = signal > 0 && signal < NSIG;
  switch (static_cast<TimerKind>(timer.kind.load())) {
    case TimerKind::signal:
      if (is_signal) kill(holder.process, signal);
      return;
    case TimerKind::queued_signal:
      if (auto info = told_by(timer, index); is_signal) syscall(SYS_rt_sigqueueinfo, holder.process, signal, &info);
      return;
    case TimerKind::thread_signal:
      // The thread's number is that of its own namespace: the process is told, if it has more than one.
      if (auto info = told_by(timer, index); is_signal) syscall(SYS_rt_sigqueueinfo, holder.process, signal, &info);
      return;
    case TimerKind::descriptor: {
      const std::uint64_t times = static_cast<std::uint64_t>(missed) + 1;
      if (holder.descriptor) (void)!write(holder.descriptor.get(), &times, sizeof times);
      return;
    }
  }
}

void ClockChannel::nudge() {
  for (unsigned i = 0; i < threads_end_; ++i) {
    if (threads_[i].process == 0 || shared_.threads[i].deadline == kNotWaiting) continue;
    const std::uint64_t once = 1;
    (void)!write(threads_[i].descriptor.get(), &once, sizeof once);
  }
}

ClientTasks::Wait ClockChannel::wait_of(pid_t process, pid_t thread) const {
  auto wait = ClientTasks::Wait::unknown;
  for (unsigned i = 0; i < threads_end_; ++i) {
    const auto& slot = shared_.threads[i];
    if (threads_[i].process != process || slot.thread != thread) continue;
    if (slot.deadline != kNotWaiting) return ClientTasks::Wait::known;
    if (slot.looks_by_itself != 0) wait = ClientTasks::Wait::called;
  }
  return wait;
}

bool ClockChannel::knows_another(pid_t process, pid_t thread) const {
  bool another = false;
  for (unsigned i = 0; i < threads_end_; ++i) {
    if (threads_[i].process != process) continue;
    if (shared_.threads[i].thread == thread) return false;
    another = true;
  }
  return another;
}

void ClockChannel::keep_only(const std::function<bool(pid_t)>& lives,
                             const std::function<bool(pid_t, pid_t)>& thread_lives) {
  for (unsigned i = 0; i < threads_.size(); ++i) {
    auto& slot = shared_.threads[i];
    if (threads_[i].process != 0 && thread_lives(threads_[i].process, slot.thread)) continue;
    if (threads_[i].process == 0 && slot.process == 0) continue;
    threads_[i] = Holder{};
    slot.deadline = kNotWaiting;
    slot.process = 0;
  }
  for (unsigned i = 0; i < timers_.size(); ++i) {
    if (timers_[i].process == 0 || (lives(timers_[i].process) && shared_.timers[i].process != 0)) continue;
    timers_[i] = Holder{};
    shared_.timers[i].deadline = kNotWaiting;
    shared_.timers[i].process = 0;
  }
}

}  // namespace modembench::client_under_test
