#include <catch2/catch.hpp>

#include "emulator/qmi/messages/dms.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;
using Kind = sc::Output::Kind;

namespace {

/// What is written to the QMI port, write by write.
std::vector<qmi::Bytes> writes(Bench& bench) {
  std::vector<qmi::Bytes> all;
  for (const auto& output : bench.take_outputs()) {
    if (output.kind == Kind::send) all.push_back(output.bytes);
  }
  return all;
}

qmi::Message get_model(std::uint8_t client, std::uint16_t transaction = 1) {
  return Bench::request(kDms, client, transaction, qmi::dms::get_model::id);
}

/// The answer to DMS Get Model under a rule.
struct Asked {
  explicit Asked(const std::string& actions)
      : bench("when: [{on: DMS Get Model, do: {" + actions + "}}]\n"), dms(bench.client_id(kDms)) {
    bench.send(get_model(dms));
  }
  Bench bench;
  std::uint8_t dms;
};

std::vector<qmi::Bytes> answered(const std::string& actions) {
  Asked asked(actions);
  return writes(asked.bench);
}

qmi::Bytes plain_answer() {
  Bench bench("");
  const auto dms = bench.client_id(kDms);
  bench.send(get_model(dms));
  return writes(bench).at(0);
}

}  // namespace

TEST_CASE("tamper: a lost answer has had its effect", "[scenario]") {
  Bench bench("when: [{on: CTL Allocate CID, do: {lose answer: true}}]\n");
  bench.send(Bench::allocate(kWds, 1));
  CHECK(writes(bench).empty());
  CHECK(bench.modem().modem().held_client_ids().size() == 1);
}

TEST_CASE("tamper: TLVs are left out, changed, added and doubled", "[scenario]") {
  Asked asked("without: model, change: {raw: {0x7f: \"01 02\"}}, double: result");
  const auto answer = asked.bench.take_messages().at(0).second;
  CHECK(answer.find("model") == nullptr);
  CHECK(*answer.find(0x7f) == qmi::Value(qmi::Bytes{1, 2}));
  REQUIRE(answer.tlvs.size() == 3);
  CHECK(answer.tlvs[0].id == 0x02);
  CHECK(answer.tlvs[1].id == 0x02);

  Asked changed("change: {model: MC7700}");
  CHECK(changed.bench.take_messages().at(0).second.find("model")->text() == "MC7700");
}

TEST_CASE("tamper: the header says something else", "[scenario]") {
  Asked asked("transaction: +1, client id: 9, service: NAS, message: DMS Get Revision");
  const auto header = asked.bench.take_messages().at(0).second.header;
  CHECK(header.transaction == 2);
  CHECK(header.client == 9);
  CHECK(header.service == qmi::nas::service);
  CHECK(header.message == qmi::dms::get_revision::id);
}

TEST_CASE("tamper: lengths lie, everything else stays", "[scenario]") {
  const auto plain = plain_answer();
  const auto lied = [](const std::string& length) { return answered("length: {" + length + "}").at(0); };
  auto expected = plain;
  expected[1] = expected[2] = 0xFF;
  CHECK(lied("qmux: 65535") == expected);
  expected = plain;
  expected[11] = static_cast<std::uint8_t>(expected[11] - 1);
  CHECK(lied("message: -1") == expected);
  expected = plain;
  // The Result TLV has 7 bytes and is the first; then comes the model.
  expected[13 + 7 + 1] = 200;
  CHECK(lied("model: 200") == expected);
  CHECK(lied("0x7e: 1") == plain);
}

TEST_CASE("tamper: a frame is cut, and has garbage before and behind it", "[scenario]") {
  const auto plain = plain_answer();
  CHECK(answered("cut: 5").at(0) == qmi::Bytes(plain.begin(), plain.begin() + 5));
  CHECK(answered("cut: -2").at(0) == qmi::Bytes(plain.begin(), plain.end() - 2));
  CHECK(answered("cut: 60000").at(0) == plain);
  CHECK(answered("cut: 0").empty());
  const auto dirty = answered("garbage: \"ff ff\", trailing: \"00\"").at(0);
  CHECK(dirty.size() == plain.size() + 3);
  CHECK(dirty[1] == 0xFF);
  CHECK(dirty.back() == 0);
}

