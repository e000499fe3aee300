#include <catch2/catch.hpp>

#include "client_under_test/process_lines.hpp"

namespace modembench {
namespace {

using client_under_test::ProcessLines;
using Lines = std::vector<std::string>;

TEST_CASE("lines come when they are complete, however they are cut into portions", "[process]") {
  ProcessLines lines(100);
  CHECK(lines.take("one\ntw") == Lines{"one"});
  CHECK(lines.take("o").empty());
  CHECK(lines.take("\n\nthree") == Lines{"two", ""});
  CHECK(lines.take_rest() == Lines{"three"});
  CHECK(lines.take_rest().empty());
}

TEST_CASE("carriage returns at a line's end go, others are shown", "[process]") {
  ProcessLines lines(100);
  CHECK(lines.take("a\r\nb\r\r\n10%\r20%\n") == Lines{"a", "b", "10%\\r20%"});
}

TEST_CASE("a line longer than the limit becomes several", "[process]") {
  ProcessLines lines(4);
  CHECK(lines.take("abcdefghij") == Lines{"abcd", "efgh"});
  CHECK(lines.take("\nabcd\n") == Lines{"ij", "abcd"});
  CHECK(lines.take("abcde\n") == Lines{"abcd", "e"});
}

TEST_CASE("a long line isn't cut within a character", "[process]") {
  ProcessLines lines(4);
  CHECK(lines.take("abc\u00e4d\n") == Lines{"abc", "\u00e4d"});
  CHECK(lines.take("ab\u20acd\n") == Lines{"ab", "\u20acd"});
  CHECK(lines.take("a\u20acd\n") == Lines{"a\u20ac", "d"});
  // Bytes that are no character are cut anywhere.
  CHECK(lines.take("\x80\x80\x80\x80\x80\n") == Lines{"\\x80\\x80\\x80\\x80", "\\x80"});
}

TEST_CASE("what can't be shown is made visible, tabs stay", "[process]") {
  ProcessLines lines(100);
  CHECK(lines.take("a\tb \x1b[31m \xff \u202e\n") == Lines{"a\tb \\x1b[31m \\xff \\u{202e}"});
}

}  // namespace
}  // namespace modembench
