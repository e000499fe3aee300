#include <catch2/catch.hpp>

#include "emulator/modem/sms_pdu.hpp"
#include "emulator/qmi/messages/wms.hpp"
#include "tests/unit/approval.hpp"
#include "tests/unit/bench/scenario_support.hpp"

/// SMS, USSD and OMA in the language of scenarios.
using namespace scenario_support;

namespace {

constexpr auto kWms = qmi::wms::service;

std::string in_set(const std::string& lines) {
  return "about: a test\nmodem: mc8355\nset:\n" + lines + "expect: [{device: qmi, is: gone}]\n";
}
std::string arriving(const std::string& sms) {
  return "about: a test\nmodem: mc8355\nwhen: [{at: 1s after start, do: {sms: " + sms +
         "}}]\nexpect: [{device: qmi, is: gone}]\n";
}

std::string report(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    const std::size_t begin = text.find("modem: mc8355\n") + 14;
    all += text.substr(begin, text.rfind("\nexpect") - begin) + "\n" + mistakes_of(text) + "\n";
  }
  return all;
}

qmi::Message ask(std::uint8_t client, std::uint16_t message) { return Bench::request(kWms, client, 1, message); }

qmi::Message event_report(std::uint8_t client) {
  return ask(client, qmi::wms::set_event_report::id)
      .set(qmi::wms::set_event_report::request::new_mt_message_indicator, qmi::Struct{{"report", std::uint8_t{1}}});
}

qmi::Message raw_read(std::uint8_t client, std::uint8_t storage, std::uint32_t index) {
  return ask(client, qmi::wms::raw_read::id)
      .set(qmi::wms::raw_read::request::message_memory_storage_id,
           qmi::Struct{{"storage type", storage}, {"memory index", index}});
}

/// The message in a Raw Read's answer: "from +49…: text".
std::string words_of(const qmi::Message& response) {
  const auto* data = response.find(qmi::wms::raw_read::response::raw_message_data);
  if (data == nullptr) return "none";
  const auto sms = mb::modem::read_sms(std::get<qmi::Bytes>(data->member("raw data")->data()));
  return sms ? "from " + sms->number + ": " + sms->text().value_or("?") : "broken";
}

}  // namespace

TEST_CASE("set sms: messages are where the scenario puts them", "[scenario][sms]") {
  Bench bench(R"(set:
  sms:
    messages:
      - {from: "+491701234567", text: "hello {€}"}
      - {from: Vodafone, text: Привет, class: 1, at: 2012-02-29 08:00:00, storage: me, read: true}
      - {pdu: "00 04 02 81 21 00 00 21 30 10 21 00 00 00 02 e8 34", storage: me}
)");
  const auto wms = bench.client_id(kWms);
  bench.send(raw_read(wms, 0, 0));
  bench.send(raw_read(wms, 1, 0));
  bench.send(raw_read(wms, 1, 1));
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 3);
  CHECK(words_of(answers[0].second) == "from +491701234567: hello {€}");
  CHECK(words_of(answers[1].second) == "from Vodafone: Привет");
  CHECK(words_of(answers[2].second) == "from 12: hi");
  const auto tag = [&](std::size_t i) {
    return answers[i].second.find(qmi::wms::raw_read::response::raw_message_data)->member("message tag")->number();
  };
  CHECK(tag(0) == 1);
  CHECK(tag(1) == 0);
}

TEST_CASE("set sms: what a scenario doesn't name stays as the modem's file has it", "[scenario][sms]") {
  const auto plain = load_with("");
  const auto scenario = load_with("set: {sms: {own number: \"+491713920001\", me size: 5}}\n");
  CHECK(scenario.profile.settings.sms.own_number == "+491713920001");
  CHECK(scenario.profile.settings.sms.modem_size == 5);
  CHECK(scenario.profile.settings.sms.sim_size == plain.profile.settings.sms.sim_size);
  CHECK(scenario.profile.settings.sms.smsc == plain.profile.settings.sms.smsc);
  CHECK(scenario.profile.settings.sms.send_after == 1s);
  CHECK(load_with("set: {sms: {smsc: \"\"}}\n").profile.settings.sms.smsc.empty());
  CHECK(load_with("set: {sms: {list needs mode: true}}\n").profile.settings.sms.list_needs_mode);
}

