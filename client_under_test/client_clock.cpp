#include "client_under_test/client_clock.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include <elf.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "client_under_test/start_command.hpp"

namespace modembench::client_under_test {
namespace {

namespace fs = std::filesystem;

/// What concerns us of a program's or library's file.
struct Binary {
  Elf64_Half machine = 0;
  bool loads_libraries = false;
  bool is_go = false;
};

// Whether one of the notes in that part of the file is of that name.
bool has_note(std::ifstream& file, std::uint64_t offset, std::uint64_t size, std::string_view name) {
  // Go's is among the first, of a few hundred bytes.
  constexpr std::uint64_t kMost = 4096;
  std::string notes(static_cast<std::size_t>(std::min(size, kMost)), '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  const bool read = static_cast<bool>(file.read(notes.data(), static_cast<std::streamsize>(notes.size())));
  file.clear();
  if (!read) return false;
  const auto padded = [](std::uint64_t length) { return (length + 3) / 4 * 4; };
  for (std::uint64_t at = 0; at + sizeof(Elf64_Nhdr) <= notes.size();) {
    Elf64_Nhdr note{};
    std::memcpy(&note, notes.data() + at, sizeof note);
    at += sizeof note;
    const auto end = at + note.n_namesz;
    if (end <= notes.size() && std::string_view(notes).substr(at, note.n_namesz).substr(0, name.size()) == name) {
      return true;
    }
    at += padded(note.n_namesz) + padded(note.n_descsz);
  }
  return false;
}

template <class Ehdr, class Phdr>
std::optional<Binary> read_elf(std::ifstream& file) {
  Ehdr header{};
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(&header), sizeof header)) return std::nullopt;
  Binary binary{.machine = header.e_machine};
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Phdr part{};
    file.seekg(static_cast<std::streamoff>(header.e_phoff + i * sizeof part));
    if (!file.read(reinterpret_cast<char*>(&part), sizeof part)) break;
    if (part.p_type == PT_INTERP) binary.loads_libraries = true;
    if (part.p_type == PT_NOTE) binary.is_go = binary.is_go || has_note(file, part.p_offset, part.p_filesz, "Go");
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

}  // namespace

std::string keeps_machine_clock(const Client& client, bool privileges_count) {
  if (client.real_clock) return "its description says so";
  auto programs = client.programs;
  programs.push_back(client.command.empty() ? "/bin/sh" : client.command.front());
  for (const auto& program : programs) {
    const auto path = find_program(program);
    if (path.empty()) continue;
    if (privileges_count && is_privileged(path)) return fmt::format("{} has privileges of its own", path);
    const auto binary = read_binary(interpreter_of(path));
    if (binary && !binary->loads_libraries) return fmt::format("{} is linked statically", path);
    if (binary && binary->is_go) return fmt::format("{} is written in Go, whose runtime asks the kernel itself", path);
    if (binary && !is_ours(*binary)) return fmt::format("{} is for another processor", path);
  }
  return {};
}

}  // namespace modembench::client_under_test
