#include <catch2/catch.hpp>

#include "client_under_test/process_lines.hpp"

namespace modembench {
namespace {

using client_under_test::printable_line;
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
  CHECK(lines.take("a\r\nb\r\r\n10%\r20%\n") == Lines{"a", "b", "10%\\x0d20%"});
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

TEST_CASE("control characters other than tab are made visible", "[process]") {
  CHECK(printable_line("a\tb") == "a\tb");
  CHECK(printable_line(std::string_view("\0\x1b[31m\x7f", 7)) == "\\x00\\x1b[31m\\x7f");
  CHECK(printable_line("\u0085\u009b") == "\\xc2\\x85\\xc2\\x9b");
}

TEST_CASE("valid UTF-8 stays, every byte of what isn't is shown", "[process]") {
  CHECK(printable_line("gr\u00fc\u00df \u20ac \U0001F4F6") == "gr\u00fc\u00df \u20ac \U0001F4F6");
  CHECK(printable_line("\xff") == "\\xff");
  CHECK(printable_line("\xc3") == "\\xc3");
  CHECK(printable_line("\xe2\x82") == "\\xe2\\x82");
  CHECK(printable_line("\xc0\xaf") == "\\xc0\\xaf");
  CHECK(printable_line("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");
  CHECK(printable_line("\xed\xa0\x80") == "\\xed\\xa0\\x80");
  CHECK(printable_line("\xf0\x80\x80\xaf") == "\\xf0\\x80\\x80\\xaf");
  CHECK(printable_line("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(printable_line("\xc3(") == "\\xc3(");
}

}  // namespace
}  // namespace modembench