TEST_CASE("an SMS arrives when the scenario says, and is told", "[scenario][sms]") {
  Bench bench("when: [{at: 5s after start, do: {sms: {from: \"+491701234567\", text: hello}}}]\n");
  bench.open();
  const auto wms = bench.client_id(kWms);
  bench.send(event_report(wms));
  static_cast<void>(bench.take_outputs());
  bench.go_to(4999999us);
  CHECK(bench.take_outputs().empty());
  bench.go_to(5s);
  const auto said = bench.take_messages();
  REQUIRE(said.size() == 1);
  CHECK(said[0].second.header.kind == qmi::MessageKind::indication);
  bench.send(raw_read(wms, 1, 0));
  CHECK(words_of(bench.take_messages().at(0).second) == "from +491701234567: hello");
  approve("scenario_sms_arrives", bench.trace_text(4));
}

TEST_CASE("an SMS that a request sets off arrives before the request does anything", "[scenario][sms]") {
  Bench bench("when: [{on: WMS Set Event Report, do: {sms: {from: \"22000\", text: hello}}}]\n");
  bench.open();
  const auto wms = bench.client_id(kWms);
  bench.send(event_report(wms));
  const auto said = bench.take_messages();
  // Nobody wanted to know yet.
  REQUIRE(said.size() == 1);
  CHECK(said[0].second.header.kind == qmi::MessageKind::response);
  bench.send(raw_read(wms, 1, 0));
  CHECK(words_of(bench.take_messages().at(0).second) == "from 22000: hello");
}

TEST_CASE("an SMS in bytes arrives as it is, and one too many is lost with a note", "[scenario][sms]") {
  Bench bench(R"(set: {registration: {state: searching}}
when: [{at: 1s after start, times: 1, do: {sms: {pdu: [0xff]}}}]
)");
  bench.go_to(2s);
  CHECK(bench.trace_text().find("an SMS of 1 bytes arrives") != std::string::npos);
  std::string rules = "set: {registration: {state: searching}}\nwhen:\n";
  for (int i = 0; i < 65; ++i) rules += "  - {at: 1s after start, do: {sms: {from: \"1\", text: x}}}\n";
  Bench full(rules);
  full.go_to(2s);
  CHECK(full.trace_text().find("the SMS is lost: 64 messages wait already") != std::string::npos);
}

TEST_CASE("a client that sends an SMS is expected to by the bytes it sends", "[scenario][sms]") {
  const std::string lines = R"(client: qmicli-connect
expect:
  - request: WMS Raw Send
    where: {raw message data: {format: GsmWcdmaPointToPoint, raw data: "0001000281210000 02e834"}}
)";
  for (const bool right : {true, false}) {
    const std::uint8_t last = right ? 0x34 : 0x35;
    Bench bench(lines, true);
    bench.open();
    bench.client_starts();
    const auto wms = bench.client_id(kWms);
    bench.send(ask(wms, qmi::wms::raw_send::id)
                   .set(qmi::wms::raw_send::request::raw_message_data,
                        qmi::Struct{{"format", std::uint8_t{6}},
                                    {"raw data", qmi::Bytes{0, 1, 0, 2, 0x81, 0x21, 0, 0, 2, 0xE8, last}}}));
    bench.go_to(10s);
    bench.client_exits(0);
    CHECK((bench.judge("qmicli-connect").verdict == sc::Verdict::passed) == right);
  }
}

