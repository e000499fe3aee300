#include <string>
#include <vector>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "client_under_test/shell_text.hpp"

namespace {

using namespace modembench::client_under_test;

/// The quoted text, "$_" for its variables' prefix; or what is wrong.
std::string quoted(std::string_view text, const std::vector<modembench::bench::TextSpan>& filled = {}) {
  const auto result = quote_values(cut_placeholders(text, filled));
  if (!result) {
    std::string all;
    for (const auto& misplaced : result.error()) all += (all.empty() ? "" : "; ") + misplaced.why;
    return all;
  }
  auto shown = *result;
  for (auto at = shown.find("${modembench_"); at != std::string::npos; at = shown.find("${modembench_")) {
    shown.replace(at, 13, "${_");
  }
  return shown;
}

bool is_refused(std::string_view text) { return !quote_values(cut_placeholders(text)); }

}  // namespace

TEST_CASE("a value is a quoted variable, whatever it stands in", "[shell]") {
  CHECK(quoted("my -d {qmi} {apn}") == "my -d \"${_qmi}\" \"${_apn}\"");
  CHECK(quoted("my --apn={apn},x") == "my --apn=\"${_apn}\",x");
  CHECK(quoted("my \"apn={apn},x\"") == "my \"apn=${_apn},x\"");
  CHECK(quoted("my 'apn={apn},x'") == "my 'apn='\"${_apn}\"',x'");
  CHECK(quoted("my \"it's {apn}\" 'say \"{apn}\"'") == "my \"it's ${_apn}\" 'say \"'\"${_apn}\"'\"'");
  CHECK(quoted("x={apn}; y=\"{apn}\"") == "x=\"${_apn}\"; y=\"${_apn}\"");
  CHECK(quoted("exec 3<>{qmi}; my <{qmi} >{qmi} 2>>{qmi}") ==
        "exec 3<>\"${_qmi}\"; my <\"${_qmi}\" >\"${_qmi}\" 2>>\"${_qmi}\"");
  CHECK(quoted("my \\{ {apn} \\\" {apn} \\' {apn}") == "my \\{ \"${_apn}\" \\\" \"${_apn}\" \\' \"${_apn}\"");
  CHECK(quoted("my \"\\\"{apn}\"") == "my \"\\\"${_apn}\"");
  CHECK(quoted("my {folder}/a\\ b") == "my \"${_folder}\"/a\\ b");
}

TEST_CASE("what isn't a placeholder stays", "[shell]") {
  for (const auto* text : {"f() { echo ${HOME} {}; }", "a() { b; }\nif a; then b; fi", "echo \"a$\" 'b$' $",
                           "x=${y#'}'}; z=\"${y%\"}\"}\"", "echo $((1 + (2 * 3)))", "cat <<'END'\n$(x) `\nEND\n",
                           "echo `date` \"`date '+%s'`\"", "case $x in a|b) c ;; (d) e ;; *) f ;; esac"}) {
    CHECK(quoted(text) == text);
  }
  CHECK(quoted("awk '{{print}'") == "awk '{print}'");
}

TEST_CASE("the bench's own words are as many as there are, where there are no quotes", "[shell]") {
  CHECK(quoted("my {open_flag} x") == "my ${_open_flag} x");
  CHECK(quoted("my \"{open_flag}\" x") == "my \"${_open_flag}\" x");
}

TEST_CASE("a value within a command within a word is quoted there", "[shell]") {
  CHECK(quoted("x=$(my {apn} '{apn}')") == "x=$(my \"${_apn}\" ''\"${_apn}\"'')");
  CHECK(quoted("my \"$(printf '%b' '{say}')\"") == "my \"$(printf '%b' ''\"${_say}\"'')\"");
  CHECK(quoted("x=$(case {a} in b) c {a} ;; esac; d {a})") ==
        "x=$(case \"${_a}\" in b) c \"${_a}\" ;; esac; d \"${_a}\")");
  CHECK(quoted("x=\"$(a \"$(b {c} \"{c}\")\" '{c}')\"") == "x=\"$(a \"$(b \"${_c}\" \"${_c}\")\" ''\"${_c}\"'')\"");
  CHECK(quoted("( my {a} )\nmy {a}") == "( my \"${_a}\" )\nmy \"${_a}\"");
  CHECK(quoted("my $(a # ' )\n) {x}") == "my $(a # ' )\n) \"${_x}\"");
}

