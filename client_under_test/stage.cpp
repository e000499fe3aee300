#include "client_under_test/stage.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client_under_test/process_children.hpp"
#include "client_under_test/process_fork.hpp"
#include "client_under_test/stage_bus.hpp"
#include "client_under_test/stage_furnish.hpp"
#include "client_under_test/stage_interface.hpp"
#include "client_under_test/stage_keeper.hpp"
#include "files/descriptor.hpp"

namespace modembench::client_under_test {
namespace {

using files::Descriptor;
using files::error_text;

struct Namespace {
  int kind;
  Descriptor open;
};

// In the order in which they are entered: the user namespace gives the right to enter the others.
constexpr std::array<std::pair<int, const char*>, 6> kNamespaces = {{{CLONE_NEWUSER, "user"},
                                                                     {CLONE_NEWNS, "mnt"},
                                                                     {CLONE_NEWNET, "net"},
                                                                     {CLONE_NEWIPC, "ipc"},
                                                                     {CLONE_NEWUTS, "uts"},
                                                                     {CLONE_NEWPID, "pid"}}};

constexpr int kOwnNamespaces = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWPID;

std::string enter(const std::vector<Namespace>& namespaces, int kinds) {
  for (const auto& one : namespaces) {
    if ((one.kind & kinds) != 0 && setns(one.open.get(), one.kind) != 0) {
      return "enter the stage: " + error_text(errno);
    }
  }
  return {};
}

Descriptor handle_of(pid_t process) { return Descriptor(static_cast<int>(syscall(SYS_pidfd_open, process, 0))); }

}  // namespace

struct Stage::State {
  std::string kind;
  bool single_user = false;
  std::shared_ptr<Keeper> keeper;
  pid_t keeper_process = -1;
  pid_t bus = -1;
  Descriptor lifeline;
  std::vector<Namespace> namespaces;
  ShownModem modem;
  Descriptor terminals;  ///< the outside's, within the stage
  std::string remark;
  std::string net_kind;  ///< what the network interface is
  Descriptor bus_says;
  std::vector<Descriptor> started;  ///< handles (pidfd) of processes started in it

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (!keeper) return;
    keeper->kill();
    // The first process ends last: only when children of ours among those it takes along have been waited for.
    for (const auto& process : started) {
      siginfo_t ended{};
      while (waitid(P_PIDFD, static_cast<id_t>(process.get()), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
      }
      if (ended.si_pid > 0) wait_for(ended.si_pid);
    }
    keeper->release();
  }

