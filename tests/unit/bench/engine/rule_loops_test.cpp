#include <catch2/catch.hpp>

#include "emulator/qmi/service_numbers.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// Rules that set each other off, by every road there is: they are stopped, the rest goes on, and the trace says so.
using namespace scenario_support;

namespace {

const std::string kNote = "rules set each other off without end: stopped after 1000 steps";

std::size_t notes_of(const Bench& bench) {
  std::size_t found = 0;
  for (const auto& event : bench.trace().events()) found += event.text == kNote ? 1 : 0;
  return found;
}

/// A client has a NAS client id, and asks something.
void talk(Bench& bench) {
  bench.open();
  static_cast<void>(bench.client_id(qmi::nas::service));
  bench.send(Bench::request(qmi::ctl::service, 0, 1, 0x0021));
}

}  // namespace

TEST_CASE("an indication that sets off itself is stopped", "[limits]") {
  Bench bench(
      "when:\n"
      "  - {on: {indication: NAS Serving System}, do: {indicate: NAS Serving System}}\n"
      "  - {on: CTL Get Version Info, do: {indicate: NAS Serving System}}\n");
  talk(bench);
  CHECK(notes_of(bench) == 1);
  // The modem goes on: the next one is answered.
  static_cast<void>(bench.take_outputs());
  bench.send(Bench::request(qmi::ctl::service, 0, 2, 0x0021));
  CHECK_FALSE(bench.take_messages().empty());
  CHECK(notes_of(bench) == 2);
}

TEST_CASE("rules that set each other off through answers, indications, holds and ports are stopped", "[limits]") {
  const auto rules = GENERATE(
      // Two indications, each the other's.
      "  - {on: {indication: NAS Serving System}, do: {indicate: NAS Event Report}}\n"
      "  - {on: {indication: NAS Event Report}, do: {indicate: NAS Serving System}}\n"
      "  - {on: CTL Get Version Info, do: {indicate: NAS Serving System}}\n",
      // An answer's rule.
      "  - {on: {indication: NAS Serving System}, do: {indicate: NAS Serving System, set: {signal: {dbm: -70}}}}\n"
      "  - {on: {answer: CTL Get Version Info}, do: {indicate: NAS Serving System}}\n",
      // A held one that is let out.
      "  - {name: h, on: {indication: NAS Serving System}, do: {hold: true, indicate: NAS Event Report}}\n"
      "  - {on: {indication: NAS Event Report}, do: {disarm: h, indicate: NAS Event Report}}\n"
      "  - {on: CTL Get Version Info, do: {indicate: NAS Event Report}}\n",
      // Milestones.
      "  - {at: 0s after registered, times: always, do: {unregister: qmi}}\n"
      "  - {at: 0s after unregistered, times: always, do: {register: qmi}}\n");
  Bench bench("when:\n" + std::string(rules));
  INFO(rules);
  bench.open();
  bench.send(Bench::allocate(qmi::nas::service, 200));
  bench.send(Bench::request(qmi::ctl::service, 0, 1, 0x0021));
  bench.go_to(1s);
  CHECK(notes_of(bench) >= 1);
  CHECK(bench.trace().events().size() < 20'000);
}

TEST_CASE("what a rule does is done before the rule that it meets", "[limits]") {
  Bench bench(
      "when:\n"
      "  - {on: CTL Get Version Info, do: {indicate: NAS Serving System, unregister: ttyUSB0}}\n"
      "  - {on: {indication: NAS Serving System}, do: {unregister: ttyUSB1}}\n");
  talk(bench);
  const auto text = bench.trace_text();
  CHECK(text.find("ttyUSB0  unregistered") < text.find("ttyUSB1  unregistered"));
  CHECK(notes_of(bench) == 0);
}