TEST_CASE("a comment is filled with nothing", "[shell]") {
  CHECK(quoted("my # it's {apn}\nmy {apn}") == "my # it's {apn}\nmy \"${_apn}\"");
  CHECK(quoted("my a#{apn}") == "my a#\"${_apn}\"");
}

TEST_CASE("a here-document gets values unless its end is quoted", "[shell]") {
  CHECK(quoted("my <<END; other {a}\nx '{a}' \"{a}\"\nEND\nmy {a}") ==
        "my <<END; other \"${_a}\"\nx '${_a}' \"${_a}\"\nEND\nmy \"${_a}\"");
  CHECK(quoted("my <<-END\n\t{a}\n\tEND\nmy {a}") == "my <<-END\n\t${_a}\n\tEND\nmy \"${_a}\"");
  CHECK(quoted("my <<A <<B\n{a}\nA\n{b}\nB\nc '{d}'") == "my <<A <<B\n${_a}\nA\n${_b}\nB\nc ''\"${_d}\"''");
  CHECK(quoted("my <<END\n$(x {a}) \"\nEND\n") == "my <<END\n$(x \"${_a}\") \"\nEND\n");
  CHECK(quoted("my <<'END'\n{a}\nEND\n") ==
        "{a} isn't filled in: the end of the here-document that it is in stands in quotes");
  CHECK(is_refused("my <<E\\ND\n{a}\nEND\n"));
  CHECK(is_refused("my <<{a}\nx\n"));
  CHECK(is_refused("my <<END\n{a}\n"));
  CHECK(is_refused("my <<END\n{a}\\\nEND\n"));
}

TEST_CASE("cases, loops and functions are read as a shell does", "[shell]") {
  CHECK(quoted("case {a} in {b}*) my {c} ;; 'x y') ;; esac\nmy {d}") ==
        "case \"${_a}\" in \"${_b}\"*) my \"${_c}\" ;; 'x y') ;; esac\nmy \"${_d}\"");
  CHECK(quoted("for i in {a} b; do my $i {a}; done <{q}") ==
        "for i in \"${_a}\" b; do my $i \"${_a}\"; done <\"${_q}\"");
  CHECK(quoted("f() { my {a} \"$@\"; }\nf {b} || { my {a}; exit; }") ==
        "f() { my \"${_a}\" \"$@\"; }\nf \"${_b}\" || { my \"${_a}\"; exit; }");
  CHECK(quoted("until [ {a} = b ]; do sleep {c}; done & wait") ==
        "until [ \"${_a}\" = b ]; do sleep \"${_c}\"; done & wait");
  CHECK(quoted("timeout {s} cat <&3; A={a} exec my {b}") == "timeout \"${_s}\" cat <&3; A=\"${_a}\" exec my \"${_b}\"");
}

