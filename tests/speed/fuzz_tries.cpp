// Measures, never asserts: tries a second of `modembench fuzz`, by the machine's clock and by the virtual one, in one
// run: of qmicli, and of a client that waits for ever, until its time limit. The first tries of a seed, the same by
// both clocks, as few as the machine's can bear; then by the virtual one as many as a rate takes. Making a finding
// small takes tries of its own, which count as time alone.
//
// Usage: speed_fuzz_tries MODEMBENCH

#include <exception>

#include <fmt/format.h>

#include "tests/speed/runs.hpp"

namespace {

using namespace modembench::speed;

class Fuzzing {
 public:
  explicit Fuzzing(std::string modembench) : modembench_(std::move(modembench)) {}

  void by_both(const char* what, const Words& words, int few, int many) const {
    const double machine = few / seconds("machine", few, words);
    const double jumping = few / seconds("virtual", few, words);
    const double at_length = many / seconds("virtual", many, words);
    fmt::print(
        "fuzz   {:<36} {:2} tries: machine's clock {:6.3f}/s   virtual {:5.2f}/s   {:5.1f} times   {} tries: "
        "{:5.2f}/s\n",
        what, few, machine, jumping, jumping / machine, many, at_length);
  }

  [[nodiscard]] std::string client_that_hangs() const {
    return work_.file("hangs.yaml",
                      "about: It asks once, then waits for ever.\n"
                      "needs: {programs: [qmicli], package: libqmi-utils, node: true}\n"
                      "script: |\n  qmicli -d {qmi} {open_flag} --dms-noop\n  sleep infinity\n");
  }

 private:
  [[nodiscard]] double seconds(const std::string& clock, int tries, const Words& words) const {
    // Begun anew each time: what a folder has learnt would be gone on with.
    const auto folder = (work_.folder() / fmt::format("{}-{}", clock, ++folders_)).string();
    return work_
        .measure(
            joined({modembench_, "fuzz", "--clock", clock, "--runs", fmt::format("{}", tries), "--dir", folder}, words))
        .seconds;
  }

  std::string modembench_;
  Work work_;
  mutable int folders_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: speed_fuzz_tries MODEMBENCH\n");
    return 2;
  }
  setvbuf(stdout, nullptr, _IOLBF, 0);
  try {
    const Fuzzing fuzzing(argv[1]);
    fuzzing.by_both("qmicli connects", {"--client", "qmicli-connect"}, 8, 200);
    fuzzing.by_both("waits for ever, time limit 10 s", {"--deadline", "10s", "--client", fuzzing.client_that_hangs()},
                    4, 100);
  } catch (const std::exception& error) {
    fmt::print(stderr, "speed_fuzz_tries: {}\n", error.what());
    return 1;
  }
}
