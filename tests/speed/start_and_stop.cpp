// Measures, never asserts: what a run costs that does nothing but start and stop qmicli, against qmicli alone on a
// pseudo-terminal behind which a script answers its three requests by heart; in turns, in one run.
//
// Usage: speed_start_and_stop MODEMBENCH

#include <pty.h>
#include <termios.h>

#include <map>

#include "emulator/qmi/messages/ctl.hpp"
#include "tests/speed/runs.hpp"
#include "tests/speed/support.hpp"

namespace {

namespace qmi = modembench::qmi;
using namespace modembench::speed;

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

// One that fails isn't what is to be measured here.
double seconds(const Work& work, const Words& words) {
  const auto ended = work.measure(words);
  if (ended.status != 0) throw std::runtime_error(fmt::format("{}: {}", fmt::join(words, " "), ended.last_line));
  return ended.seconds;
}

void start_and_stop(const std::string& modembench) {
  constexpr int kTurns = 41;
  const Work work;
  const RawPty pty;
  const Child script(0, [&] { answer_by_heart(pty.modem); });
  const std::string text =
      "about: qmicli starts and stops.\nmodem: mc8355\n"
      "client: {run: command, with: {command: \"qmicli -d {qmi} --device-open-qmi --dms-noop\"}}\n"
      "expect: [{client: exits, status: success}]\n";
  const auto scenario = work.file("noop.yaml", text);
  // A suite: what one scenario more costs, without the start of modembench itself.
  constexpr int kMore = 10;
  Words suite;
  for (int i = 0; i <= kMore; ++i) suite.push_back(work.file(fmt::format("noop-{}.yaml", i), text));
  const auto one_more = [&](const Words& words, double one) {
    return (seconds(work, joined(words, suite)) - one) / kMore;
  };
  std::map<std::string, std::vector<double>> took;
  for (int i = 0; i < kTurns; ++i) {
    took["bare"].push_back(seconds(work, {"qmicli", "-d", pty.path, "--device-open-qmi", "--dms-noop"}));
    took["ports"].push_back(seconds(work, {modembench, "run", "--no-stage", scenario}));
    took["stage"].push_back(seconds(work, {modembench, "run", scenario}));
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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: speed_start_and_stop MODEMBENCH\n");
    return 2;
  }
  try {
    start_and_stop(argv[1]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_start_and_stop: {}\n", error.what());
    return 1;
  }
}
