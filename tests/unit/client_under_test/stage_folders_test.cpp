#include <cstddef>
#include <fstream>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "client_under_test/client_writes.hpp"
#include "client_under_test/stage_mounts.hpp"
#include "tests/unit/client_under_test/stage_support.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using client_under_test::mount_points_in;
using client_under_test::Stage;
using client_under_test::writable_paths;
using testing::in_child;
using testing::Scratch;
using testing::shell_in;
namespace fs = std::filesystem;

TEST_CASE("mount points are read with blanks and backslashes in their names") {
  const std::string text =
      "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
      "30 22 0:27 /a /mnt/two\\040words\\134\\011x rw - tmpfs none rw\n"
      "short\n";
  CHECK(mount_points_in(text) == std::vector<fs::path>{"/", "/mnt/two words\\\tx"});
  CHECK(mount_points_in("").empty());
}

TEST_CASE("a stage's working folder below /tmp can be read, its home changed for itself", "[stage]") {
  const Scratch scratch;  // usually below /tmp
  fs::create_directories(scratch.path() / "project" / "home");
  std::ofstream(scratch.path() / "project" / "source") << "theirs\n";
  std::ofstream(scratch.path() / "project" / "home" / ".bashrc") << "theirs\n";
  const auto project = (scratch.path() / "project").string();
  auto stage = testing::stage_or_none(
      {.keep = {}, .usb = {}, .working_folder = project, .home = scratch.path() / "project" / "home"});
  if (!stage) return;
  CHECK(shell_in(*stage, "cd " + project + " && cat source && ! touch new 2>/dev/null && ! rm source 2>/dev/null") ==
        0);
  if (stage->remark().empty()) CHECK(shell_in(*stage, "cd " + project + "/home && rm .bashrc && mkdir made") == 0);
  CHECK(fs::exists(scratch.path() / "project" / "home" / ".bashrc"));
  CHECK_FALSE(fs::exists(scratch.path() / "project" / "home" / "made"));
}

TEST_CASE("where there is no overlay of a folder, it is seen, can't be changed, and that is said", "[stage]") {
  const auto outcome = in_child([] {
    // What is mounted in it keeps an ordinary user from an overlay: it might show what the mount covers.
    if (geteuid() != 0 || unshare(CLONE_NEWNS) != 0) return std::string("not tested: only root can mount");
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", "/home", "tmpfs", 0, nullptr) != 0 || mkdir("/home/disk", 0755) != 0 ||
        mkdir("/home/plain", 0777) != 0 || mount("tmpfs", "/home/disk", "tmpfs", 0, nullptr) != 0) {
      return std::string("not tested: no mounts");
    }
    std::ofstream("/home/disk/file") << "x";
    std::ofstream("/home/small") << "x";
    if (chmod("/home/plain", 0777) != 0 || !testing::become_ordinary_user()) return std::string("no ordinary user");
    auto stage = Stage::build({});
    if (!stage) return "not tested: " + stage.error();
    const auto status = stage->run([] {
      execl("/bin/sh", "sh", "-c",
            "[ \"$(cat /home/disk/file)\" = x ] && echo y >/home/new && ! touch /home/plain/new && "
            "[ \"$(cat /home/small)\" = x ]",
            nullptr);
      return 127;
    });
    return stage->remark() + (status && *status == 0 ? ", works" : ", fails");
  });
  if (outcome.starts_with("not tested")) {
    WARN(outcome);
    return;
  }
  CHECK(outcome == "what stands in /home (Invalid argument) is read-only, works");
}

TEST_CASE("a kernel without mount_setattr makes a stage's mounts read-only one by one", "[stage]") {
  const auto outcome = in_child([] {
    std::array<sock_filter, 4> filter = {{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 442, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog program{.len = filter.size(), .filter = filter.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
      return std::string("not tested: no filter");
    }
    const Scratch kept;
    auto stage = Stage::build({.keep = {kept.path()}});
    if (!stage) return "not tested: " + stage.error();
    const auto script =
        "! touch /usr/modembench-new 2>/dev/null && ! touch /proc/sys/modembench 2>/dev/null && "
        "touch /tmp/mine && touch " +
        (kept.path() / "shared").string() + " && ! grep -q ' / / rw' /proc/self/mountinfo";
    const auto status = stage->run([&] {
      execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
      return 127;
    });
    return std::string(status && *status == 0 && fs::exists(kept.path() / "shared") ? "works" : "fails");
  });
  if (outcome.starts_with("not tested")) {
    WARN(outcome);
    return;
  }
  CHECK(outcome == "works");
}

TEST_CASE("a path to keep with a link in it is refused: what it leads to may have been chosen by somebody else",
          "[stage]") {
  if (!testing::stage_or_none()) return;
  const Scratch scratch;
  fs::create_directory(scratch.path() / "real");
  fs::create_directory_symlink(scratch.path() / "real", scratch.path() / "link");
  const auto stage = Stage::build({.keep = {scratch.path() / "link"}});
  REQUIRE_FALSE(stage);
  CHECK_THAT(stage.error(), Contains("/link: Too many levels of symbolic links"));
}

TEST_CASE("what a client may write lies in the folder of its file, or who runs it has named that file") {
  const Scratch scratch;
  const auto project = scratch.path() / "project";
  fs::create_directories(project / "logs");
  fs::create_directories(scratch.path() / "elsewhere");
  fs::create_directory_symlink(scratch.path() / "elsewhere", project / "link");
  client_under_test::Client client;
  client.name = "mine";
  client.variables = {{"kind", "log"}};
  client.writes = {(project / "{kind}s").string()};
  client.writes_below = project;
  CHECK(writable_paths(client).value() == std::vector<fs::path>{fs::canonical(project / "logs")});
  for (const auto& [path, why] : std::vector<std::pair<fs::path, std::string>>{
           {project / "link", "it isn't in " + project.string() + ", the folder of the client's file; where you say "},
           {project / ".." / "elsewhere", "it isn't in "},
           {"/etc", "it isn't in "},
           {project / "missing", "No such file or directory; it has to be there before"},
           {project / "{no}", "no value for {no}"}}) {
    client.writes = {path.string()};
    const auto paths = writable_paths(client);
    REQUIRE_FALSE(paths);
    CHECK_THAT(paths.error(), Contains("mine") && Contains(why));
  }
  // A file that was saved beside all else isn't all else's master.
  client.writes = {"/tmp"};
  client.writes_below = "/tmp";
  CHECK_THAT(writable_paths(client).error(), Contains("stands in /tmp, where more stands than its own"));
  client.writes_below.clear();
  CHECK(writable_paths(client).has_value());
}

}  // namespace
}  // namespace modembench
