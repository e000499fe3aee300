#include "client_under_test/stage_rights.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <linux/capability.h>
#include <linux/keyctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace modembench::client_under_test {
namespace {

// Daemons change their user and own their files; root goes where it isn't let in; NET_ADMIN is for interfaces. Of
// those that container engines leave there is not MKNOD, SETFCAP and AUDIT_WRITE, for which no client has a use.
constexpr std::array kLeft = {CAP_CHOWN,     CAP_DAC_OVERRIDE,     CAP_FOWNER,       CAP_FSETID,     CAP_KILL,
                              CAP_SETGID,    CAP_SETUID,           CAP_SETPCAP,      CAP_SYS_CHROOT, CAP_NET_RAW,
                              CAP_NET_ADMIN, CAP_NET_BIND_SERVICE, CAP_NET_BROADCAST};

constexpr std::uint64_t left() {
  std::uint64_t set = 0;
  for (const int one : kLeft) set |= std::uint64_t{1} << static_cast<unsigned>(one);
  return set;
}

}  // namespace

bool give_up_rights() {
  // What a program can get at its start:
  for (unsigned one = 0; prctl(PR_CAPBSET_READ, one, 0, 0, 0) >= 0; ++one) {
    if ((left() >> one & 1U) == 0 && prctl(PR_CAPBSET_DROP, one, 0, 0, 0) != 0) return false;
  }
  // … and what this process has. It can't give itself what it doesn't have: a bench in a container has less.
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, 2> has{};
  if (syscall(SYS_capget, &header, has.data()) != 0) return false;
  for (std::size_t half = 0; half < has.size(); ++half) {
    const auto kept = static_cast<std::uint32_t>(left() >> (32 * half));
    has[half].permitted &= kept;
    has[half].effective &= kept;
    has[half].inheritable = 0;
  }
  if (syscall(SYS_capset, &header, has.data()) != 0) return false;
  // Refused where the kernel has no keys, or the user too many of them.
  (void)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr);
  return true;
}

}  // namespace modembench::client_under_test
