#include "vm/image.hpp"

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "emulator/embedded.hpp"
#include "emulator/ports/folder.hpp"

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

// What the script says on its standard output: the image's folder. The rest of its words are for the user.
std::string built(const fs::path& script, const fs::path& cache) {
  client_under_test::Pipe said;
  if (!client_under_test::make_pipe(said)) return {};
  const pid_t child = client_under_test::fork_to([&] {
    if (dup2(said.write.get(), STDOUT_FILENO) < 0) return 127;
    if (setenv("MODEMBENCH_VM_CACHE", cache.c_str(), 1) != 0) return 127;
    execl("/bin/sh", "sh", script.c_str(), nullptr);
    return 127;
  });
  if (child < 0) return {};
  said.write.reset();
  auto text = client_under_test::read_to_end(said.read.get());
  client_under_test::wait_for(child);
  return text;
}

}  // namespace

Result<MachineFiles> image(const fs::path& cache) {
  auto folder = ports::Folder::take_for_run();
  if (!folder) return tl::unexpected(folder.error());
  const auto scripts = folder->path() / "image";
  std::error_code error;
  fs::create_directories(scripts, error);
  if (const auto put = put_scripts(scripts); !put) return tl::unexpected(put.error());
  auto said = built(scripts / "build", cache);
  fs::remove_all(scripts, error);
  // A path of its own may end with a newline.
  if (!said.empty() && said.back() == '\n') said.pop_back();
  MachineFiles files{fs::path(said) / "kernel", fs::path(said) / "root.cpio"};
  if (said.empty() || !fs::exists(files.kernel, error) || !fs::exists(files.root, error)) {
    return tl::unexpected(std::string("there is no image for the guest, and it couldn't be made"));
  }
  return files;
}

}  // namespace modembench::vm
