// modembench_fuzz_libqmi: libqmi-glib as its programs use it, with one session for a stream of mutated answers.

#include <fmt/format.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>

#include "bench/language/yaml_text.hpp"
#include "client_under_test/process_fork.hpp"
#include "emulator/instant.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/trace/fnv.hpp"
#include "files/whole_file.hpp"
#include "fuzz/campaign/oracles.hpp"
#include "fuzz/campaign/scene.hpp"
#include "fuzz/campaign/wording.hpp"
#include "fuzz/libqmi_session/session.hpp"
#include "fuzz/mutator/mutator.hpp"

namespace {

using namespace modembench;
using namespace modembench::fuzz;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t cases = 20'000;
  std::uint64_t compare = 0;
  std::string folder = "fuzz-libqmi";
};

/// What the process that has libqmi in it leaves behind if it dies: in memory that both have.
struct Shared {
  std::uint64_t next = 0;  ///< the case that is being tried
  std::uint64_t answered = 0;
  std::uint64_t anew = 0;  ///< sessions that had to be begun again
  std::uint64_t behaviours = 0;
  std::uint64_t digest = 0;
  std::uint64_t findings = 0;
  std::uint64_t held_first = 0;  ///< descriptors after the first session
  std::uint64_t held_last = 0;
  std::array<char, 512> wrong{};  ///< what GLib had to complain of, where that ended the process
};

/// The process with libqmi in it ends so where it has found something: GLib's threads don't live through a fork, so
/// that whoever makes such processes can't use it.
constexpr int kFound = 3;

std::string critical;  ///< the last thing that GLib had to complain of

void on_log(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer) {
  if ((level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) == 0) return;
  critical = fmt::format("{}-CRITICAL **: {}", domain == nullptr ? "" : domain, message);
}

struct Case {
  const Call* call = nullptr;
  Random random{0};
  bool right_one_after = false;
};

Case nth_case(std::uint64_t seed, std::uint64_t number) {
  Case one;
  one.random = Random(mixed(seed, number));
  const auto all = calls();
  one.call = &one.random.pick(all);
  one.right_one_after = one.random.one_in(2);
  return one;
}

/// Changes the first message only: what comes after is a session's own business.
struct Changing {
  Random random;
  bool right_one_after;
  const std::vector<Mutation>* exactly = nullptr;  ///< these instead of drawn ones
  qmi::Bytes meant{};
  Mutated sent{};

  qmi::Bytes operator()(const qmi::Bytes& frame) {
    if (!meant.empty()) return frame;
    meant = frame;
    const Limits limits{.words = false};
    sent = exactly != nullptr ? fuzz::apply(frame, *exactly, limits) : mutate(frame, random, limits);
    auto bytes = sent.bytes;
    if (right_one_after) bytes.insert(bytes.end(), frame.begin(), frame.end());
    return bytes;
  }
};

std::size_t descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

std::string try_once(ModemSide& modem, const Case& one, Changing& changing) {
  critical.clear();
  Session session(modem);
  if (const auto opened = session.open(); !opened) return opened.error();
  session.make(*one.call, std::ref(changing));
  return critical;
}

/// What comes of it in a process of its own; "signal 11" where that is all.
std::string apart(const std::function<std::string()>& body) {
  client_under_test::Pipe pipe;
  if (!client_under_test::make_pipe(pipe)) return {};
  const pid_t child = client_under_test::fork_to([&] {
    client_under_test::write_text(pipe.write.get(), body());
    return 0;
  });
  pipe.write.reset();
  auto text = client_under_test::read_to_end(pipe.read.get());
  const int status = client_under_test::wait_for(child);
  return WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status)) : text;
}

/// A case in a process of its own: what is wrong with what came of it; empty if nothing.
std::string show(ModemSide& modem, const Case& one, const std::vector<Mutation>& exactly) {
  return apart([&] {
    Changing changing{one.random, one.right_one_after, &exactly};
    return try_once(modem, one, changing);
  });
}

/// A healthy answer to the call, to be changed again and again.
qmi::Bytes healthy_answer(ModemSide& modem, const Call& call) {
  const auto text = apart([&] {
    Session session(modem);
    std::string answer;
    if (!session.open()) return answer;
    session.make(call, [&](const qmi::Bytes& frame) {
      if (answer.empty()) answer.assign(frame.begin(), frame.end());
      return frame;
    });
    return answer;
  });
  return {text.begin(), text.end()};
}

/// The scenario that shows it with qmicli, as small as it gets.
void write_finding(ModemSide& modem, const Options& options, const Case& one, const std::string& wrong) {
  const auto meant = healthy_answer(modem, *one.call);
  Random random = one.random;
  auto mutations = mutate(meant, random, {.words = false}).mutations;
  const auto cause = without_numbers(wrong);
  for (std::size_t i = 0; i < mutations.size() && mutations.size() > 1;) {
    auto fewer = mutations;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (without_numbers(show(modem, one, fewer)) == cause) {
      mutations = std::move(fewer);
    } else {
      ++i;
    }
  }
  const auto sent = fuzz::apply(meant, mutations);
  const auto header = qmi::read_header(meant);
  Scene scene;
  const auto command = fmt::format("qmicli -d {{qmi}} {{open_flag}} --{}", one.call->name);
  scene.client = fmt::format("{{run: command, with: {{command: {}}}}}", bench::yaml_scalar(command));
  Twist twist;
  twist.trigger = fmt::format("on: {{answer: {}}}, nth: 1, times: 1", header ? qmi::message_name(*header) : "any");
  twist.parts = wording(meant, sent.bytes, fmt::format("{}", fmt::join(sent.said, ", ")));
  if (one.right_one_after) twist.parts.push_back({kRightOneAfter, "1ms", {}});
  trace::Fnv hash;
  hash.text(cause);
  const auto file = fmt::format("{}/{:016x}.yaml", options.folder, hash.value());
  const auto text = to_yaml(scene, {{twist}}, fmt::format("libqmi: {}", cause),
                            {wrong.starts_with("signal") ? "client: exits" : "never: {says: CRITICAL}"},
                            {fmt::format("sent: {}", qmi::to_hex(sent.bytes))});
  if (const auto written = files::write_whole(file, text); !written) fmt::print(stderr, "{}\n", written.error());
  fmt::print("found: {}: {}\n       {}\n", one.call->name, wrong, file);
  std::fflush(stdout);
}

