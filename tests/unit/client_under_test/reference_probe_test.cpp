#include "client_under_test/reference/probe.hpp"
#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

namespace {

/// A port that answers each of the client's questions with the next of these (nothing: silence); the line it says.
std::string probed(std::vector<std::string> answers) {
  rc::Options options;
  options.probe = {"port"};
  rc::ReferenceClient client(options);
  mb::Instant now{};
  std::vector<std::string> said;
  std::deque<rc::Action> work;
  const auto add = [&work](rc::Actions actions) { work.insert(work.end(), actions.begin(), actions.end()); };
  add(client.start(now));
  std::size_t next = 0;
  int closed = 0;
  for (;;) {
    if (work.empty()) {
      const auto due = client.next_deadline();
      if (!due) break;
      REQUIRE(*due - now <= 3s);
      now = *due;
      add(client.advance(now));
      continue;
    }
    const auto action = work.front();
    work.pop_front();
    if (action.kind == rc::Action::Kind::open) add(client.opened(now));
    if (action.kind == rc::Action::Kind::close) ++closed;
    if (action.kind == rc::Action::Kind::say) said.push_back(action.text);
    if (action.kind != rc::Action::Kind::send || next >= answers.size()) continue;
    // A byte at a time: no answer is a line at once.
    for (const char c : answers[next++]) {
      const auto byte = static_cast<std::uint8_t>(c);
      add(client.received({&byte, 1}, now));
    }
  }
  CHECK(closed == 1);
  REQUIRE_FALSE(said.empty());
  return said.front();
}

}  // namespace

TEST_CASE("a serial port is known by what it says", "[reference]") {
  using namespace std::string_literals;
  CHECK(probed({"AT\r\r\nOK\r\n", "\r\nERROR\r\n", "\r\nManufacturer: Sierra Wireless\r\n\r\nOK\r\n"}) == "port: AT");
  CHECK(probed({"\r\nOK\r\n", "", "Sierra Wireless, MC8355\r\n\r\nOK\r\n"}) == "port: AT");
  CHECK(probed({"\r\nOK\r\n", "\r\nOK\r\n"}) == "port: an impostor: says OK to nonsense, or nothing about itself");
  CHECK(probed({"\r\nOK\r\n", "\r\nERROR\r\n", "\r\nOK\r\n"}) ==
        "port: an impostor: says OK to nonsense, or nothing about itself");
  CHECK(probed({"~\0\xa5y\0"s}) == "port: DIAG (HDLC frames)");
  CHECK(probed({"", "\x00\x41pr 12 2011\x7e"s}) == "port: DIAG (HDLC frames)");
  CHECK(probed({"$GPGGA,,,,,,0,,,,,,,,*66\r\n"}) == "port: NMEA");
  CHECK(probed({"\r\n+CME ERROR: SIM busy\r\n"}) == "port: says something that is neither AT nor DIAG nor NMEA");
  CHECK(probed({"AT\r"}) == "port: echoes what it gets and says nothing");
  CHECK(probed({}) == "port: silent");
  CHECK(probed({"$GPGGA"}) == "port: says something that is neither AT nor DIAG nor NMEA");
  CHECK(probed({"BOOK OK BUT NO LINE"}) == "port: says something that is neither AT nor DIAG nor NMEA");
}

TEST_CASE("the silent ports of the field report are all named silent, in bounded time", "[reference]") {
  rc::Options options;
  options.probe = {"ttyUSB0", "ttyUSB1", "ttyUSB2", "ttyUSB3"};
  Run run("set:\n  serial: silent\nexpect: [{client: exits, status: failure, within: 20s}]\n", Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said(": silent") == 3);
  CHECK(run.said("ttyUSB3: gone") == 1);
  CHECK(run.said("no port answers AT") == 1);
}

TEST_CASE("told to stop while it probes, it closes the port and goes", "[reference]") {
  rc::Options options;
  options.probe = {"ttyUSB0"};
  Run run("deadline: 1s\nexpect: [{device: qmi, is: present}]\n", Who::reference, options);
  INFO(run.to_the_end().text());
  CHECK(run.events().back().status == 1);
  CHECK(run.events().back().at == mb::Instant(1s));
}