  // Opens the keeper's namespaces, of the kinds it has of its own.
  tl::expected<void, Reason> open_namespaces(int kinds) {
    for (const auto& [one, name] : kNamespaces) {
      if ((kinds & one) == 0) continue;
      const auto path = "/proc/" + std::to_string(keeper_process) + "/ns/" + name;
      Descriptor open(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
      if (!open) return tl::unexpected(path + ": " + error_text(errno));
      namespaces.push_back({one, std::move(open)});
    }
    return {};
  }

  // The keeper's "+7 a remark": its descriptor of the terminals' folder, which is in its mount namespace.
  tl::expected<void, Reason> take_terminals(const std::string& said) {
    const auto space = said.find(' ');
    const auto path = "/proc/" + std::to_string(keeper_process) + "/fd/" + said.substr(1, space - 1);
    terminals.reset(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!terminals) return tl::unexpected(path + ": " + error_text(errno));
    modem.terminals = terminals.get();
    remark = said.substr(space + 1);
    return {};
  }

  static tl::expected<std::unique_ptr<State>, Reason> build(const Options& options, bool as_user) {
    Pipe report;
    Pipe life;
    if (!make_pipe(report) || !make_pipe(life)) return tl::unexpected("pipe: " + error_text(errno));
    auto state = std::make_unique<State>();
    state->lifeline = std::move(life.write);
    state->modem.usb = options.usb;
    state->single_user = as_user;
    state->kind = as_user ? "as user in a user namespace" : "as root";

    const KeeperTask task{{options.keep, options.working_folder, options.home},
                          options.usb,
                          as_user,
                          geteuid(),
                          getegid(),
                          report.write.get(),
                          life.read.get()};
    const int kinds = kOwnNamespaces | (as_user ? CLONE_NEWUSER : 0);
    const auto keeper = fork_through([] { return std::string(); }, kinds, [&] { return keep_stage(task); });
    if (!keeper) return tl::unexpected(keeper.error());
    state->keeper_process = *keeper;
    state->keeper = std::make_shared<Keeper>(*keeper);
    report.write.reset();
    const auto said = read_to_end(report.read.get());
    if (!said.starts_with('+')) {
      return tl::unexpected(said.empty() ? "its first process was killed" : said.substr(1));
    }
    if (const auto opened = state->open_namespaces(kinds); !opened) return tl::unexpected(opened.error());
    if (const auto taken = state->take_terminals(said); !taken) return tl::unexpected(taken.error());
    return state;
  }
};

tl::expected<Stage, Reason> Stage::build(const Options& options) {
  auto as_root = State::build(options, false);
  if (as_root) return Stage(std::move(*as_root));
  auto as_user = State::build(options, true);
  if (as_user) return Stage(std::move(*as_user));
  return tl::unexpected("namespaces as root: " + as_root.error() +
                        "; namespaces below a user namespace: " + as_user.error());
}

Stage::Stage(std::unique_ptr<State> state) : state_(std::move(state)) {}
Stage::Stage(Stage&&) noexcept = default;
Stage& Stage::operator=(Stage&&) noexcept = default;
Stage::~Stage() = default;

tl::expected<std::string, Reason> Stage::furnish(const Furnishing& furnishing) {
  const auto inside = [&](const std::function<std::string()>& step) {
    return run_apart([&] {
      auto wrong = enter(state_->namespaces, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET);
      return wrong.empty() ? step() : wrong;
    });
  };
  const auto without = [](const char* what) {
    return [what](const Reason& why) { return std::string(what) + ": " + why; };
  };
  if (!furnishing.udev.empty()) {
    const auto made = inside([&] { return furnish_with_udev(state_->modem.usb); }).map_error(without("udev"));
    if (!made) return tl::unexpected(made.error());
    state_->modem.udev = furnishing.udev;
  }
  if (furnishing.system_bus) {
    const auto start_bus = [this](const Inside& body) {
      auto started = start(body);
      if (started) state_->bus = *started;
      return started;
    };
    auto bus = start_system_bus(start_bus, {furnishing.bus_services, furnishing.bus_environment, state_->single_user});
    if (!bus) return tl::unexpected("a system D-Bus: " + bus.error());
    state_->bus_says = std::move(*bus);
  }
  if (furnishing.net.empty()) return "";
  // Made for a try: it comes with the QMI port.
  Pipe told;
  if (!make_pipe(told)) return tl::unexpected("pipe: " + error_text(errno));
  const auto made = inside([&] {
    const auto kind = make_interface(furnishing.net);
    if (!kind) return kind.error();
    write_text(told.write.get(), std::string(to_string(*kind)));
    return remove_interface(furnishing.net);
  });
  told.write.reset();
  if (!made) return tl::unexpected("a network interface " + furnishing.net + ": " + made.error());
  state_->modem.net = furnishing.net;
  state_->net_kind = read_to_end(told.read.get());
  return furnishing.net + " is a " + state_->net_kind;
}

tl::expected<void, Reason> Stage::plug(PortName port, const std::filesystem::path& target) {
  return run_apart([&] {
           auto wrong = enter(state_->namespaces, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET);
           return wrong.empty() ? put_port(port, target, state_->modem) : wrong;
         })
      .map_error([&](const Reason& why) { return "plug " + std::string(to_string(port)) + " into the stage: " + why; });
}

tl::expected<void, Reason> Stage::unplug(PortName port) {
  return run_apart([&] {
           auto wrong = enter(state_->namespaces, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET);
           return wrong.empty() ? remove_port(port, state_->modem) : wrong;
         })
      .map_error([&](const Reason& why) { return "unplug " + std::string(to_string(port)) + ": " + why; });
}

tl::expected<Descriptor, Reason> Stage::open_inside(const std::function<ports::Result<Descriptor>()>& open) {
  Connection connection;
  if (!make_connection(connection)) return tl::unexpected("socketpair: " + error_text(errno));
  const auto opened = run_apart([&] {
    if (auto wrong = enter(state_->namespaces, CLONE_NEWUSER | CLONE_NEWNET); !wrong.empty()) return wrong;
    const auto made = open();
    if (!made) return made.error();
    return send_descriptor(connection.theirs.get(), made->get()) ? "" : "hand it over: " + error_text(errno);
  });
  if (!opened) return tl::unexpected(opened.error());
  auto received = receive_descriptor(connection.ours.get());
  if (!received) return tl::unexpected("take it over: " + error_text(errno));
  return received;
}

tl::expected<pid_t, Reason> Stage::start(const Inside& inside) {
  const auto started = fork_through([&] { return enter(state_->namespaces, ~0); }, 0,
                                    [&] {
                                      // Whoever holds this keeps the stage alive.
                                      state_->lifeline.reset();
                                      return inside();
                                    });
  if (!started) return tl::unexpected("start a process in the stage: " + started.error());
  if (auto handle = handle_of(*started)) state_->started.push_back(std::move(handle));
  return *started;
}

tl::expected<int, Reason> Stage::run(const Inside& inside) {
  const auto started = start(inside);
  if (!started) return tl::unexpected(started.error());
  const int status = wait_for(*started);
  if (status < 0) return tl::unexpected(std::string("its end was taken by someone else"));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

tl::expected<Descriptor, Reason> Stage::open_interface() {
  const auto kind = interface_kind_from_string(state_->net_kind);
  if (state_->modem.net.empty() || !kind || !carries_frames(*kind)) return Descriptor();
  return open_inside([&] { return open_frames(state_->modem.net, *kind); });
}

std::string Stage::what_failed() const {
  if (auto why = state_->keeper->what_failed(); !why.empty()) return why;
  if (state_->bus > 0 && is_ending(state_->bus)) return "the stage's dbus-daemon has ended";
  return {};
}

pid_t Stage::first_process() const { return state_->keeper_process; }

std::shared_ptr<const Keeper> Stage::keeper() const { return state_->keeper; }

const std::string& Stage::kind() const { return state_->kind; }

const std::string& Stage::remark() const { return state_->remark; }

std::filesystem::path Stage::device(PortName port) { return port_node(port); }

}  // namespace modembench::client_under_test