TEST_CASE("a value is no command", "[shell]") {
  CHECK(quoted("{apn}") == "{apn} can't be the name of a command: a value is no command");
  for (const auto* text : {"{a} b",
                           "x{a} b",
                           "\"{a}\" b",
                           "exec {a}",
                           "nohup nice -n 5 {a}",
                           "timeout -s KILL 5 {a}",
                           "timeout 5 {a}",
                           "env A=b {a}",
                           "env {a} b",
                           "A=b {a}",
                           "2>x {a}",
                           "b && {a}",
                           "b | {a}",
                           "b; {a}",
                           "(b; {a})",
                           "$({a})",
                           "if {a}; then b; fi",
                           "! {a}",
                           "{ {a}; }",
                           "case x in y) {a} ;; esac",
                           "f() { {a}; }",
                           "xargs {a}",
                           ". {a}",
                           "sh {a}",
                           "sudo -u x {a}",
                           "busybox {a}",
                           "\"$(which {a})\" x",
                           "{qmi} x",
                           "{open_flag} x",
                           "for {a} in b; do c; done"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
  CHECK(quoted("exec {modembench} client; {folder}/mine x") == "exec \"${_modembench}\" client; \"${_folder}\"/mine x");
}

TEST_CASE("what is read once more gets no value", "[shell]") {
  for (const auto* text : {"eval \"my {a}\"",
                           "eval 'my {a}'",
                           "trap 'my {a}' EXIT",
                           "alias x={a}",
                           "sh -c 'my {a}'",
                           "bash -ec \"my {a}\"",
                           "sh -c -e 'my {a}'",
                           "/bin/sh -c my{a}",
                           "exec sh -c '{a}'",
                           "busybox sh -c '{a}'",
                           "timeout 5 sh -c '{a}'",
                           "su -c 'my {a}'",
                           "ssh host my {a}",
                           "awk '/{a}/ {{print}'",
                           "awk -v x=y '{a}'",
                           "sed 's/x/{a}/'",
                           "sed -n -e 's/{a}//'",
                           "sed -e's/{a}//'",
                           "perl -ne 'print {a}'",
                           "python3 -c 'print({a})'",
                           "let x={a}",
                           "[[ {a} -eq 1 ]]",
                           "env -S 'my {a}'",
                           "read {a}",
                           "unset {a}",
                           "export {a}",
                           "export \"{a}=x\"",
                           "printf -v {a} x",
                           "[ -v {a} ]",
                           "pppd tty connect 'chat {a}'",
                           "eval \"$(printf %s {a})\"",
                           "eval 'my {qmi}'"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
  CHECK(quoted("sh -c 'my \"$1\"' sh {a}") == "sh -c 'my \"$1\"' sh \"${_a}\"");
  CHECK(quoted("awk -v x={a} '/y/' {b}") == "awk -v x=\"${_a}\" '/y/' \"${_b}\"");
  CHECK(quoted("sed -n '1p' {a}") == "sed -n '1p' \"${_a}\"");
  CHECK(quoted("export A={a}") == "export A=\"${_a}\"");
}

TEST_CASE("what can't be quoted where it stands is refused, and what would be right is said", "[shell]") {
  CHECK(quoted("x=`my {a}`") == "{a} can't stand within backticks: write $(…) instead");
  CHECK(quoted("x=$((1 + {a}))") ==
        "{a} can't stand in arithmetic, which would compute it: give it to a variable, and look what it is");
  CHECK(quoted("x=${y:-{a}}") == "{a} can't stand within ${…}: give it to a variable before");
  CHECK(quoted("my \\{a}") == "{a} stands behind a backslash: it is quoted without");
  for (const auto* text :
       {"x=\"${y:-$(my {a})}\"", "x=\"`my '{a}'`\"", "x=$((${y:-{a}}))", "((x = {a}))", "x=$( (my \"`{a}`\") )"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
}

TEST_CASE("a text whose quotes can't be told from what is in them is refused", "[shell]") {
  for (const auto* text : {"my '{a}", "my \"{a}", "my $(x {a}", "my $'it\\'s' {a}", "x=(a b) {a}", "my ) {a}",
                           "( my {a}", "case x in y) {a}", "my <(x) {a}", "my <<<x {a}", "[[ a =~ (b) ]] && my {a}",
                           "my `x {a}", "my ${x {a}", "my $((1 {a}", "my a(b) {a}"}) {
    INFO(text);
    CHECK(is_refused(text));
  }
  const std::string deep(1000, '(');
  CHECK(is_refused("my " + std::string(1000, '$') + " {a} " + "$(" + deep));
  std::string nested = "x {a}";
  for (int i = 0; i < 1000; ++i) nested = "y $(" + nested + ")";
  CHECK(is_refused(nested));
}

TEST_CASE("a value that was put into a text before is a value all the same", "[shell]") {
  CHECK(quoted("my $(touch X) x", {{3, 10}}) == "my \"${_1}\" x");
  CHECK(quoted("my '; touch X; ' {qmi}", {{4, 10}}) == "my ''\"${_1}\"' ' \"${_qmi}\"");
  CHECK(quoted("touch X", {{0, 7}}) == "the value of a variable can't be the name of a command: a value is no command");
  CHECK(quoted("my \"\" x", {{4, 0}}) == "my \"${_1}\" x");
  CHECK(quoted("my $abc", {{4, 3}}) == "the value of a variable stands behind a '$'");
  CHECK(quoted("my \\abc", {{4, 3}}) == "the value of a variable stands behind a backslash: it is quoted without");
  CHECK(quoted("my {abc}", {{4, 3}}) == "my {\"${_1}\"}");
  CHECK(quoted("my ab", {{3, 1}, {4, 1}}) == "my \"${_1}\"\"${_2}\"");
  CHECK(quoted("my ", {{3, 0}}) == "my \"${_1}\"");
}

TEST_CASE("a text without values is nobody's business", "[shell]") {
  CHECK(quoted("a $'b' [[ `c` ( ") == "a $'b' [[ `c` ( ");
}
