#include "client_under_test/stage_single_user.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client_under_test/stage_mounts.hpp"
#include "emulator/ascii.hpp"

namespace modembench::client_under_test {
namespace {

// The numbers of system calls are those of the processor we are built for; a program for another one is left alone.
#if defined(__x86_64__)
constexpr unsigned kProcessor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kProcessor = AUDIT_ARCH_AARCH64;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr unsigned kProcessor = AUDIT_ARCH_RISCV64;
#else
constexpr unsigned kProcessor = 0;
#endif

void answer_setgroups_as_done() {
  if (kProcessor == 0) throw StepFailed("daemons that give up their groups can't be had on this processor");
  std::array<sock_filter, 6> filter = {{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kProcessor, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setgroups, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog program{.len = filter.size(), .filter = filter.data()};
  // Root of the user namespace may do it without giving up set-uid programs.
  must(static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)), "seccomp");
}

}  // namespace

void let_root_be_everybody() {
  constexpr const char* kOurs = "/run/dbus/passwd";
  must(unshare(CLONE_NEWNS), "a mount namespace");
  std::ifstream theirs("/etc/passwd");
  std::ofstream ours(kOurs);
  const std::string text(std::istreambuf_iterator<char>(theirs), {});
  ours << with_roots_numbers(text) << std::flush;
  must(ours ? 0 : -1, fmt::format("write {}", kOurs));
  must(mount(kOurs, "/etc/passwd", nullptr, MS_BIND, nullptr), "put it over /etc/passwd");
  answer_setgroups_as_done();
}

std::string with_roots_numbers(std::string_view passwd) {
  std::string result;
  while (!passwd.empty()) {
    const auto line = ascii::first_line(passwd);
    passwd.remove_prefix(std::min(passwd.size(), line.size() + 1));
    // name:password:user:group:…
    std::array<std::size_t, 4> colons{};
    std::size_t at = 0;
    std::size_t found = 0;
    for (; found < colons.size() && (at = line.find(':', at)) != std::string_view::npos; ++found) colons[found] = at++;
    if (found == colons.size()) {
      result.append(line.substr(0, colons[1])).append(":0:0").append(line.substr(colons[3]));
    } else {
      result.append(line);
    }
    result += '\n';
  }
  return result;
}

}  // namespace modembench::client_under_test
