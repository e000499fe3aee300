#include "vm/cpio.hpp"

#include <fmt/format.h>

namespace modembench::vm {
namespace {

constexpr unsigned kProgram = 0100755;
constexpr std::string_view kTrailerName = "TRAILER!!!";

void pad(std::string& archive) { archive.resize((archive.size() + 3) / 4 * 4); }

void add(std::string& archive, unsigned inode, unsigned mode, std::string_view name, std::string_view content) {
  // Mark, then 13 numbers of eight digits: inode, mode, owner, group, links, time, size, devices, length of the name
  // with the NUL after it, and a checksum that this format leaves 0.
  archive += fmt::format("070701{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}", inode,
                         mode, 0, 0, 1, 0, content.size(), 0, 0, 0, 0, name.size() + 1, 0);
  archive += name;
  archive += '\0';
  pad(archive);
  archive += content;
  pad(archive);
}

}  // namespace

std::string to_cpio(const std::vector<ProgramFile>& files) {
  std::string archive;
  unsigned inode = 1;
  for (const auto& file : files) add(archive, inode++, kProgram, file.name, file.content);
  add(archive, 0, 0, kTrailerName, "");
  return archive;
}

}  // namespace modembench::vm
