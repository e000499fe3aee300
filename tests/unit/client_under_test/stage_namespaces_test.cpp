#include <csignal>
#include <fstream>
#include <iterator>

#include <sched.h>
#include <sys/stat.h>

#include "tests/unit/built_in_modem.hpp"
#include "tests/unit/client_under_test/stage_support.hpp"
#include "tests/unit/ports/recorder.hpp"

namespace modembench {
namespace {

using Catch::Matchers::Contains;
using client_under_test::Stage;
using testing::ClientEnd;
using testing::in_child;
using testing::Scratch;
using testing::shell_in;
namespace fs = std::filesystem;

TEST_CASE("a stage has a small /dev of its own, a loopback interface and process numbers from 1", "[stage]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  CHECK(shell_in(*stage, "echo x >/dev/null && echo x >/dev/ppp && head -c 1 /dev/zero >/dev/null") == 0);
  CHECK(shell_in(*stage, "test -c /dev/urandom && test -c /dev/full && test -e /dev/ptmx && test -d /dev/pts") == 0);
  CHECK(shell_in(*stage, "test ! -e /dev/log && test ! -e /dev/kmsg && test ! -e /dev/cdc-wdm0") == 0);
  CHECK(shell_in(*stage, "test -w /dev/shm && test -d /run/lock && test ! -e /run/dbus") == 0);
  CHECK(shell_in(*stage, "grep -q 00000000000000000000000000000001 /proc/net/if_inet6 || test -d /proc/net") == 0);
  CHECK(shell_in(*stage, "test $(ls /sys/class/net) = lo") == 0);
  CHECK(shell_in(*stage, "test -d /proc/1 && test $(id -u) = 0") == 0);
}

TEST_CASE("what is made in a stage's folders stays in it; what stood in /tmp is seen but for qmi-network's state",
          "[stage]") {
  const fs::path stale = "/tmp/qmi-network-state-unit-test";
  const Scratch scratch;  // usually below /tmp
  std::ofstream(scratch.path() / "seen") << "x";
  std::ofstream(stale) << "PDH=1\n";
  auto stage = testing::stage_or_none({.keep = {scratch.path()}});
  if (stage) {
    CHECK(shell_in(*stage, "test ! -e " + stale.string() + " && echo new >" + stale.string()) == 0);
    CHECK(shell_in(*stage, "echo x >/tmp/unit-test-inside && echo x >/run/unit-test-inside") == 0);
    CHECK(shell_in(*stage, "test -f " + (scratch.path() / "seen").string()) == 0);
    CHECK(shell_in(*stage, "echo x >" + (scratch.path() / "shared").string()) == 0);
    CHECK(fs::exists(scratch.path() / "shared"));
    CHECK_FALSE(fs::exists("/tmp/unit-test-inside"));
    CHECK_FALSE(fs::exists("/run/unit-test-inside"));
  }
  std::ifstream file(stale);
  CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == "PDH=1\n");
  fs::remove(stale);
}

TEST_CASE("a path to keep that isn't there is refused by its name", "[stage]") {
  if (!testing::stage_or_none()) return;
  const auto stage = Stage::build({.keep = {"/nonexistent/ports"}});
  REQUIRE_FALSE(stage);
  CHECK_THAT(stage.error(), Contains("keep /nonexistent/ports: No such file or directory"));
}

TEST_CASE("a kept folder below /run or /dev is seen in the stage at its place", "[stage]") {
  fs::path kept;
  for (const auto* place : {"/run", "/dev/shm"}) {
    std::string path = std::string(place) + "/unit-XXXXXX";
    if (kept.empty() && mkdtemp(path.data()) != nullptr) kept = path;
  }
  if (kept.empty()) {
    WARN("not tested: neither /run nor /dev/shm can be written");
    return;
  }
  std::ofstream(kept / "seen") << "x";
  if (auto stage = testing::stage_or_none({.keep = {kept}})) {
    CHECK(shell_in(*stage, "test -f " + (kept / "seen").string() + " && echo x >" + (kept / "back").string()) == 0);
    CHECK(fs::exists(kept / "back"));
  }
  fs::remove_all(kept);
}

struct Plugged {
  Scratch folder;
  boost::asio::io_context io{1};
  testing::Recorder ports{io, ports::attach_pty(io, folder.path(), testing::ports_of_mc8355())};
  std::optional<Stage> stage = testing::stage_or_none({.keep = {}, .usb = testing::mc8355().profile.identity.usb});

