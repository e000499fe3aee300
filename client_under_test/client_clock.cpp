#include "client_under_test/client_clock.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include <elf.h>
#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "client_under_test/start_command.hpp"

// Our library, as the build has made it (client_clock_library.cpp).
extern "C" const char modembench_clock_library_begin[];
extern "C" const char modembench_clock_library_end[];

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

/// What concerns us of a program's or library's file.
struct Binary {
  Elf64_Half machine = 0;
  bool loads_libraries = false;
};

template <class Ehdr, class Phdr>
std::optional<Binary> read_elf(std::ifstream& file) {
  Ehdr header{};
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(&header), sizeof header)) return std::nullopt;
  Binary binary{header.e_machine, false};
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Phdr part{};
    file.seekg(static_cast<std::streamoff>(header.e_phoff + i * sizeof part));
    if (!file.read(reinterpret_cast<char*>(&part), sizeof part)) break;
    if (part.p_type == PT_INTERP) binary.loads_libraries = true;
  }
  return binary;
}

std::optional<Binary> read_binary(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, EI_NIDENT> ident{};
  if (!file.read(ident.data(), ident.size()) || std::memcmp(ident.data(), ELFMAG, SELFMAG) != 0) return std::nullopt;
  if (ident[EI_CLASS] == ELFCLASS32) return read_elf<Elf32_Ehdr, Elf32_Phdr>(file);
  return read_elf<Elf64_Ehdr, Elf64_Phdr>(file);
}

/// "#!/bin/sh -e" -> "/bin/sh"; what isn't a script itself.
fs::path interpreter_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  // As much as the kernel reads of it.
  constexpr std::size_t kMostOfLine = 256;
  std::string line(kMostOfLine, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(file.gcount()));
  line.resize(std::min(line.find('\n'), line.size()));
  if (!line.starts_with("#!")) return path;
  const auto begin = line.find_first_not_of(" \t", 2);
  if (begin == std::string::npos) return path;
  return line.substr(begin, line.find_first_of(" \t\r", begin) - begin);
}

bool is_privileged(const fs::path& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return false;
  if ((info.st_mode & S_ISUID) != 0 && info.st_uid != geteuid()) return true;
  if ((info.st_mode & S_ISGID) != 0 && info.st_gid != getegid()) return true;
  return geteuid() != 0 && getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
}

/// A client for another processor (a 32-bit one on a 64-bit machine) can't load what is for ours.
bool is_ours(const Binary& binary) {
  static const auto own = read_binary("/proc/self/exe");
  return own && own->machine == binary.machine;
}

tl::expected<fs::path, std::string> write_library(const fs::path& folder) {
  struct statvfs system {};
  if (statvfs(folder.c_str(), &system) == 0 && (system.f_flag & ST_NOEXEC) != 0) {
    return tl::unexpected(
        fmt::format("a client's clock can't be changed from {}: it is mounted noexec; let "
                    "XDG_RUNTIME_DIR be another folder",
                    folder.string()));
  }
  // The loader takes a list that these divide, and knows no quotes.
  if (folder.string().find_first_of(" :") != std::string::npos) {
    return tl::unexpected(
        fmt::format("a client's clock can't be changed from '{}': LD_PRELOAD takes no path with a blank or a ':'; let "
                    "XDG_RUNTIME_DIR be another folder, or run without --speed",
                    folder.string()));
  }
  const fs::path path = folder / "clock.so";
  std::ofstream file(path, std::ios::binary);
  file.write(modembench_clock_library_begin, modembench_clock_library_end - modembench_clock_library_begin);
  file.close();
  if (!file) return tl::unexpected(fmt::format("can't write {}", path.string()));
  return path;
}

}  // namespace

tl::expected<fs::path, std::string> find_libfaketime() {
  for (const char* pattern : {"/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1",
                              "/usr/lib64/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1"}) {
    glob_t found{};
    fs::path path;
    if (glob(pattern, 0, nullptr, &found) == 0) {
      for (std::size_t i = 0; i < found.gl_pathc && path.empty(); ++i) {
        const auto library = read_binary(found.gl_pathv[i]);
        if (library && is_ours(*library)) path = found.gl_pathv[i];
      }
    }
    globfree(&found);
    if (!path.empty()) return path;
  }
  return tl::unexpected(
      std::string("a client's clock runs faster by libfaketime, which isn't installed (Debian package libfaketime)"));
}

tl::expected<std::vector<std::pair<std::string, std::string>>, std::string> faster_clock(unsigned speed,
                                                                                         const fs::path& folder) {
  const auto faketime = find_libfaketime();
  if (!faketime) return tl::unexpected(faketime.error());
  const auto ours = write_library(folder);
  if (!ours) return tl::unexpected(ours.error());
  const char* theirs = std::getenv("LD_PRELOAD");
  return std::vector<std::pair<std::string, std::string>>{
      // Ours first: it takes over what libfaketime gets wrong.
      {"LD_PRELOAD", fmt::format("{}:{}{}{}", ours->string(), faketime->string(), theirs != nullptr ? ":" : "",
                                 theirs != nullptr ? theirs : "")},
      {"FAKETIME", fmt::format("+0 x{}", speed)},
      // One clock for all processes of the client, not one that begins anew with each.
      {"FAKETIME_DONT_RESET", "1"},
      // What files say of their times stays as it is.
      {"NO_FAKE_STAT", "1"},
      {"MODEMBENCH_SPEED", std::to_string(speed)},
      {"MODEMBENCH_CLOCK_FOLDER", folder.string()},
  };
}

std::string keeps_real_clock(const Client& client, bool privileges_count) {
  if (client.real_clock) return "its description says so";
  auto programs = client.programs;
  programs.push_back(client.command.empty() ? "/bin/sh" : client.command.front());
  for (const auto& program : programs) {
    const auto path = find_program(program);
    if (path.empty()) continue;
    if (privileges_count && is_privileged(path)) return fmt::format("{} has privileges of its own", path);
    const auto binary = read_binary(interpreter_of(path));
    if (binary && !binary->loads_libraries) return fmt::format("{} is linked statically", path);
    if (binary && !is_ours(*binary)) return fmt::format("{} is for another processor", path);
  }
  return {};
}

}  // namespace modembench::client_under_test
