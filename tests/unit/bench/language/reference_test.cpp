#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "bench/language/grammar/json_schema.hpp"
#include "bench/language/grammar/key_tables.hpp"
#include "bench/language/load.hpp"
#include "tests/unit/bench/language/json_schema_validator.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// scenarios/README.md: its examples can be read, its tables are current.
namespace {

namespace fs = std::filesystem;
namespace sc = modembench::bench;
namespace grammar = modembench::bench::grammar;

std::string reference() {
  std::ifstream file(fs::path(SCENARIOS_DIR) / "README.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Example {
  int line = 0;
  std::string frame;  ///< what stands behind "yaml" of its fence
  std::string text;
};

std::vector<Example> examples_of(const std::string& markdown) {
  std::vector<Example> examples;
  bool inside = false;
  int number = 0;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.rfind("```", 0) == 0) {
      inside = !inside && line.rfind("```yaml", 0) == 0;
      if (inside) examples.push_back({number, line.size() > 7 ? line.substr(8) : "", ""});
    } else if (inside) {
      examples.back().text += line + "\n";
    }
  }
  return examples;
}

std::string indented(const std::string& text) {
  return "  " + std::regex_replace(text.substr(0, text.size() - 1), std::regex("\n"), "\n  ") + "\n";
}

/// The example as a whole scenario; empty if there is no such frame.
std::string scenario_of(const Example& example) {
  const std::string head = "about: a frame\nmodem: mc8355\nclient: qmicli-connect\n";
  const std::string expect = "expect: [{balance: clean}]\n";
  if (example.frame.empty()) return example.text;
  if (example.frame == "when") return head + expect + "when:\n" + example.text;
  if (example.frame == "expect") return head + "expect:\n" + example.text;
  if (example.frame == "set") return head + expect + "set:\n" + indented(example.text);
  if (example.frame == "keys") {
    return (example.text.rfind("extends", 0) == 0 ? "" : head + expect) + example.text;
  }
  return {};
}

scenario_support::Text base_of_examples(const std::string& path) {
  if (path != "base.yaml") return scenario_support::no_file(path);
  return "about: a base\nmodem: mc8355\nclient: qmicli-connect\nexpect: [{balance: clean}]\n";
}

constexpr std::string_view kTableBegin = "<!-- keys: ";
constexpr std::string_view kTableEnd = "<!-- end -->";

std::string begin_of_table(const grammar::MapSpec& spec) { return fmt::format("{}{} -->\n", kTableBegin, spec.name); }
std::string table_section(const grammar::MapSpec& spec) {
  return fmt::format("{}\n{}\n{}", begin_of_table(spec), grammar::key_table(spec), kTableEnd);
}

/// The maps that the page has a table of, in the grammar's order. The actions are told by what they are done to.
std::vector<const grammar::MapSpec*> maps_of_page() {
  auto all = grammar::all_maps();
  std::erase_if(all, [](const grammar::MapSpec* spec) { return spec->name == "action"; });
  return all;
}

/// The page with every table made anew; names that no map has are left as they are.
std::string with_current_tables(const std::string& markdown) {
  std::string made;
  for (std::size_t at = 0;;) {
    const std::size_t begin = markdown.find(kTableBegin, at);
    if (begin == std::string::npos) return made + markdown.substr(at);
    const std::size_t name = begin + kTableBegin.size();
    const std::size_t end = markdown.find(kTableEnd, name);
    const auto* spec = grammar::find_map(markdown.substr(name, markdown.find(" -->", name) - name));
    if (spec == nullptr || end == std::string::npos) {
      FAIL_CHECK("no table: " << markdown.substr(begin, markdown.find('\n', begin) - begin));
      return markdown;
    }
    made += markdown.substr(at, begin - at) + table_section(*spec);
    at = end + kTableEnd.size();
  }
}

/// The page with a table of each of these maps: one that has none yet gets it behind that of the map before it.
std::string with_all_tables(std::string markdown, const std::vector<const grammar::MapSpec*>& maps) {
  std::size_t behind = std::string::npos;
  for (const auto* spec : maps) {
    std::size_t begin = markdown.find(begin_of_table(*spec));
    if (begin == std::string::npos) {
      if (behind == std::string::npos) behind = markdown.size();
      begin = behind + 1;
      markdown.insert(behind, "\n" + table_section(*spec));
    }
    const std::size_t end = markdown.find(kTableEnd, begin);
    behind = end == std::string::npos ? markdown.size() : end + kTableEnd.size();
  }
  return markdown;
}

}  // namespace

TEST_CASE("reference: every example is a scenario, or a part of one, and valid by the schema", "[reference]") {
  const auto schema = nlohmann::json::parse(grammar::json_schema({}, {}));
  const auto examples = examples_of(reference());
  CHECK(examples.size() > 8);
  for (const auto& example : examples) {
    const auto text = scenario_of(example);
    INFO("scenarios/README.md:" << example.line << ": yaml " << example.frame << "\n" << text);
    REQUIRE_FALSE(text.empty());
    const auto loaded = sc::load_scenarios(text, "x.yaml", {base_of_examples, {}});
    CHECK((loaded ? "" : scenario_support::to_text(loaded.error())) == std::string());
    CHECK(json_schema::violations(schema, json_schema::from_yaml(text)) == std::vector<std::string>{});
  }
}

TEST_CASE("reference: its tables are those of the grammar", "[reference]") {
  const auto page = reference();
  const auto current = with_all_tables(with_current_tables(page), maps_of_page());
  if (current == page) return;
  fs::create_directories(RECEIVED_DIR);
  const fs::path received = fs::path(RECEIVED_DIR) / "scenarios_README.md";
  std::ofstream(received) << current;
  FAIL("current: " << received);
}

TEST_CASE("reference: every link in it leads to a heading", "[reference]") {
  const auto page = reference();
  const std::regex link("\\]\\(#([^)]*)\\)");
  for (std::sregex_iterator at(page.begin(), page.end(), link), end; at != end; ++at) {
    std::string heading = (*at)[1].str();
    std::replace(heading.begin(), heading.end(), '-', ' ');
    INFO(heading);
    CHECK(std::regex_search(page, std::regex("\n##+ " + heading + "\n", std::regex::icase)));
  }
}

TEST_CASE("reference: an example that can't be read, and a table that isn't current, are found", "[reference]") {
  const auto examples = examples_of("```sh\nls\n```\n\n```yaml when\n- {at: 1}\n```\n");
  REQUIRE(examples.size() == 1);
  CHECK(examples[0].line == 5);
  CHECK_FALSE(sc::load_scenarios(scenario_of(examples[0]), "x.yaml", {base_of_examples, {}}));
  CHECK(scenario_of({1, "do", "x\n"}).empty());
  const std::string old = "<!-- keys: user lock -->\n| key |\n<!-- end -->\nmore\n";
  CHECK(with_current_tables(old) != old);
  CHECK(with_current_tables(with_current_tables(old)) == with_current_tables(old));
}

TEST_CASE("reference: a map that has no table yet gets one behind that of the map before", "[reference]") {
  const std::vector<const grammar::MapSpec*> maps = {grammar::find_map("sim"), grammar::find_map("lock")};
  const std::string page = "# Keys\n\n" + table_section(*maps[0]) + "\n\nThe end.\n";
  const std::string grown = "# Keys\n\n" + table_section(*maps[0]) + "\n" + table_section(*maps[1]) + "\n\nThe end.\n";
  CHECK(with_all_tables(page, maps) == grown);
  CHECK(with_all_tables(grown, maps) == grown);
  CHECK(with_current_tables(grown) == grown);
}