  Plugged() {
    ports.start();
    if (!stage) return;
    for (const auto port : testing::ports_of_mc8355()) plug(port);
  }
  void plug(PortName port) {
    const auto plugged = stage->plug(port, ports.attachment->target(port));
    if (!plugged) FAIL(plugged.error());
  }
};

TEST_CASE_METHOD(Plugged, "ports plugged into a stage stand where clients look, with what sysfs says of the QMI port") {
  if (!stage) return;
  CHECK(Stage::device(PortName::qmi) == "/dev/cdc-wdm0");
  CHECK(Stage::device(tty_usb(2)) == "/dev/ttyUSB2");
  CHECK(shell_in(*stage, "test -c /dev/cdc-wdm0 && test -c /dev/ttyUSB0 && test -c /dev/ttyUSB2") == 0);
  CHECK(shell_in(*stage, "test $(basename $(readlink -f /sys/class/usbmisc/cdc-wdm0/device/driver)) = qmi_wwan") == 0);
  CHECK_FALSE(fs::exists("/sys/class/usbmisc/cdc-wdm0/device/qmi_wwan"));
}

TEST_CASE_METHOD(Plugged, "opens, bytes and closes in a stage are told by the pty outside") {
  if (!stage) return;
  const auto client = stage->start([] {
    execl("/bin/sh", "sh", "-c", "exec 3<>/dev/cdc-wdm0; printf hello >&3; read answer <&3; test \"$answer\" = hi",
          nullptr);
    return 127;
  });
  REQUIRE(client);
  ports.run_until_told("received qmi 0 hello");
  ports.attachment->send(PortName::qmi, 0, testing::bytes_of("hi\n"));
  ports.run_until_told("closed qmi 0");
  CHECK(ports.told == std::vector<std::string>{"opened qmi 0", "received qmi 0 hello", "closed qmi 0"});
  int status = -1;
  REQUIRE(waitpid(*client, &status, 0) == *client);  // a child of ours
  CHECK(status == 0);
}

TEST_CASE_METHOD(Plugged, "an unplugged port is gone from a stage, node and sysfs, and can be plugged in again") {
  if (!stage) return;
  REQUIRE(stage->unplug(PortName::qmi));
  REQUIRE(stage->unplug(tty_usb(0)));
  CHECK(shell_in(*stage, "test ! -e /dev/cdc-wdm0 && test ! -e /sys/class/usbmisc/cdc-wdm0") == 0);
  CHECK(shell_in(*stage, "test ! -e /dev/ttyUSB0 && test -c /dev/ttyUSB1") == 0);
  CHECK(stage->unplug(PortName::qmi));
  ports.attachment->unregister_port(PortName::qmi);
  REQUIRE(ports.attachment->register_port(PortName::qmi));
  plug(PortName::qmi);
  plug(PortName::qmi);  // in the place of what was there
  CHECK(shell_in(*stage, "printf x >/dev/cdc-wdm0 && test -d /sys/class/usbmisc/cdc-wdm0") == 0);
  ports.run_until_told("received qmi 0 x");
  CHECK(shell_in(*stage, "grep -c ' /dev/cdc-wdm0 ' /proc/self/mountinfo | grep -qx 1") == 0);
}

TEST_CASE_METHOD(Plugged, "a target that isn't there is refused with its path") {
  if (!stage) return;
  const auto plugged = stage->plug(PortName::qmi, "/dev/pts/123456");
  REQUIRE_FALSE(plugged);
  CHECK_THAT(plugged.error(), Contains("plug qmi into the stage: bind /dev/pts/123456 to /dev/cdc-wdm0: No such file"));
}

TEST_CASE("a stage's run gives the exit status, 128 + signal for one that was killed", "[stage]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  CHECK(shell_in(*stage, "exit 7") == 7);
  CHECK(shell_in(*stage, "kill -9 $$") == 128 + 9);
}

TEST_CASE("with a stage end all that live in it, daemons and what nobody waited for too", "[stage]") {
  auto stage = testing::stage_or_none();
  if (!stage) return;
  int alive[2];
  REQUIRE(pipe2(alive, O_CLOEXEC) == 0);
  // Each holds the pipe's write end: at its end of file there is nobody left.
  REQUIRE(stage->start([&] {
    dup2(alive[1], 9);
    execl("/bin/sh", "sh", "-c", "setsid sh -c 'trap \"\" TERM HUP; echo up >&9; sleep 1000' & sleep 1000", nullptr);
    return 127;
  }));
  REQUIRE(stage->start([] { return 0; }));
  close(alive[1]);
  char text[8] = {};
  REQUIRE(read(alive[0], text, sizeof text) > 0);
  stage.reset();
  pollfd event{.fd = alive[0], .events = POLLIN, .revents = 0};
  REQUIRE(poll(&event, 1, 30'000) == 1);
  CHECK(read(alive[0], text, sizeof text) == 0);
  close(alive[0]);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a stage doesn't outlive a process that is killed", "[stage]") {
  if (!testing::stage_or_none()) return;
  int alive[2];
  REQUIRE(pipe2(alive, O_CLOEXEC) == 0);
  const pid_t owner = fork();
  if (owner == 0) {
    auto stage = Stage::build({});
    const auto inside = stage->start([&] {
      dup2(alive[1], 9);
      execl("/bin/sh", "sh", "-c", "echo up >&9; sleep 1000", nullptr);
      return 127;
    });
    for (;;) pause();
  }
  close(alive[1]);
  char text[8] = {};
  REQUIRE(read(alive[0], text, sizeof text) > 0);
  kill(owner, SIGKILL);
  pollfd event{.fd = alive[0], .events = POLLIN, .revents = 0};
  REQUIRE(poll(&event, 1, 30'000) == 1);
  CHECK(read(alive[0], text, sizeof text) == 0);
  close(alive[0]);
  waitpid(owner, nullptr, 0);
}

TEST_CASE("an ordinary user gets a stage below a user namespace where that is allowed", "[stage]") {
  const auto outcome = in_child([] {
    if (!testing::become_ordinary_user()) return std::string("no ordinary user");
    auto stage = Stage::build({});
    if (!stage) return stage.error();
    const auto status = stage->run([] {
      execl("/bin/sh", "sh", "-c", "echo x >/dev/null && echo x >/tmp/modembench-stage-test-$$ && test $(id -u) = 0",
            nullptr);
      return 127;
    });
    return stage->kind() + (status && *status == 0 ? ", works" : ", fails");
  });
  if (outcome.find("Operation not permitted; namespaces below a user namespace") != std::string::npos &&
      outcome != "as user in a user namespace, works") {
    WARN("not tested: " << outcome);
    return;
  }
  CHECK(outcome == "as user in a user namespace, works");
}

TEST_CASE("where no way to a stage is allowed, the reason names both", "[stage]") {
  const auto outcome = in_child([] {
    const auto put = [](const char* path, const std::string& text) {
      std::ofstream file(path);
      file << text << std::flush;
      return static_cast<bool>(file);
    };
    if (!testing::become_ordinary_user()) return std::string("not tested: no ordinary user");
    const auto user = std::to_string(geteuid());
    if (unshare(CLONE_NEWUSER) != 0 || !put("/proc/self/uid_map", user + " " + user + " 1") ||
        !put("/proc/sys/user/max_user_namespaces", "0") || !put("/proc/sys/user/max_mnt_namespaces", "0")) {
      return std::string("not tested: no user namespace to forbid things in");
    }
    const auto stage = Stage::build({});
    return stage ? std::string("built") : stage.error();
  });
  if (outcome.starts_with("not tested")) {
    WARN(outcome);
    return;
  }
  CHECK(outcome ==
        "namespaces as root: clone: No space left on device (a limit in /proc/sys/user); "
        "namespaces below a user namespace: clone: No space left on device (a limit in /proc/sys/user)");
}

}  // namespace
}  // namespace modembench
