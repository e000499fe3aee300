#include "client_under_test/clock_preload/client_time.hpp"

#include <cerrno>
#include <cstring>

#include <alloca.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client_under_test/clock_preload/system_call.hpp"

namespace modembench::clock_preload {
namespace {

// Descriptors of ours have numbers from here on, where the limit allows.
constexpr int kFirstKept = 512;
constexpr int kMaxKept = 512;

// Of this process.
Shared* g_shared = nullptr;
int g_process = 0;
int g_connection = -1;
std::atomic<std::uint64_t> g_kept[kMaxKept / 64];

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

void let_go(int descriptor) {
  const int place = descriptor - kFirstKept;
  if (place >= 0 && place < kMaxKept) g_kept[place / 64].fetch_and(~(std::uint64_t{1} << (place % 64)));
  system_call(SYS_close, descriptor);
}

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

bool tell(Word word, int descriptor, int flags) {
  iovec data{&word, sizeof word};
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
  if (descriptor >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* part = CMSG_FIRSTHDR(&header);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
  }
  long sent = 0;
  do {
    sent = system_call(SYS_sendmsg, g_connection, &header, MSG_NOSIGNAL | flags);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<long>(sizeof word);
}

// The folder that this library was loaded from, or -1.
int own_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&own_folder), &info) == 0 || info.dli_fname == nullptr) return -1;
  char path[4096];
  const char* end = std::strrchr(info.dli_fname, '/');
  if (end == nullptr || static_cast<std::size_t>(end - info.dli_fname) >= sizeof path) return -1;
  const auto size = static_cast<std::size_t>(end - info.dli_fname);
  std::memcpy(path, info.dli_fname, size);
  path[size] = '\0';
  return static_cast<int>(system_call(SYS_openat, AT_FDCWD, path, O_PATH | O_DIRECTORY | O_CLOEXEC, 0));
}

// A socket's path is short by its nature; the folder's may not be.
int connect_in(int folder) {
  const int socket = static_cast<int>(system_call(SYS_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket < 0) return -1;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  char* at = address.sun_path;
  for (const char* text = "/proc/self/fd/"; *text != '\0';) *at++ = *text++;
  char digits[12];
  int count = 0;
  for (int rest = folder; rest > 0 || count == 0; rest /= 10) digits[count++] = static_cast<char>('0' + rest % 10);
  while (count > 0) *at++ = digits[--count];
  *at++ = '/';
  for (const char* text = kSocketFile; *text != '\0';) *at++ = *text++;
  if (system_call(SYS_connect, socket, &address, sizeof address) == 0) return keep(socket);
  system_call(SYS_close, socket);
  return -1;
}

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
      g_connection = connect_in(folder);
      g_process = own_process();
      if (g_connection >= 0) g_shared = static_cast<Shared*>(memory);
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

int keep(int descriptor) {
  if (descriptor < 0) return descriptor;
  const long high = system_call(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, kFirstKept);
  if (high >= 0) {
    system_call(SYS_close, descriptor);
    descriptor = static_cast<int>(high);
  }
  const int place = descriptor - kFirstKept;
  if (place >= 0 && place < kMaxKept) g_kept[place / 64].fetch_or(std::uint64_t{1} << (place % 64));
  return descriptor;
}

bool is_kept(int descriptor) {
  const int place = descriptor - kFirstKept;
  return place >= 0 && place < kMaxKept && (g_kept[place / 64].load() >> (place % 64) & 1) != 0;
}

}  // namespace modembench::clock_preload
