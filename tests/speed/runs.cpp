#include "tests/speed/runs.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "report/results.hpp"

namespace modembench::speed {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string last_line_of(const fs::path& path) {
  std::ifstream lines(path);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

[[noreturn]] void become(const Words& words, const std::string& out) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // also when we are killed
  const int file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

Work::Work() {
  std::string name = (fs::temp_directory_path() / "modembench-speed-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder to work in: " + name);
  folder_ = name;
}

Work::~Work() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Work::file(const std::string& name, const std::string& text) const {
  const auto path = folder_ / name;
  std::ofstream(path) << text;
  return path.string();
}

Ended Work::run(const Words& words) const {
  const auto out = (folder_ / "out").string();
  const auto began = Clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(words, out);
  int status = 0;
  waitpid(child, &status, 0);
  Ended ended;
  ended.seconds = std::chrono::duration<double>(Clock::now() - began).count();
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended.last_line = last_line_of(out);
  return ended;
}

Ended Work::measure(const Words& words) const {
  auto ended = run(words);
  if (ended.status != 0 && ended.status != 1) {
    throw std::runtime_error(fmt::format("{} ended with {}: {}", fmt::join(words, " "), ended.status, ended.last_line));
  }
  return ended;
}

Suite Work::suite(const std::string& modembench, const Words& words) const {
  const auto ended = measure(joined({modembench, "run"}, words));
  // "12 passed, 0 failed; 3.5 s of the modem's time in runs of 0.1 s"
  const auto semicolon = ended.last_line.find(';');
  Suite suite{ended.seconds, 0, ended.last_line.substr(0, semicolon), {}};
  if (semicolon != std::string::npos) suite.modem_seconds = std::stod(ended.last_line.substr(semicolon + 1));
  if (ended.status != 0) suite.fault = "   FAILED: " + suite.sum;
  return suite;
}

std::vector<report::Record> Work::each_run(const std::string& modembench, const Words& words) const {
  const auto file = folder_ / "results";
  static_cast<void>(measure(joined({modembench, "run", "--results", file.string()}, words)));
  auto read = report::read_results(content_of(file));
  if (!read) throw std::runtime_error(fmt::format("the results of {}: {}", fmt::join(words, " "), read.error()));
  return std::move(read->records);
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

Words joined(Words first, const Words& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

}  // namespace modembench::speed