TEST_CASE("tamper: an answer comes in pieces, one after the other", "[scenario]") {
  const auto plain = plain_answer();
  Asked asked("split: [1, 4], gap: 20ms");
  CHECK(writes(asked.bench).at(0) == qmi::Bytes{0x01});
  qmi::Bytes all{0x01};
  std::size_t count = 1;
  for (auto next = asked.bench.modem().next_deadline(); next && *next < mb::Instant(1s);
       next = asked.bench.modem().next_deadline()) {
    asked.bench.go_to(*next);
    for (const auto& piece : writes(asked.bench)) {
      CHECK(piece.size() <= 4);
      all.insert(all.end(), piece.begin(), piece.end());
      ++count;
    }
  }
  CHECK(all == plain);
  CHECK(count == 1 + (plain.size() - 1 + 3) / 4);

  Asked at_once("split: 1");
  CHECK(writes(at_once.bench).size() == plain.size());
}

TEST_CASE("tamper: two answers come by one write", "[scenario]") {
  Bench bench("when: [{on: DMS Get Model, times: 1, do: {merge: true}}]\n");
  const auto dms = bench.client_id(kDms);
  bench.send(get_model(dms, 1));
  CHECK(writes(bench).empty());
  bench.send(get_model(dms, 2));
  const auto both = writes(bench);
  REQUIRE(both.size() == 1);
  CHECK(both[0].size() == 2 * plain_answer().size());
}

TEST_CASE("tamper: an answer comes several times", "[scenario]") {
  Asked asked("repeat: 3, gap: 1s");
  CHECK(asked.bench.take_messages().size() == 1);
  asked.bench.go_to(1s);
  CHECK(asked.bench.take_messages().size() == 1);
  asked.bench.go_to(5s);
  CHECK(asked.bench.take_messages().size() == 1);
}

TEST_CASE("tamper: the port hangs up after the answer, or after half of it", "[scenario]") {
  Asked asked("cut: 4, hang up: true");
  const auto outputs = asked.bench.take_outputs();
  CHECK(whats(outputs) == std::vector{Kind::send, Kind::hang_up});
  CHECK(outputs[0].bytes.size() == 4);
  CHECK(asked.bench.trace().events().back().kind == mb::trace::EventKind::closed);
}

