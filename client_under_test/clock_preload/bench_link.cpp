#include "client_under_test/clock_preload/bench_link.hpp"

#include <cerrno>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "client_under_test/clock_preload/kept_descriptors.hpp"
#include "client_under_test/clock_preload/system_call.hpp"

namespace modembench::clock_preload {
namespace {

int g_connection = -1;

}  // namespace

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
bool connect_in(int folder) {
  const int socket = static_cast<int>(system_call(SYS_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket < 0) return false;
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
  if (system_call(SYS_connect, socket, &address, sizeof address) != 0) {
    system_call(SYS_close, socket);
    return false;
  }
  g_connection = keep(socket);
  return true;
}

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

}  // namespace modembench::clock_preload
