#include "vm/image.hpp"

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client_under_test/process_fork.hpp"
#include "emulator/embedded.hpp"
#include "files/own_folder.hpp"
#include "vm/cache.hpp"

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

// What the script says on its standard output. The rest of its words are for the user.
std::string built(const fs::path& script, const fs::path& cache, const char* argument) {
  client_under_test::Pipe said;
  if (!client_under_test::make_pipe(said)) return {};
  const pid_t child = client_under_test::fork_to([&] {
    if (dup2(said.write.get(), STDOUT_FILENO) < 0) return 127;
    if (setenv("MODEMBENCH_VM_CACHE", cache.c_str(), 1) != 0) return 127;
    execl("/bin/sh", "sh", script.c_str(), argument, nullptr);
    return 127;
  });
  if (child < 0) return {};
  said.write.reset();
  auto text = client_under_test::read_to_end(said.read.get());
  client_under_test::wait_for(child);
  // A path of its own may end with a newline.
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// Whether its files are as long as the script has written down, "12345 kernel" and so on: a disk that was full, or a
// power cut, leaves less.
bool is_whole(const fs::path& image) {
  std::ifstream lengths(image / "lengths");
  std::error_code error;
  int whole = 0;
  std::uintmax_t length = 0;
  for (std::string name; lengths >> length >> name;) {
    if ((name == "kernel" || name == "root.cpio") && fs::file_size(image / name, error) == length) ++whole;
  }
  return whole == 2;
}

Result<MachineFiles> files_of(const fs::path& image) {
  if (is_whole(image)) return MachineFiles{image / "kernel", image / "root.cpio"};
  return tl::unexpected(std::string("there is no image for the guest, and it couldn't be made"));
}

}  // namespace

Result<MachineFiles> image(const fs::path& cache) {
  auto folder = files::OwnFolder::take_for_run();
  if (!folder) return tl::unexpected(folder.error());
  const auto scripts = folder->path() / "image";
  std::error_code error;
  fs::create_directories(scripts, error);
  if (const auto put = put_scripts(scripts); !put) return tl::unexpected(put.error());
  const auto name = "image-" + built(scripts / "build", cache, "--key");
  if (auto there = files_of(cache / name)) return there;
  std::error_code there;
  if (fs::exists(cache / name, there))
    fmt::print(stderr, "the guest's image isn't whole: another one takes its place\n");
  // In a folder that is known to be ours until it is whole: a killed one is found again.
  auto unfinished = unfinished_folder(cache);
  if (!unfinished) return tl::unexpected(unfinished.error());
  const fs::path made = built(scripts / "build", unfinished->path(), nullptr);
  if (auto whole = files_of(made); made.empty() || !whole) return files_of({});
  if (auto named = unfinished->let_become(made.filename(), name); !named) return tl::unexpected(named.error());
  return files_of(cache / name);
}

}  // namespace modembench::vm
