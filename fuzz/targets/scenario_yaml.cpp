// Any text as a scenario: it is read, or its mistakes are said.

#include "bench/language/load.hpp"
#include "bench/plan/scenario.hpp"
#include "bench/words/explain.hpp"
#include "fuzz/targets/input.hpp"
#include "fuzz/targets/require.hpp"

using namespace modembench;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto no_file = [](const std::string&) -> tl::expected<std::string, std::string> {
    return tl::unexpected(std::string("there is no other file"));
  };
  const auto loaded = bench::load_scenarios(fuzz::text({data, size}), "input.yaml", {no_file, {}});
  if (!loaded) {
    fuzz::require(!loaded.error().empty(), "a text that isn't taken has a mistake");
    for (const auto& mistake : loaded.error()) fuzz::require(!mistake.to_string().empty(), "a mistake has words");
    return 0;
  }
  fuzz::require(!loaded->empty() && loaded->size() <= bench::kMaxVariants, "one or more variants");
  return 0;
}
