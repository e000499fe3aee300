#pragma once

#include <cerrno>

#include <sys/syscall.h>

/// The kernel's system calls as they are. The C library's own `syscall` is one of the functions that are taken over
/// here.
namespace modembench::clock_preload {

#if defined(__x86_64__)
inline long system_call_raw(long number, long a, long b, long c, long d, long e, long f) {
  long result = 0;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
inline long system_call_raw(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
#elif defined(__riscv) && __riscv_xlen == 64
inline long system_call_raw(long number, long a, long b, long c, long d, long e, long f) {
  register long a7 asm("a7") = number;
  register long a0 asm("a0") = a;
  register long a1 asm("a1") = b;
  register long a2 asm("a2") = c;
  register long a3 asm("a3") = d;
  register long a4 asm("a4") = e;
  register long a5 asm("a5") = f;
  asm volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5) : "memory");
  return a0;
}
#else
#error "the numbers of this processor's system calls aren't known here"
#endif

/// Fails as a call of the C library does: sets errno. Returns -1.
inline int refuse(int error) {
  errno = error;
  return -1;
}

/// Calls the kernel; -1 with errno for an error.
template <class... Arguments>
long system_call(long number, Arguments... arguments) {
  const long all[6] = {(long)arguments...};
  const long result = system_call_raw(number, all[0], all[1], all[2], all[3], all[4], all[5]);
  if (result >= 0 || result < -4095) return result;
  return refuse(static_cast<int>(-result));
}

}  // namespace modembench::clock_preload
