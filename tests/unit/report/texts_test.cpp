#include <random>
#include <sstream>

#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include "emulator/trace/printable.hpp"
#include "report/output_formats.hpp"

using namespace modembench;
using report::Outcome;
using report::Record;

namespace {

/// Texts that have broken something somewhere, and bytes of all kinds.
std::string odd_text(std::mt19937& random) {
  static const std::vector<std::string> kParts = {"\n",
                                                  "\r",
                                                  "\r\n",
                                                  "\n\n",
                                                  "\t",
                                                  "#",
                                                  "\\",
                                                  "\\#",
                                                  " # SKIP ",
                                                  " # TODO ",
                                                  "ok 99 - x",
                                                  "\nok 99",
                                                  "\nBail out!",
                                                  "\n1..7",
                                                  "\nTAP version 14",
                                                  "\n---\n...\n",
                                                  "<",
                                                  ">",
                                                  "&",
                                                  "]]>",
                                                  "\"",
                                                  "'",
                                                  "<!--",
                                                  "</testsuite>",
                                                  "&#27;",
                                                  "\x1b[31m",
                                                  "\x1b]0;x\a",
                                                  std::string(1, '\0'),
                                                  "\x7f",
                                                  "\v",
                                                  "\f",
                                                  "\x85",
                                                  "\xc2\x85",
                                                  "\xc2\x9b",
                                                  "\xff",
                                                  "\xc0\x80",
                                                  "\xed\xa0\x80",
                                                  "\xef\xbf\xbe",
                                                  "\xef\xbf\xbf",
                                                  "\xf4\x90\x80\x80",
                                                  "\xe2\x80\xa8",
                                                  "\xe2\x80\xae",
                                                  "\xef\xbb\xbf",
                                                  "\xf0\x9f\xbf\xbe",
                                                  "\xe2\x82",
                                                  "gr\u00fc\u00df",
                                                  "\U0001F4F6",
                                                  "plain"};
  std::string text;
  for (auto parts = random() % 8; parts > 0; --parts) {
    if (random() % 4 == 0) {
      for (auto bytes = random() % 6; bytes > 0; --bytes) text += static_cast<char>(random() % 256);
    } else {
      text += kParts[random() % kParts.size()];
    }
  }
  return text;
}

std::vector<Record> odd_suite(std::mt19937& random) {
  std::vector<Record> records;
  for (auto count = 1 + random() % 4; count > 0; --count) {
    Record record;
    record.outcome = static_cast<Outcome>(random() % (static_cast<unsigned>(Outcome::error) + 1));
    for (auto* text : {&record.scenario, &record.client, &record.why, &record.known_issue, &record.place, &record.clock,
                       &record.fingerprint, &record.transcript}) {
      *text = odd_text(random);
    }
    records.push_back(std::move(record));
  }
  return records;
}

/// Nothing in it that a terminal would act upon, or XML 1.0 has no way to write.
bool harmless(const std::string& text) { return trace::printable(text, trace::Keep::lines) == text; }

}  // namespace

TEST_CASE("JUnit is well-formed whatever the texts hold, and has all of them", "[report]") {
  std::mt19937 random(11);
  for (int i = 0; i < 2000; ++i) {
    const auto suite = odd_suite(random);
    const auto xml = report::to_junit(suite);
    REQUIRE(harmless(xml));
    REQUIRE(xml.find("&#0") == std::string::npos);
    pugi::xml_document document;
    // Line ends as they stand: the reader's own rules for them are about files of other systems.
    const auto read = document.load_buffer(xml.data(), xml.size(), pugi::parse_default & ~pugi::parse_wconv_attribute);
    REQUIRE(read.status == pugi::status_ok);
    const auto tests = document.select_nodes("//testcase");
    REQUIRE(tests.size() == suite.size());
    for (std::size_t run = 0; run < suite.size(); ++run) {
      const auto test = tests[run].node();
      REQUIRE(test.attribute("name").value() == trace::printable(suite[run].client));
      REQUIRE(test.attribute("classname").value() == trace::printable(suite[run].scenario));
    }
  }
}

TEST_CASE("TAP has a line for each test whatever the texts hold", "[report]") {
  std::mt19937 random(12);
  for (int i = 0; i < 2000; ++i) {
    const auto suite = odd_suite(random);
    const auto tap = report::to_tap(suite);
    REQUIRE(harmless(tap));
    std::istringstream lines(tap);
    std::size_t tests = 0;
    std::size_t others = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("# ")) continue;
      const auto ok = fmt::format("ok {} - ", tests + 1);
      if (line.starts_with(ok) || line.starts_with("not " + ok)) {
        const auto& record = suite[tests++];
        // A '#' that no '\' stands before begins a directive: ours alone.
        bool escaped = false;
        const auto directive = std::find_if(line.begin(), line.end(), [&escaped](char c) {
          const bool begins = c == '#' && !escaped;
          escaped = c == '\\' && !escaped;
          return begins;
        });
        const bool wanted = record.outcome == Outcome::skipped || record.outcome == Outcome::known_issue ||
                            record.outcome == Outcome::fixed;
        REQUIRE((directive != line.end()) == wanted);
      } else {
        ++others;
      }
    }
    REQUIRE(tests == suite.size());
    REQUIRE(others == 2);  // the version, the plan
  }
}

TEST_CASE("the page's texts are printable whatever they hold", "[report]") {
  std::mt19937 random(13);
  for (int i = 0; i < 200; ++i) {
    const auto page = report::to_html(odd_suite(random));
    REQUIRE(harmless(page));
    REQUIRE(page.find("\\u0000") == std::string::npos);
    REQUIRE(page.find("\\u001b") == std::string::npos);
  }
}
