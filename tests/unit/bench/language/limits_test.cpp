#include <catch2/catch.hpp>

#include "bench/engine/journal.hpp"
#include "bench/language/yaml_reader.hpp"
#include "bench/plan/tamper.hpp"
#include "bench/plan/text_pattern.hpp"
#include "emulator/qmi/service_numbers.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// Each limit of the language where it holds, and one above.
using namespace scenario_support;

namespace {

const std::string kEnd = "expect: [{device: qmi, is: present}]\n";

std::string repeated(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string numbered(std::size_t times, const std::string& before, const std::string& behind) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += before + std::to_string(i) + behind;
  return all;
}

/// A list of so many times `${name}`.
std::string uses(const std::string& name, std::size_t times) {
  return "[" + repeated(times, "\"${" + name + "}\", ") + "]";
}
std::string list_of(std::size_t items) { return "[" + repeated(items, "a, ") + "]"; }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

sc::YamlSize size_of(const std::string& text) {
  const auto root = sc::parse_yaml(text, "x.yaml");
  REQUIRE(root);
  return sc::size_of(*root);
}

}  // namespace

TEST_CASE("a variable that contains itself, by whatever road, is a mistake at its place", "[limits]") {
  CHECK(has(mistakes_of(kHead + "vars:\n  a: [\"${a}\"]\nseen: \"${a}\"\n" + kEnd),
            "x.yaml:4:7: variable 'a' contains itself: a -> a\n"));
  CHECK(has(mistakes_of(kHead + "vars:\n  a: {k: \"${a}\"}\nset: \"${a}\"\n" + kEnd),
            "x.yaml:4:10: variable 'a' contains itself: a -> a\n"));
  CHECK(
      has(mistakes_of(kHead + "vars:\n  a: [\"${b}\"]\n  b: {k: [\"${c}\"]}\n  c: [\"${a}\"]\nseen: \"${b}\"\n" + kEnd),
          "x.yaml:4:7: variable 'b' contains itself: b -> c -> a -> b\n"));
  CHECK(has(mistakes_of(kHead + "matrix:\n  a: [[\"${a}\"], b]\nseen: \"${a}\"\n" + kEnd),
            "x.yaml:4:8: variable 'a' contains itself: a -> a\n"));
  // What stands in a text is taken as it is: nothing comes of it again.
  CHECK(mistakes_of(kHead + "vars: {a: \"${a}\"}\nseen: \"${a}\"\n" + kEnd) == "none\n");
}