TEST_CASE("tamper: answers that are held come when the rule is disarmed, in their order", "[scenario]") {
  Bench bench("when: [{on: any DMS request, until: 25s after registered, do: {hold: true}}]\n");
  const auto dms = bench.client_id(kDms);
  for (std::uint16_t i = 1; i <= 3; ++i) bench.send(get_model(dms, i));
  bench.go_to(24s);
  CHECK(bench.take_messages().empty());
  bench.go_to(25s);
  const auto answers = bench.take_messages();
  REQUIRE(answers.size() == 3);
  for (std::uint16_t i = 0; i < 3; ++i) CHECK(answers[i].second.header.transaction == i + 1);
  bench.send(get_model(dms, 4));
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("tamper: more than a thousand answers held back are lost, and said to be", "[scenario]") {
  Bench bench("when: [{on: any DMS request, until: 25s after registered, do: {hold: true}}]\n");
  const auto dms = bench.client_id(kDms);
  for (std::uint16_t i = 0; i < 1030; ++i) bench.send(get_model(dms, static_cast<std::uint16_t>(i + 1)));
  CHECK(bench.trace_text().find("is lost: 1024 are held back already") != std::string::npos);
  bench.go_to(25s);
  CHECK(bench.take_messages().size() == 1024);
}

TEST_CASE("tamper: an indication is delayed, lost, or comes twice", "[scenario]") {
  const auto indications = [](const std::string& actions, mb::Instant until) {
    Bench bench(
        "when:\n  - {at: 5s, do: {drop calls: GsmWcdmaNetworkFailure}}\n  - {on: {indication: WDS Packet Service "
        "Status}, "
        "where: {connection status: {status: Disconnected}}, do: {" +
        actions + "}}\n");
    const auto wds = bench.client_id(kWds);
    bench.send(Bench::start_network(wds, 1, "internet"));
    bench.go_to(4s);
    static_cast<void>(bench.take_outputs());
    bench.go_to(until);
    return bench.take_messages().size();
  };
  CHECK(indications("drop: true", mb::Instant(60s)) == 0);
  CHECK(indications("delay: 10s", mb::Instant(14s)) == 0);
  CHECK(indications("delay: 10s", mb::Instant(15s)) == 1);
  CHECK(indications("repeat: 2", mb::Instant(5s)) == 2);
}

TEST_CASE("tamper: a rule about an answer sees what it says, and what it does comes after it", "[scenario]") {
  Bench bench(
      "when: [{on: {answer: WDS Start Network, error: CallFailed}, do: {hang up: true, unregister: qmi}}]\n"
      "set: {call: {after: 1s, refuse: GsmWcdmaUnknownApn}}\n");
  const auto wds = bench.client_id(kWds);
  bench.send(Bench::start_network(wds, 1, "internet"));
  CHECK(bench.take_outputs().empty());
  bench.go_to(1s);
  CHECK(whats(bench.take_outputs()) == std::vector{Kind::send, Kind::hang_up, Kind::unregister_port});
}

TEST_CASE("tamper: a rule about a request wins over one about its answer", "[scenario]") {
  Bench bench(R"(when:
  - {on: DMS Get Model, times: 1, do: {change: {model: request}}}
  - {on: {answer: DMS Get Model}, do: {change: {model: answer}}}
)");
  const auto dms = bench.client_id(kDms);
  bench.send(get_model(dms, 1));
  CHECK(bench.take_messages().at(0).second.find("model")->text() == "request");
  bench.send(get_model(dms, 2));
  CHECK(bench.take_messages().at(0).second.find("model")->text() == "answer");
}

TEST_CASE("tamper: what befalls a message is told in the trace", "[scenario]") {
  Asked asked(
      "delay: 1s..2s, without: model, transaction: +1, length: {qmux: 3, model: -1}, cut: -1, garbage: \"ff\", "
      "repeat: 2, split: [1, 2], hang up: true");
  const auto text = asked.bench.trace_text();
  CHECK(text.find("rule     delay the answer to DMS Get Model by 1s..2s, leave out TLV 0x01, give it transaction +1, "
                  "let the frame's length be 3, let the length of TLV 0x01 be -1, cut 1 bytes off its end, put ff "
                  "before it, send it 2 times, split it into pieces of 1, 2, hang up") != std::string::npos);
}

TEST_CASE("tamper: a wrong answer is followed by the right one", "[scenario]") {
  Asked asked("message: DMS Get Revision, right one after: 500ms");
  CHECK(asked.bench.take_messages().at(0).second.header.message == qmi::dms::get_revision::id);
  asked.bench.go_to(500ms);
  CHECK(asked.bench.take_messages().at(0).second.header.message == qmi::dms::get_model::id);
}

TEST_CASE("tamper: what comes after a message in pieces waits for its last one", "[scenario]") {
  Bench bench("when: [{on: DMS Get Model, times: 1, do: {split: 1, gap: 10ms}}]\n");
  const auto dms = bench.client_id(kDms);
  bench.send(get_model(dms, 1));
  bench.send(get_model(dms, 2));
  bench.send(get_model(dms, 3));
  bench.go_to(10s);
  qmi::Bytes all;
  for (const auto& piece : writes(bench)) all.insert(all.end(), piece.begin(), piece.end());
  const auto size = plain_answer().size();
  REQUIRE(all.size() == 3 * size);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto frame = qmi::decode(qmi::ByteView(all).subspan(i * size, size));
    REQUIRE(frame);
    CHECK(frame->header.transaction == i + 1);
  }
}
