#include "vm/image.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "emulator/embedded.hpp"
#include "files/own_folder.hpp"

namespace modembench::vm {
namespace {

namespace fs = std::filesystem;

// The scripts into a folder, as they stand in ci/vm.
Result<void> put_scripts(const fs::path& folder) {
  for (const auto& file : embedded_vm_image()) {
    const auto path = folder / std::string(file.name);
    std::ofstream out(path, std::ios::binary);
    if (!(out << file.text).flush() || chmod(path.c_str(), 0755) != 0) {
      return tl::unexpected(fmt::format("{} can't be written", path.string()));
    }
  }
  return {};
}

}  // namespace

Result<MachineFiles> image(const fs::path& cache) {
  auto folder = files::OwnFolder::take_for_run();
  if (!folder) return tl::unexpected(folder.error());
  const auto scripts = folder->path() / "image";
  std::error_code error;
  fs::create_directories(scripts, error);
  if (const auto put = put_scripts(scripts); !put) return tl::unexpected(put.error());
  // Its words are for the user; its last line is the image's folder.
  const auto command = fmt::format("MODEMBENCH_VM_CACHE='{}' sh '{}/build'", cache.string(), scripts.string());
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "re"), pclose);
  std::string said;
  std::array<char, 4096> buffer{};
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) said += buffer.data();
  fs::remove_all(scripts, error);
  while (!said.empty() && said.back() == '\n') said.pop_back();
  MachineFiles files{fs::path(said) / "kernel", fs::path(said) / "root.cpio"};
  if (said.empty() || !fs::exists(files.kernel, error) || !fs::exists(files.root, error)) {
    return tl::unexpected(std::string("there is no image for the guest, and it couldn't be made"));
  }
  return files;
}

}  // namespace modembench::vm
