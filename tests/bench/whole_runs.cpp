// Measures, never asserts: what a run costs that does nothing but start and stop qmicli, against qmicli alone on a
// pseudo-terminal behind which a script answers its three requests by heart; in turns, in one run. Then how much of the
// modem's time the library takes in a second of ours: in-process, and with real clients.
//
// Usage: bench_whole_runs MODEMBENCH SCENARIOS

#include <pty.h>
#include <termios.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "bench_support.hpp"

namespace {

namespace fs = std::filesystem;
namespace qmi = modembench::qmi;
using namespace modembench::bench;

/// A pseudo-terminal that bytes go through unchanged.
struct RawPty {
  RawPty() {
    int ends[2];
    if (openpty(&ends[0], &ends[1], nullptr, nullptr, nullptr) != 0) throw std::runtime_error("openpty");
    termios settings{};
    tcgetattr(ends[1], &settings);
    cfmakeraw(&settings);
    tcsetattr(ends[1], TCSANOW, &settings);
    modem = ends[0];
    host = ends[1];
    path = ttyname(host);
  }
  int modem = -1;
  int host = -1;
  std::string path;
};

/// Answers what is asked with success, and CTL Allocate CID with client id 1: all that `qmicli --dms-noop` wants.
void answer_by_heart(int modem) {
  qmi::Bytes got;
  std::array<std::uint8_t, 4096> buffer{};
  for (;;) {
    const auto n = read(modem, buffer.data(), buffer.size());
    if (n <= 0) _exit(0);
    got.insert(got.end(), buffer.begin(), buffer.begin() + n);
    while (got.size() >= 3 && got.size() >= 1U + got[1] + 256U * got[2]) {
      const auto size = static_cast<std::ptrdiff_t>(1U + got[1] + 256U * got[2]);
      const auto request = qmi::decode(qmi::ByteView(got.data(), static_cast<std::size_t>(size)));
      got.erase(got.begin(), got.begin() + size);
      if (!request) continue;
      auto answer = qmi::response_to(request->header);
      if (request->header.service == qmi::ctl::service && request->header.message != qmi::ctl::sync::id) {
        // Allocation and release say the same: the service, and client id 1.
        answer.set(0x01, qmi::Struct{{"service", qmi::dms::service}, {"cid", std::uint8_t{1}}});
      }
      const auto bytes = qmi::encode(answer);
      if (bytes && write(modem, bytes->data(), bytes->size()) < 0) _exit(0);
    }
  }
}

/// How long a command takes to its end; what it says goes to `out`.
double seconds(const std::vector<std::string>& words, const std::string& out) {
  const auto began = Clock::now();
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("fork");
  if (pid == 0) {
    const int file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  // 1 is a scenario that failed: its time is measured all the same, and its line says so.
  if (status != 0 && status != 1 << 8)
    throw std::runtime_error(fmt::format("{} ended with {}, see {}", words[0], status, out));
  return std::chrono::duration<double>(Clock::now() - began).count();
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

/// "12 passed, 0 failed; 3.5 s of the modem's time in runs of 0.1 s"
std::string last_line(const std::string& file) {
  std::ifstream lines(file);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

void start_and_stop(const std::string& modembench, const fs::path& work) {
  constexpr int kTurns = 41;
  const RawPty pty;
  const Child script(0, [&] { answer_by_heart(pty.modem); });
  const auto scenario = (work / "noop.yaml").string();
  std::ofstream(scenario)
      << "about: qmicli starts and stops.\nmodem: mc8355\n"
         "client: {run: command, with: {command: \"qmicli -d {qmi} --device-open-qmi --dms-noop\"}}\n"
         "expect: [{client: exits, status: success}]\n";
  const auto out = (work / "out").string();
  // A suite: what one scenario more costs, without the start of modembench itself.
  constexpr int kMore = 10;
  std::vector<std::string> suite(1 + kMore, scenario);
  for (auto& file : suite) {
    const auto copy = work / fmt::format("noop-{}.yaml", &file - suite.data());
    fs::copy_file(scenario, copy);
    file = copy.string();
  }
  const auto one_more = [&](std::vector<std::string> words, double one) {
    words.insert(words.end(), suite.begin(), suite.end());
    return (seconds(words, out) - one) / kMore;
  };
  std::map<std::string, std::vector<double>> took;
  for (int i = 0; i < kTurns; ++i) {
    took["bare"].push_back(seconds({"qmicli", "-d", pty.path, "--device-open-qmi", "--dms-noop"}, out));
    took["ports"].push_back(seconds({modembench, "run", "--no-stage", scenario}, out));
    took["stage"].push_back(seconds({modembench, "run", scenario}, out));
    took["one more"].push_back(one_more({modembench, "run", "--no-stage"}, took["ports"].back()));
    took["one more in a stage"].push_back(one_more({modembench, "run"}, took["stage"].back()));
  }
  const double bare = median(took["bare"]) * 1000;
  const double ports = median(took["ports"]) * 1000;
  const double stage = median(took["stage"]) * 1000;
  const double more = median(took["one more"]) * 1000;
  const double staged = median(took["one more in a stage"]) * 1000;
  fmt::print(
      "run   qmicli starts and stops   bare, by heart {:.1f} ms   a scenario, plain ports {:.1f} ms ({:.2f})   "
      "in a stage {:.1f} ms ({:.2f})\n"
      "run   one more in a suite       plain ports {:.1f} ms ({:.2f})   in a stage {:.1f} ms ({:.2f})\n",
      bare, ports, ports / bare, stage, stage / bare, more, more / bare, staged, staged / bare);
}

void library(const std::string& modembench, const std::string& scenarios, const fs::path& work) {
  const auto out = (work / "out").string();
  double took = seconds({modembench, "run", "--on", "in-process", "--prove", scenarios}, out);
  fmt::print("library   in-process, proofs too    {:.2f} s   {}\n", took, last_line(out));
  took = seconds({modembench, "run", "--jobs", "2", scenarios}, out);
  fmt::print("library   real clients, 2 jobs    {:.2f} s   {}\n", took, last_line(out));
}

// What people run first and what waits longest, by both clocks.
void waiting(const std::string& modembench, const std::string& scenarios, const fs::path& work) {
  const auto out = (work / "out").string();
  const auto by_both = [&](const char* what, const std::vector<std::string>& of) {
    const auto by = [&](const char* clock) {
      std::vector<std::string> words{modembench, "run", "--clock", clock};
      words.insert(words.end(), of.begin(), of.end());
      return seconds(words, out);
    };
    const double machine = by("machine");
    const double jumping = by("virtual");
    fmt::print("waiting   {:<26} machine's clock {:6.2f} s   virtual {:5.2f} s   {:.0f} times\n", what, machine,
               jumping, machine / jumping);
  };
  by_both("ci/demo's scenarios", {scenarios + "/healthy", scenarios + "/report"});
  by_both("ModemManager connects", {scenarios + "/modemmanager/connect.yaml"});
  const auto silent = (work / "silent.yaml").string();
  std::ofstream(silent)
      << "about: Nothing is answered.\nmodem: mc8355\nwhen: [{on: CTL Allocate CID, do: {drop: true}}]\n"
         "client: {run: command, with: {command: \"! qmicli -d {qmi} --dms-noop\"}}\n"
         "expect: [{client: exits, status: success}]\n";
  by_both("qmicli on a silent port", {silent});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_whole_runs MODEMBENCH SCENARIOS\n");
    return 2;
  }
  const auto work = fs::temp_directory_path() / fmt::format("bench_whole_runs.{}", getpid());
  fs::create_directory(work);
  try {
    start_and_stop(argv[1], work);
    library(argv[1], argv[2], work);
    waiting(argv[1], argv[2], work);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_whole_runs: {}\n", error.what());
    return 1;
  }
  fs::remove_all(work);
}