TEST_CASE("mistakes in sms, ussd and oma are found where they are", "[scenario][sms]") {
  approve(
      "scenario_mistakes_sms",
      report({
          in_set("  sms: on\n"),
          in_set("  sms: {smsc: Vodafone, own number: \"+\", size: 3}\n"),
          in_set("  sms: {sim size: 256, me size: -1, send after: 3, list needs mode: maybe}\n"),
          in_set("  sms: {clock: 2012-02-30 12:00:00}\n"),
          in_set("  sms: {clock: 1999-12-31 23:59:59}\n"),
          in_set("  sms: {clock: 2012-03-01T12:00:00}\n"),
          in_set("  sms: {clock: 2012-03-01 24:00:00}\n"),
          in_set("  sms: {clock: {}}\n"),
          in_set("  sms: {messages: [hello]}\n"),
          in_set("  sms: {messages: [{text: hello}]}\n"),
          in_set("  sms: {messages: [{from: \"1\", text: hello, storage: sd, read: perhaps, at: now}]}\n"),
          in_set("  sms: {me size: 1, messages: [{from: \"1\", text: a, storage: me}, {from: \"1\", text: b, storage: "
                 "me}]}\n"),
          in_set("  sms: {sim size: 0, messages: {from: \"1\", text: a}}\n"),
          arriving("hello"),
          arriving("{}"),
          arriving("{from: \"1\"}"),
          arriving("{from: \"+49170x\", text: hello}"),
          arriving("{from: a long name of somebody, text: hello}"),
          arriving("{from: \"1\", text: [a, b]}"),
          arriving("{from: \"1\", text: hello, class: 4}"),
          arriving("{from: \"1\", text: hello, storage: me}"),
          arriving("{from: \"1\", text: " + std::string(161, 'x') + "}"),
          arriving("{from: \"1\", text: яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя}"),
          arriving("{pdu: \"07 91 1\"}"),
          arriving("{pdu: \"\"}"),
          arriving("{pdu: \"" + std::string(352, '0') + "\"}"),
          arriving("{pdu: \"0791\", from: \"1\", text: hello, class: 1}"),
          in_set("  ussd: on\n"),
          in_set("  ussd: {\"*100#\": {after: 1s}}\n"),
          in_set("  ussd: {\"*100#\": {says: hello, after: soon, answer: {}}}\n"),
          in_set("  ussd: {\"*100#\": " + std::string(183, 'x') + "}\n"),
          in_set("  ussd: {\"\": hello}\n"),
          in_set(
              "  ussd: {\"1\": {says: a, answers: {\"1\": {says: a, answers: {\"1\": {says: a, answers: {\"1\": {says: "
              "a, answers: {\"1\": {says: a, answers: {\"1\": {says: a, answers: {\"1\": {says: a, answers: {\"1\": "
              "{says: a, answers: {\"1\": a}}}}}}}}}}}}}}}}}\n"),
          in_set("  oma: {session: maybe, reason: Nobody, after: 5, alert after: soon}\n"),
      }));
}

TEST_CASE("ussd and oma are read", "[scenario][sms]") {
  const auto scenario = load_with(R"(set:
  ussd:
    "*100#": "Balance: 5 EUR"
    "*101#": {says: "1 or 2", after: 2s, answers: {"1": one, "2": two}}
  oma: {session: no update, after: 9s, alert after: 3s}
)");
  REQUIRE(scenario.profile.settings.ussd.size() == 2);
  CHECK(scenario.profile.settings.ussd[0].code == "*100#");
  CHECK(scenario.profile.settings.ussd[0].text == "Balance: 5 EUR");
  CHECK(scenario.profile.settings.ussd[0].after == 1s);
  CHECK(scenario.profile.settings.ussd[1].after == 2s);
  REQUIRE(scenario.profile.settings.ussd[1].answers.size() == 2);
  CHECK(scenario.profile.settings.ussd[1].answers[1].text == "two");
  CHECK(scenario.profile.settings.oma.outcome == mb::modem::OmaSettings::Outcome::no_update);
  CHECK(scenario.profile.settings.oma.after == 9s);
  CHECK(scenario.profile.settings.oma.alert_after == 3s);
}
