// Any rules and settings: a run of them with the reference client comes to its end and is judged.

#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "client_under_test/reference/virtual_run.hpp"
#include "client_under_test/reference/words.hpp"
#include "fuzz/targets/drawn/scenario.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;
namespace reference = modembench::client_under_test::reference;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto text = fuzz::drawn_scenario(input);
  const auto no_file = [](const std::string&) {
    return tl::expected<std::string, std::string>(tl::unexpect, "there are no files");
  };
  const auto loaded = bench::load_scenarios(text, "drawn.yaml", {no_file, {}});
  if (!loaded) return 0;
  const auto& drawn = loaded->front();
  trace::Trace trace;
  reference::VirtualRun run(
      drawn, &drawn.clients.front(), [] { return reference::make_client({}); }, trace);
  run.to_the_end();
  fuzz::require(run.over(), "a run comes to its end");
  fuzz::require(run.now() <= Instant{} + drawn.deadline + std::chrono::seconds(2), "… by its deadline");
  fuzz::require(!trace.events().empty(), "something has happened");
  static_cast<void>(run.judge());
  return 0;
}
