// The guest's side of a run in a VM; the last program that /init starts. It says "ready", waits until QEMU has an order
// for it (which is when a snapshot has been resumed), carries it out, says what came of it and ends the machine.
//
// Both ways are made of port I/O without an interrupt, so that they cost virtual time only what the guest itself does:
// orders are read from fw_cfg (QEMU, docs/specs/fw_cfg), answers go to the debug console at port 0xe9.
//
//   order: a parcel of  "key", "arguments" (NUL after each), "folder", and files by their absolute paths, where nothing
//          stands yet
//   answer: lines of base64 of a parcel of  "status", "output", "kernel" (its log since the snapshot), and the files of
//           /out by their paths below it; then the line "end SEAL" (vm/seal.hpp), by which the host knows that it is
//           ours: the key is in no file, and what runs as the client may neither do port I/O nor look into us
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "files/content.hpp"
#include "vm/base64.hpp"
#include "vm/parcel.hpp"
#include "vm/seal.hpp"

namespace {

namespace fs = std::filesystem;
using modembench::files::content_of;
using modembench::vm::Parcel;

constexpr std::uint16_t kSelector = 0x510;  // fw_cfg of a PC
constexpr std::uint16_t kData = 0x511;
constexpr std::uint16_t kDirectory = 0x19;
constexpr std::uint16_t kConsole = 0xe9;
constexpr std::uint16_t kExit = 0xf4;
constexpr std::string_view kOrder = "opt/modembench/order";
constexpr std::size_t kNameLength = 56;

void say(std::string_view text) { outsb(kConsole, text.data(), text.size()); }

[[noreturn]] void end_machine() {
  outl(0, kExit);
  for (;;) pause();
}

[[noreturn]] void give_up(const std::string& why) {
  say("agent: " + why + "\n");
  end_machine();
}

// fw_cfg's numbers have their most significant byte first.
std::uint32_t read_number(int bytes) {
  std::uint32_t number = 0;
  for (int i = 0; i < bytes; ++i) number = number << 8 | inb(kData);
  return number;
}

// The order's bytes; none while there is none.
std::string read_order() {
  outw(kDirectory, kSelector);
  const auto files = read_number(4);
  for (std::uint32_t i = 0; i < files; ++i) {
    const auto size = read_number(4);
    const auto selector = static_cast<std::uint16_t>(read_number(2));
    read_number(2);
    std::array<char, kNameLength + 1> name{};
    insb(kData, name.data(), kNameLength);
    if (name.data() != kOrder) continue;
    std::string bytes(size, '\0');
    outw(selector, kSelector);
    insb(kData, bytes.data(), bytes.size());
    return bytes;
  }
  return {};
}

std::string wait_for_order() {
  for (;;) {
    if (auto order = read_order(); !order.empty()) return order;
    const timespec little{.tv_sec = 0, .tv_nsec = 20'000'000};
    nanosleep(&little, nullptr);
  }
}

std::string kernel_log() {
  constexpr int kReadAll = 3;
  constexpr int kSize = 10;
  std::string log(static_cast<std::size_t>(std::max(0, klogctl(kSize, nullptr, 0))), '\0');
  const int got = klogctl(kReadAll, log.data(), static_cast<int>(log.size()));
  log.resize(static_cast<std::size_t>(std::max(0, got)));
  return log;
}

void clear_kernel_log() {
  constexpr int kClear = 5;
  klogctl(kClear, nullptr, 0);
}

// Half of a snapshot would be what nobody has any more, the initramfs' archive for one. Asked for once, pages are
// cleared by the kernel, and QEMU saves one of zeros by its number alone. In a process of its own: at its end they are
// free again.
void clear_free_memory() {
  const pid_t child = fork();
  if (child == 0) {
    struct sysinfo about {};
    constexpr std::size_t kLeft = 24U << 20U;  // for the kernel meanwhile
    constexpr std::size_t kStep = 1U << 20U;
    sysinfo(&about);
    for (std::size_t done = kLeft; done + kStep < about.freeram * about.mem_unit; done += kStep) {
      mmap(nullptr, kStep, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    }
    _exit(0);
  }
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
}

int carry_out(const Parcel& order) {
  const auto* arguments = modembench::vm::find(order, "arguments");
  const auto* folder = modembench::vm::find(order, "folder");
  if (arguments == nullptr || folder == nullptr) give_up("the order has no arguments or no folder");
  std::error_code error;
  fs::create_directories(*folder, error);
  std::vector<char*> words;
  std::string text = *arguments + '\0';
  for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1) words.push_back(text.data() + at);
  words.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) give_up("can't fork");
  if (child == 0) {
    const int output = open("/run/output", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int null = open("/dev/null", O_RDONLY);
    dup2(null, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (chdir(folder->c_str()) == 0) execv(words[0], words.data());
    std::perror(words[0]);
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void put_files(const Parcel& order) {
  for (const auto& [name, content] : order) {
    if (name.empty() || name.front() != '/') continue;
    const fs::path path(name);
    std::error_code error;
    // The guest's own programs stay what they are, whatever a scenario names its files.
    if (fs::exists(fs::symlink_status(path, error))) give_up(name + " is the guest's own");
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    if (!(out << content).flush()) give_up("can't write " + name);
  }
}

void answer(int status, const std::string& key) {
  Parcel parcel = {{"status", std::to_string(status)}, {"output", content_of("/run/output")}, {"kernel", kernel_log()}};
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator("/out", error)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) parcel.emplace_back(fs::relative(file, "/out"), content_of(file));
  const auto bytes = modembench::vm::pack(parcel);
  const auto text = modembench::vm::to_base64(bytes);
  constexpr std::size_t kLine = 2048;
  for (std::size_t at = 0; at < text.size(); at += kLine) say(text.substr(at, kLine) + "\n");
  say("end " + modembench::vm::seal(key, bytes) + "\n");
}

}  // namespace

int main() try {
  if (iopl(3) != 0) return 2;
  clear_kernel_log();
  clear_free_memory();
  say("ready\n");
  const auto order = modembench::vm::unpack(wait_for_order());
  if (!order) give_up("the order is no parcel");
  const auto* key = modembench::vm::find(*order, "key");
  if (key == nullptr || key->size() != modembench::vm::kKeySize) give_up("the order has no key");
  std::error_code error;
  fs::create_directories("/out", error);
  put_files(*order);
  answer(carry_out(*order), *key);
  end_machine();
} catch (const std::exception& error) {
  give_up(error.what());
}
