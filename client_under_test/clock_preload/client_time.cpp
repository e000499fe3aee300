#include "client_under_test/clock_preload/client_time.hpp"

#include <cerrno>
#include <cstring>

#include <alloca.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client_under_test/clock_preload/bench_link.hpp"
#include "client_under_test/clock_preload/kept_descriptors.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

namespace modembench::clock_preload {
namespace {

// Of this process.
Shared* g_shared = nullptr;
int g_process = 0;

// Of this thread.
struct Self {
  int process = 0;  ///< in which the rest was had: a child has a copy of it
  ThreadSlot* slot = nullptr;
  int wake = -1;  ///< an eventfd
  Nanoseconds looked_at = -1;
  unsigned looks = 0;
};
__thread Self g_self __attribute__((tls_model("initial-exec")));
pthread_key_t g_end_of_thread;

int own_process() { return static_cast<int>(system_call(SYS_getpid)); }

class ErrnoKept {
 public:
  ErrnoKept() : before_(errno) {}
  ErrnoKept(const ErrnoKept&) = delete;
  ErrnoKept& operator=(const ErrnoKept&) = delete;
  ~ErrnoKept() { errno = before_; }

 private:
  int before_;
};

// What this process had as another program: of its timers it keeps the alarm alone.
void forget_former_program() {
  for (auto& slot : g_shared->threads) {
    if (slot.process != g_process) continue;
    slot.deadline = kNotWaiting;
    slot.looks_by_itself = 0;
  }
  for (auto& timer : g_shared->timers) {
    if (timer.process == g_process && timer.kind != static_cast<std::int32_t>(TimerKind::signal)) give_back(timer);
  }
}

void end_thread(void*) {
  if (g_self.process != own_process() || g_self.wake < 0) return;
  if (g_self.slot != nullptr) {
    g_self.slot->deadline = kNotWaiting;
    g_self.slot->process = 0;
  }
  let_go(g_self.wake);
  g_self = Self{};
}

void begin_in_child() { g_process = own_process(); }

__attribute__((constructor)) void begin() {
  const ErrnoKept kept;
  const int folder = own_folder();
  if (folder < 0) return;
  const int file = static_cast<int>(system_call(SYS_openat, folder, kTimeFile, O_RDWR | O_CLOEXEC, 0));
  if (file >= 0) {
    void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    system_call(SYS_close, file);
    if (memory != MAP_FAILED) {
      const bool connected = connect_in(folder);
      g_process = own_process();
      if (connected) g_shared = static_cast<Shared*>(memory);
    }
  }
  system_call(SYS_close, folder);
  if (g_shared == nullptr) return;
  forget_former_program();
  pthread_key_create(&g_end_of_thread, end_thread);
  pthread_atfork(nullptr, nullptr, begin_in_child);
}

template <class Slot, unsigned Count>
int take_slot(Slot (&slots)[Count]) {
  for (unsigned i = 0; i < Count; ++i) {
    std::int32_t nobody = 0;
    if (slots[i].process.load(std::memory_order_relaxed) == 0 &&
        slots[i].process.compare_exchange_strong(nobody, g_process)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

// This thread's slot; null where it has none and gets none.
ThreadSlot* own_slot() {
  if (g_self.process == g_process && g_self.slot != nullptr &&
      g_self.slot->process.load(std::memory_order_relaxed) == g_process)
    return g_self.slot;
  if (g_self.wake >= 0 && g_self.process != g_process) g_self.wake = -1;  // the parent's
  g_self.process = g_process;
  g_self.slot = nullptr;
  if (g_self.wake < 0) {
    g_self.wake = keep(static_cast<int>(system_call(SYS_eventfd2, 0, EFD_CLOEXEC | EFD_NONBLOCK)));
    pthread_setspecific(g_end_of_thread, &g_self);  // anything but null
  }
  g_self.slot = take_slot_woken_by(g_self.wake);
  return g_self.slot;
}

void say_that_somebody_waits() {
  if (g_shared->bench_sleeps.exchange(0) != 0) tell({Word::Kind::waits, 0}, -1, MSG_DONTWAIT);
}

int poll_now(pollfd* descriptors, nfds_t count, const sigset_t* mask) {
  timespec none{};
  return static_cast<int>(system_call(SYS_ppoll, descriptors, count, &none, mask, kSignalBytes));
}

void forget_wake() {
  std::uint64_t unused = 0;
  system_call(SYS_read, g_self.wake, &unused, sizeof unused);
}

// By the machine's clock, where the bench can't be told that this thread waits.
int wait_unknown(pollfd* descriptors, nfds_t count, Nanoseconds until, const sigset_t* mask) {
  timespec left = as_timespec(until == kNever ? 0 : until - now());
  return static_cast<int>(
      system_call(SYS_ppoll, descriptors, count, until == kNever ? nullptr : &left, mask, kSignalBytes));
}

}  // namespace

Shared* shared() { return g_shared != nullptr && own_process() == g_process ? g_shared : nullptr; }

bool has_clock() { return g_shared != nullptr; }

Shared* shared_by_all() { return g_shared; }

ThreadSlot* take_slot_woken_by(int descriptor) {
  const int index = descriptor < 0 ? -1 : take_slot(g_shared->threads);
  if (index < 0) return nullptr;
  auto& slot = g_shared->threads[index];
  slot.thread = static_cast<std::int32_t>(system_call(SYS_gettid));
  slot.deadline = kNotWaiting;
  slot.looks_by_itself = 0;
  if (tell({Word::Kind::thread, static_cast<std::uint32_t>(index)}, descriptor, 0)) return &slot;
  slot.process = 0;
  return nullptr;
}

int wait_until(pollfd* descriptors, nfds_t count, Nanoseconds until, const sigset_t* mask) {
  const int ready = poll_now(descriptors, count, mask);
  if (ready != 0) return ready;
  if (until <= now()) {
    count_look();
    return 0;
  }
  // As many as a stack bears for sure.
  constexpr nfds_t kMostWatched = 4096;
  ThreadSlot* const slot = count <= kMostWatched ? own_slot() : nullptr;
  if (slot == nullptr) return wait_unknown(descriptors, count, until, mask);
  auto* const all = static_cast<pollfd*>(alloca((count + 1) * sizeof(pollfd)));
  // A handler of a signal that waits itself, while this waits.
  const Nanoseconds outer = slot->deadline.exchange(until);
  for (;;) {
    if (count > 0) std::memcpy(all, descriptors, count * sizeof(pollfd));
    all[count] = {.fd = g_self.wake, .events = POLLIN, .revents = 0};
    say_that_somebody_waits();
    const int woken = static_cast<int>(system_call(SYS_ppoll, all, count + 1, nullptr, mask, kSignalBytes));
    if (woken < 0) {
      slot->deadline = outer;
      return -1;
    }
    const bool called = all[count].revents != 0;
    if (called) forget_wake();
    const bool over = slot->deadline.load() == kNotWaiting;
    if (!over && woken == 1 && called) continue;  // the rest of an earlier wait
    slot->deadline = outer;
    g_self.looks = 0;
    return poll_now(descriptors, count, nullptr);
  }
}

bool sleep_until(Nanoseconds until) { return wait_until(nullptr, 0, until, nullptr) == 0; }

void let_others_go_first() {
  if (shared() == nullptr) return;
  const ErrnoKept kept;
  ThreadSlot* const slot = own_slot();
  if (slot == nullptr) return;
  // Due already: what is on its way goes first all the same, as the bench calls one at a time, when all is quiet.
  const Nanoseconds outer = slot->deadline.exchange(now() > 0 ? now() : 1);
  pollfd wake{.fd = g_self.wake, .events = POLLIN, .revents = 0};
  sigset_t all;
  std::memset(&all, 0xff, sizeof all);
  while (slot->deadline.load() != kNotWaiting) {
    say_that_somebody_waits();
    if (system_call(SYS_ppoll, &wake, 1, nullptr, &all, kSignalBytes) > 0) forget_wake();
  }
  slot->deadline = outer;
}

void count_look() {
  constexpr unsigned kManyLooks = 20'000;
  const Nanoseconds time = now();
  if (g_self.looked_at != time) {
    g_self.looked_at = time;
    g_self.looks = 0;
  }
  if (++g_self.looks < kManyLooks) return;
  g_self.looks = 0;
  if (shared() == nullptr) return;
  const ErrnoKept kept;
  (void)sleep_until(time + kSecond / 1000);
}

SlicedWait::SlicedWait(Nanoseconds until) : slot_(until == kNever ? nullptr : own_slot()), until_(until) {
  if (slot_ == nullptr) return;
  slot_->looks_by_itself.fetch_add(1);
  outer_ = slot_->deadline.exchange(until);
  say_that_somebody_waits();
}

SlicedWait::~SlicedWait() {
  if (slot_ != nullptr) {
    slot_->deadline = outer_;
    slot_->looks_by_itself.fetch_sub(1);
  }
  g_self.looks = 0;
}

bool SlicedWait::is_over() const {
  if (slot_ != nullptr) return slot_->deadline.load() == kNotWaiting;
  return until_ <= now();
}

timespec SlicedWait::next_end(clockid_t clock) {
  timespec end{};
  system_call(SYS_clock_gettime, clock, &end);
  end.tv_nsec += kSlice.tv_nsec;
  if (end.tv_nsec >= kSecond) {
    end.tv_nsec -= kSecond;
    ++end.tv_sec;
  }
  return end;
}

TimerSlot* take_timer(TimerKind kind, int descriptor) {
  const int index = take_slot(g_shared->timers);
  if (index < 0) return nullptr;
  auto& timer = g_shared->timers[index];
  timer.deadline = kNotWaiting;
  timer.interval = 0;
  timer.overruns = 0;
  timer.kind = static_cast<std::int32_t>(kind);
  if (tell({Word::Kind::timer, static_cast<std::uint32_t>(index)}, descriptor, 0)) return &timer;
  timer.process = 0;
  return nullptr;
}

void give_back(TimerSlot& timer) {
  timer.deadline = kNotWaiting;
  timer.process = 0;
}

}  // namespace modembench::clock_preload
