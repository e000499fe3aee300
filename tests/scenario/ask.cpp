// A client for a UNIX stream socket: ask SOCKET HEX… sends the bytes and prints what comes back first.
// Exit status: 0 answered, 1 hung up on, 2 unusable.

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <vector>

namespace {

std::vector<unsigned char> bytes_from(const std::string& hex) {
  std::vector<unsigned char> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<unsigned char>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return -1;
  path.copy(address.sun_path, path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? fd : -1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::string hex;
  for (int i = 2; i < argc; ++i) hex += argv[i];
  const auto request = bytes_from(hex);
  const int fd = connect_to(argv[1]);
  if (fd < 0) {
    std::perror(argv[1]);
    return 2;
  }
  if (write(fd, request.data(), request.size()) != static_cast<ssize_t>(request.size())) return 1;
  std::array<unsigned char, 4096> answer{};
  const auto got = read(fd, answer.data(), answer.size());
  for (ssize_t i = 0; i < got; ++i) std::printf("%02x", answer.at(static_cast<std::size_t>(i)));
  std::printf("\n");
  return got > 0 ? 0 : 1;
}