bool is_hung_up(const std::string& outcome) {
  return outcome == fmt::format("{} {}", g_quark_to_string(QMI_CORE_ERROR), int{QMI_CORE_ERROR_FAILED});
}

/// Cases from shared.next on, until all are done.
int run_cases(ModemSide& modem, const Options& options, Shared& shared) {
  Session session(modem);
  trace::Fnv digest;
  digest.number(shared.digest);
  std::set<std::string> behaviours;
  for (; shared.next < options.cases; ++shared.next) {
    if (!session.is_open()) {
      if (const auto opened = session.open(); !opened) {
        fmt::print(stderr, "modembench_fuzz_libqmi: {}\n", opened.error());
        return 2;
      }
      shared.held_last = descriptors();
      if (shared.held_first == 0) shared.held_first = shared.held_last;
    }
    const auto one = nth_case(options.seed, shared.next);
    Changing changing{one.random, one.right_one_after};
    critical.clear();
    const auto outcome = session.make(*one.call, std::ref(changing));
    if (outcome) ++shared.answered;
    digest.text(outcome.value_or("none"));
    behaviours.insert(fmt::format("{} {}", one.call->name, outcome.value_or("none")));
    shared.behaviours = behaviours.size();
    shared.digest = digest.value();
    if (!critical.empty()) {
      critical.copy(shared.wrong.data(), shared.wrong.size() - 1);
      return kFound;
    }
    // Is it in step still? What was cut short may be waiting for its end; at what is no QMUX libqmi hangs up.
    static const std::optional<std::string> healthy = "";
    const bool in_step = (outcome && !is_hung_up(*outcome)) || session.make(*one.call, {}) == healthy;
    if (in_step) continue;
    ++shared.anew;
    session.close();
  }
  session.close();
  return 0;
}

/// So many starts of qmicli against the same modem; how many a second.
double starts_per_second(ModemSide& modem, std::uint64_t count) {
  const auto began = Clock::now();
  for (std::uint64_t i = 0; i < count; ++i) {
    const pid_t child = client_under_test::fork_to([] {
      client_under_test::detach_standard_streams();
      execlp("qmicli", "qmicli", "-p", "-d", "/dev/null", "--dms-get-model", nullptr);
      return 127;
    });
    while (waitpid(child, nullptr, WNOHANG) == 0) {
      if (!modem.step({})) sched_yield();
    }
  }
  return static_cast<double>(count) / in_seconds(Clock::now() - began);
}

int run(const Options& options) {
  // The proxy's name is one of the network namespace: whoever uses the real one isn't to meet us.
  if (unshare(geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) {
    fmt::print(stderr, "modembench_fuzz_libqmi: no network namespace of its own can be had: {}\n", g_strerror(errno));
    return 2;
  }
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  auto modem = ModemSide::listen();
  if (error || !modem) {
    fmt::print(stderr, "modembench_fuzz_libqmi: {}\n", error ? options.folder + ": " + error.message() : modem.error());
    return 2;
  }
  g_log_set_default_handler(on_log, nullptr);
  auto* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 2;
  auto& shared = *new (memory) Shared;
  std::set<std::string> known;
  const auto began = Clock::now();
  while (shared.next < options.cases) {
    const pid_t child = client_under_test::fork_to([&] { return run_cases(**modem, options, shared); });
    const int status = client_under_test::wait_for(child);
    const bool found = WIFEXITED(status) && WEXITSTATUS(status) == kFound;
    if (WIFEXITED(status) && !found) {
      if (WEXITSTATUS(status) != 0) return WEXITSTATUS(status);
      continue;
    }
    const auto wrong = found ? std::string(shared.wrong.data()) : fmt::format("signal {}", WTERMSIG(status));
    shared.wrong = {};
    const auto one = nth_case(options.seed, shared.next);
    if (known.insert(fmt::format("{} {}", one.call->name, without_numbers(wrong))).second) {
      ++shared.findings;
      write_finding(**modem, options, one, wrong);
    }
    ++shared.next;
  }
  const double seconds = in_seconds(Clock::now() - began);
  fmt::print(
      "{} cases in {:.1f} s ({:.0f}/s), {} taken for an answer, {} sessions begun anew, {} behaviours, {} findings; "
      "digest "
      "{:016x}\ndescriptors of a session: {} at first, {} at last\n",
      options.cases, seconds, static_cast<double>(options.cases) / seconds, shared.answered, shared.anew,
      shared.behaviours, shared.findings, shared.digest, shared.held_first, shared.held_last);
  if (options.compare > 0) {
    fmt::print("a process of qmicli for each: {:.0f}/s\n", starts_per_second(**modem, options.compare));
  }
  return shared.findings > 0 || shared.held_last > shared.held_first ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"libqmi takes mutated answers, all in one session"};
  app.add_option("--seed", options.seed, "What is drawn is drawn by this")->capture_default_str();
  app.add_option("--cases", options.cases, "So many answers")->capture_default_str();
  app.add_option("--dir", options.folder, "Where findings are written")->capture_default_str();
  app.add_option("--compare", options.compare, "Also start qmicli so many times, and say how quick that is");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