TEST_CASE("variables within variables stand no deeper than a file's lists", "[limits]") {
  const auto chain = [](int length) {
    std::string vars;
    for (int i = 0; i < length; ++i) vars += "  v" + std::to_string(i) + ": [\"${v" + std::to_string(i + 1) + "}\"]\n";
    return mistakes_of(kHead + "vars:\n" + vars + "  v" + std::to_string(length) + ": end\nseen: \"${v0}\"\n" + kEnd);
  };
  const std::string limit = "lists and maps stand more than 32 deep in one another\n";
  STATIC_REQUIRE(sc::kMaxYamlDepth == 32);
  // The scenario itself is the first.
  CHECK_FALSE(has(chain(31), limit));
  CHECK(has(chain(32), "x.yaml:35:8: with its variables filled in, " + limit));
  CHECK(has(chain(10'000), limit));
}

TEST_CASE("the values of a file are counted as it is read", "[limits]") {
  const auto scenario = [](std::size_t items) { return kHead + "seen: " + list_of(items) + "\n" + kEnd; };
  const std::size_t rest = size_of(scenario(0)).values;
  CHECK(mistakes_of(scenario(sc::kMaxYamlValues - rest)) == "none\n");
  CHECK(has(mistakes_of(scenario(sc::kMaxYamlValues - rest + 1)), ": a file has at most 50000 values and keys\n"));
}

TEST_CASE("the values that variables make are counted before they are made", "[limits]") {
  const auto root = [](std::size_t more) { return kHead + "seen: [" + repeated(more, "a, ") + "\"${v}\"]\n" + kEnd; };
  constexpr std::size_t kUses = 5;
  // What two variables, and v with its uses of w, add.
  const std::size_t rest = sc::kMaxFilledValues - size_of(root(0)).values - 2 - (1 + kUses);
  const std::size_t each = rest / kUses;
  const auto scenario = [&](std::size_t over) {
    return mistakes_of(root(rest % kUses + over) + "vars: {v: " + uses("w", kUses) + ", w: " + list_of(each - 1) +
                       "}\n");
  };
  const std::string limit = "the scenario has more than 200000 values or 16 MiB of text in all of its variants";
  CHECK_FALSE(has(scenario(0), limit));
  CHECK(has(scenario(1), limit));
  // Ten of ten of ten …
  std::string bomb = kHead + "vars:\n";
  for (int i = 0; i < 9; ++i) bomb += "  v" + std::to_string(i) + ": " + uses("v" + std::to_string(i + 1), 10) + "\n";
  CHECK(has(mistakes_of(bomb + "  v9: lol\nseen: \"${v0}\"\n" + kEnd), limit));
}

TEST_CASE("the text that variables make is counted before it is made", "[limits]") {
  const auto scenario = [](std::size_t bytes) {
    return mistakes_of(kHead + "vars: {a: " + std::string(bytes, 'a') + "}\nseen: \"" + repeated(64, "${a}") + "\"\n" +
                       kEnd);
  };
  const std::size_t rest = size_of(kHead + "seen: \"" + repeated(64, "${a}") + "\"\n" + kEnd).text;
  const std::size_t fits = (sc::kMaxFilledText - rest) / 64;
  CHECK(scenario(fits) == "none\n");
  CHECK(has(scenario(fits + 1), "x.yaml:4:7: with this the scenario has more than 200000 values or 16 MiB of text"));
  // Far more than any machine has.
  CHECK(has(mistakes_of(kHead + "vars: {a: " + std::string(500'000, 'a') + "}\nseen: \"" + repeated(100'000, "${a}") +
                        "\"\n" + kEnd),
            "16 MiB of text"));
  // A brace that is never closed is looked for once.
  CHECK(mistakes_of(kHead + "seen: \"" + repeated(300'000, "${") + "\"\n" + kEnd) == "none\n");
}

TEST_CASE("variants times their size is asked before the first is made", "[limits]") {
  const auto scenario = [](std::size_t items) {
    return kHead + "matrix:\n  a: [" + numbered(100, "", ", ") + "]\nseen: " + list_of(items) + "\n" + kEnd;
  };
  // Without the matrix; and the name of its one variable.
  const std::size_t rest = size_of(kHead + "seen: []\n" + kEnd).values + 1;
  const std::size_t fits = sc::kMaxFilledValues / 100 - rest;
  CHECK(mistakes_of(scenario(fits)) == "none\n");
  CHECK(mistakes_of(scenario(fits + 1)) ==
        "x.yaml:4:3: with this, in 100 variants, the scenario has more than 200000 values or 16 MiB of text in all of "
        "its variants, the most there may be\n");
}

TEST_CASE("clients and runs are counted", "[limits]") {
  const auto clients = [](std::size_t count) {
    return mistakes_of(kHead + "client: [" + numbered(count, "c", ", ") + "]\n" + kEnd);
  };
  CHECK(clients(sc::kMaxClients) == "none\n");
  CHECK(has(clients(sc::kMaxClients + 1), ": a scenario has at most 256 clients\n"));
  const auto runs = [](std::size_t variants) {
    return mistakes_of(kHead + "client: [" + numbered(100, "c", ", ") + "]\nmatrix:\n  a: [" +
                       numbered(variants, "", ", ") + "]\n" + kEnd);
  };
  CHECK(runs(sc::kMaxRuns / 100) == "none\n");
  CHECK(has(runs(sc::kMaxRuns / 100 + 1),
            "x.yaml:3:10: makes more than 10000 runs, variants times clients, the most there may be\n"));
}

TEST_CASE("after so many mistakes nobody looks for more, and it says so", "[limits]") {
  const auto mistakes = [](std::size_t count) {
    const auto loaded = load_scenario(kHead + numbered(count, "unknown-key-", ": 1\n") + kEnd, "x.yaml", no_file);
    REQUIRE_FALSE(loaded);
    return loaded.error();
  };
  CHECK(mistakes(sc::kMaxMistakes).size() == sc::kMaxMistakes);
  const auto more = mistakes(20'000);
  REQUIRE(more.size() == sc::kMaxMistakes + 1);
  CHECK(more.back().to_string() == "x.yaml: has more mistakes than these 100");
  CHECK(has(mistakes_of(kHead + "seen: [" + numbered(20'000, "\"${n", "}\", ") + "]\nvars: {" +
                        numbered(5'000, "m", ": 1, ") + "}\n" + kEnd),
            "has more mistakes than these 100\n"));
}

TEST_CASE("patterns: length, parts, repeats, and how many there are", "[limits]") {
  const auto pattern = [](const std::string& text) {
    return mistakes_of(kHead + "expect:\n  - says: '" + text + "'\n");
  };
  CHECK(pattern(std::string(sc::TextPattern::kMaxLength, 'a')) == "none\n");
  CHECK(
      has(pattern(std::string(sc::TextPattern::kMaxLength + 1, 'a')), "x.yaml:4:11: a pattern has at most 1000 bytes"));
  CHECK(pattern("a{1000}") == "none\n");
  CHECK(pattern("a{1001}") ==
        "x.yaml:4:11: no regular expression: {1001} is no number of times from 0 to 1000, or makes more with those "
        "around it\n");
  CHECK(has(pattern("(a{0,170}){0,170}b"), "x.yaml:4:11: no regular expression: {0,170} is no number of times"));
  CHECK(has(pattern("a{1000}b{1000}"),
            "x.yaml:4:11: no regular expression: it has more than 1500 parts with its { } written out\n"));
  const auto many = [](std::size_t count) {
    return mistakes_of(kHead + "expect:\n" + numbered(count, "  - says: p", "\n") + "  - says: p1\n");
  };
  CHECK(many(sc::kMaxPatterns) == "none\n");
  CHECK(has(many(sc::kMaxPatterns + 1), "x.yaml:1004:11: a file has at most 1000 different patterns\n"));
  // Each of some 1000 parts.
  CHECK(mistakes_of(kHead + "expect:\n" + numbered(90, "  - says: a{1000}", "\n")) == "none\n");
  CHECK(has(mistakes_of(kHead + "expect:\n" + numbered(110, "  - says: a{1000}", "\n")),
            "the patterns of a file have at most 100000 parts with their { } written out\n"));
}

TEST_CASE("patterns mean what ECMAScript's do", "[limits]") {
  const auto found = [](const std::string& pattern, std::string_view text) {
    const auto compiled = sc::TextPattern::compile(pattern);
    INFO(pattern << ": " << (compiled ? "" : compiled.error()));
    REQUIRE(compiled);
    return compiled->is_in(text);
  };
  CHECK(found("a.c", "xabcx"));
  CHECK_FALSE(found("a.c", "a\nc"));
  CHECK_FALSE(found("a.c", "a\rc"));
  CHECK(found("a[.]c", "a.c"));
  CHECK_FALSE(found("a[.]c", "abc"));
  CHECK(found("[[:digit:].]+x", "1.5x"));
  CHECK(found("a\\.c", "a.c"));
  CHECK(found("a[^]c", "a\nc"));
  CHECK_FALSE(found("a[]|b", "a"));
  CHECK(found("[[]x", "[x"));
  CHECK_FALSE(found("[:a].", "a\n"));
  CHECK(found("^a$", "a"));
  CHECK_FALSE(found("^b", "a\nb"));
  CHECK(found("\\d\\w\\s\\b", "1a b"));
  CHECK(found("\xc3\xa4+", "\xc3\xa4\xa4"));
  CHECK(found("\\xff\\x00", std::string_view("a\xff\0", 3)));
  const auto wrong = [](const std::string& pattern) { return sc::TextPattern::compile(pattern).error(); };
  CHECK(wrong("a(?=b)") == "no regular expression: look-ahead, look-behind and names ((?=) can't be used");
  CHECK(wrong("(a)\\1") == "no regular expression: back references (\\1) can't be used");
  CHECK(wrong("[z-a]") == "no regular expression: z-a is no range or class of characters");
  CHECK(wrong("a\\") == "no regular expression: a \\ at its end");
}

TEST_CASE("what a run may search is bounded, and what isn't searched decides nothing", "[limits]") {
  const auto compiled = sc::TextPattern::compile("aab");
  REQUIRE(compiled);
  const std::string text(100, 'a');
  sc::SearchBudget exact(compiled->parts() * text.size());
  CHECK_FALSE(exact.finds(*compiled, text));
  CHECK_FALSE(exact.spent());
  CHECK_FALSE(exact.finds(*compiled, "aab"));
  CHECK(exact.spent());

  const auto scenario =
      load_with("client: client\nexpect:\n  - {serial: ttyUSB0, receives: zz}\n  - {serial: ttyUSB0, receives: aa}\n");
  const mb::modem::Modem modem(scenario.profile);
  mb::trace::Trace trace;
  trace.add({.kind = mb::trace::EventKind::client_started});
  trace.add({.kind = mb::trace::EventKind::serial_in,
             .port = mb::tty_usb(0),
             .bytes = qmi::Bytes(sc::TextPattern::kMaxSearched + 1, 'a')});
  const auto judgement = sc::judge(scenario, "client", trace, modem);
  CHECK(judgement.findings.at(0).verdict == sc::Verdict::inconclusive);
  CHECK(judgement.findings.at(1).verdict == sc::Verdict::passed);
}

TEST_CASE("what one message becomes is bounded: as it is read where that is known, else as it is sent", "[limits]") {
  sc::Tamper tamper;
  tamper.repeat = 8;
  CHECK(sc::why_too_much(sc::kMaxBytesOfMessage / 8, tamper).empty());
  CHECK(sc::why_too_much(sc::kMaxBytesOfMessage / 8 + 1, tamper) ==
        "one message becomes 1048584 bytes in 8 writes: 1048576 and 16384 are the most");
  tamper.split = {100, 1};
  CHECK(sc::why_too_much(100 + sc::kMaxWritesOfMessage / 8 - 1, tamper).empty());
  CHECK_FALSE(sc::why_too_much(100 + sc::kMaxWritesOfMessage / 8, tamper).empty());

  const auto rule = [](const std::string& faults) {
    return kHead + "when:\n  - on: CTL Get Version Info\n    do: {" + faults + "}\n" + kEnd;
  };
  const std::string trailing = "trailing: \"" + repeated(20'000, "00") + "\"";
  CHECK(mistakes_of(rule("split: 1, repeat: 1000, " + trailing)) ==
        "x.yaml:5:20: one message becomes 20012000 bytes in 20012000 writes: 1048576 and 16384 are the most; repeat it "
        "less often, or split it into larger pieces\n");
  Bench bench("when:\n  - on: CTL Get Version Info\n    do: {split: 1, repeat: 1000}\n");
  bench.open();
  bench.send(Bench::request(qmi::ctl::service, 0, 1, 0x0021));
  bench.go_to(1s);
  CHECK(bench.take_outputs().size() < 100);
  CHECK(has(bench.trace_text(), "the answer to CTL Get Version Info is lost: one message becomes"));
}

TEST_CASE("what is written at one moment is bounded, whatever rules make of a request", "[limits]") {
  const std::vector<sc::Rule> rules;
  sc::RuleBook book(rules, 1);
  sc::Timeline timeline(rules, nullptr, book);
  mb::trace::Trace trace;
  sc::Journal journal(timeline, trace);
  const auto write = [&](std::size_t bytes) {
    journal.put({.kind = sc::Output::Kind::send, .bytes = qmi::Bytes(bytes)});
  };
  write(sc::Journal::kMaxWritten - 2 * sizeof(sc::Output) - 1);
  write(1);
  CHECK(journal.take_outputs().size() == 2);
  CHECK(trace.events().empty());
  write(sc::Journal::kMaxWritten - 2 * sizeof(sc::Output));
  write(1);
  journal.put({.kind = sc::Output::Kind::hang_up});
  CHECK(journal.take_outputs().size() == 2);
  REQUIRE(trace.events().size() == 1);
  CHECK(trace.events()[0].text == "1 writes are lost: at one moment there is room for 16 MiB of them");
}
