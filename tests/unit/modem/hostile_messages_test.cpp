// Every message of the schema with every mistake in its TLVs, and streams that are no QMUX: against the whole modem,
// without a port. A refusal or an answer, once; others are served meanwhile; nothing grows.

#include <malloc.h>

#include <map>

#include <catch2/catch.hpp>

#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "tests/unit/bench/scenario_support.hpp"
#include "tests/unit/modem/hostile_support.hpp"

namespace {

using namespace scenario_support;
using mb::testing::for_every_mistake;
using mb::testing::raw_frame;
using mb::testing::Values;
using qmi::Header;

constexpr mb::ConnectionId kHostile = 1;
constexpr mb::ConnectionId kGood = 2;
constexpr auto kLongest = 20min;  // by then all that takes time has been answered

constexpr auto kProfile = "set: {call: {after: 30ms}, client ids: {limit: 32}}\n";

/// A modem that a hostile and a good client have open; nothing is kept of what happens.
class Besieged {
 public:
  explicit Besieged(sc::Sharing sharing)
      : sharing_(sharing), scenario_(load_with(kProfile)), trace_(mb::trace::Trace::Keep::nothing) {
    plug_in();
  }

  /// One that was told to shut down is plugged in anew: nothing else brings it back.
  void plug_in_if_off() {
    if (!modem_->modem().powered()) plug_in();
  }

  [[nodiscard]] sc::ScriptedModem& modem() { return *modem_; }
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }
  [[nodiscard]] std::size_t hang_ups() const { return hang_ups_; }

  void say(const qmi::Bytes& bytes, mb::ConnectionId connection = kHostile) {
    take_in(modem_->received(mb::PortName::qmi, connection, bytes, now_));
  }
  void wait(mb::Duration time) {
    const auto until = now_ + time;
    for (auto next = modem_->next_deadline(); next && *next <= until; next = modem_->next_deadline()) {
      now_ = std::max(now_, *next);
      take_in(modem_->advance(now_));
    }
    now_ = until;
  }
  void reopen() {
    take_in(modem_->closed(mb::PortName::qmi, kHostile, now_));
    take_in(modem_->opened(mb::PortName::qmi, kHostile, now_));
  }

  /// How many answers there were to this request.
  [[nodiscard]] std::size_t count(const Header& request) const {
    const auto found = answers_.find(key(request));
    return found == answers_.end() ? 0 : found->second;
  }
  void forget_answers() { answers_.clear(); }

  /// A client id that is allocated now, of the service; 0 for the control service.
  std::uint8_t client_of(std::uint8_t service) {
    if (service == qmi::ctl::service) return 0;
    for (const auto& held : modem_->modem().held_client_ids()) {
      if (held.service == service) return held.client;
    }
    Header request{.transaction = 250, .message = qmi::ctl::allocate_cid::id};
    qmi::Message allocate{request, {}};
    allocate.set(qmi::ctl::allocate_cid::request::service, service);
    say(qmi::encode(allocate).value());
    for (const auto& held : modem_->modem().held_client_ids()) {
      if (held.service == service) return held.client;
    }
    return 1;  // there is no such service: it is asked with a client id of nobody's
  }

  /// The good client is answered, whatever others do.
  void require_service() {
    const Header sync{.transaction = 77, .message = qmi::ctl::get_version_info::id};
    answers_.erase(key(sync));
    say(qmi::encode({sync, {}}).value(), kGood);
    REQUIRE(count(sync) == 1);
  }

 private:
  using Key = std::array<unsigned, 4>;
  static Key key(const Header& header) { return {header.service, header.client, header.transaction, header.message}; }

  void take_in(const std::vector<sc::Output>& outputs) {
    for (const auto& output : outputs) {
      if (output.kind == sc::Output::Kind::hang_up && output.port == mb::PortName::qmi) {
        ++hang_ups_;
        take_in(modem_->closed(mb::PortName::qmi, output.connection, now_));
      }
      if (output.kind != sc::Output::Kind::send || output.port != mb::PortName::qmi) continue;
      const auto message = qmi::decode(output.bytes);
      if (!message) FAIL(message.error().to_string());
      if (message->header.kind == qmi::MessageKind::response) ++answers_[key(message->header)];
    }
  }

  void plug_in() {
    modem_.emplace(scenario_, nullptr, trace_, sharing_);
    take_in(modem_->plug_in(now_));
    take_in(modem_->opened(mb::PortName::qmi, kHostile, now_));
    take_in(modem_->opened(mb::PortName::qmi, kGood, now_));
  }

  sc::Sharing sharing_;
  sc::Scenario scenario_;
  mb::trace::Trace trace_;
  std::optional<sc::ScriptedModem> modem_;
  mb::Instant now_{};
  std::map<Key, std::size_t> answers_;
  std::size_t hang_ups_ = 0;
};

/// Each mistake in each request of the schema; each is answered once, or has been by the time that all is.
std::size_t send_every_mistake(Besieged& modem, std::uint64_t seed) {
  Values values(seed);
  std::size_t sent = 0;
  std::uint16_t transaction = 0;
  for (const auto& service : qmi::services()) {
    for (const auto& message : service.messages) {
      if (!message.has_request) continue;
      CAPTURE(qmi::message_name(service.id, message.id));
      for_every_mistake(message.request, values, [&](const qmi::Bytes& area, std::size_t claimed) {
        modem.plug_in_if_off();
        const auto client = modem.client_of(service.id);
        transaction = static_cast<std::uint16_t>(transaction % 200 + 1);
        const Header header{service.id, client, qmi::MessageKind::request, transaction, message.id};
        modem.forget_answers();
        modem.say(raw_frame(header, area, claimed));
        ++sent;
        if (modem.count(header) == 0) modem.wait(kLongest);
        CAPTURE(area, claimed, static_cast<int>(client));
        // Whose client id has gone with what it asked (CTL Sync, a release of itself) is the exception.
        REQUIRE(modem.count(header) == 1);
      });
      modem.plug_in_if_off();
      modem.require_service();
    }
  }
  return sent;
}

/// By malloc's own count, to the byte. (The sanitizers' doesn't count: there this says nothing.)
std::size_t bytes_in_use() { return mallinfo2().uordblks; }

}  // namespace

TEST_CASE("hostile: every message with every mistake in its TLVs is answered once, and others are served",
          "[hostile]") {
  const auto sharing = GENERATE(sc::Sharing::node, sc::Sharing::proxy);
  Besieged modem(sharing);
  CHECK(send_every_mistake(modem, 8355) > 5000);
  CHECK(modem.hang_ups() == 0);
  CHECK(modem.modem().modem().held_client_ids().size() <= 32);
}

TEST_CASE("hostile: a modem that has taken every mistake many times holds no more than after once", "[hostile]") {
  Besieged modem(sc::Sharing::proxy);
  send_every_mistake(modem, 1);
  modem.wait(kLongest);
  const auto once = bytes_in_use();
  for (std::uint64_t seed = 2; seed <= 5; ++seed) send_every_mistake(modem, seed);
  modem.wait(kLongest);
  // What clients have it remember (user data, profiles, messages) is there or not, by chance; it doesn't add up.
  constexpr std::size_t kRemembered = 256 * 1024;
  CHECK(bytes_in_use() < once + kRemembered);
}

TEST_CASE("hostile: client ids of others, of nobody and of every service are refused or served, never more",
          "[hostile]") {
  const auto sharing = GENERATE(sc::Sharing::node, sc::Sharing::proxy);
  Besieged modem(sharing);
  const auto before = bytes_in_use();
  for (unsigned service = 0; service < 256; ++service) {
    for (unsigned client = 0; client < 256; ++client) {
      const Header header{static_cast<std::uint8_t>(service), static_cast<std::uint8_t>(client),
                          qmi::MessageKind::request, 1, qmi::ctl::get_version_info::id};
      modem.forget_answers();
      modem.say(raw_frame(header, {}));
      REQUIRE(modem.count(header) == 1);
    }
  }
  modem.forget_answers();
  modem.require_service();
  CHECK(bytes_in_use() < before + 64 * 1024);
}

TEST_CASE("hostile: client ids run out at their limit, and those that are held still work", "[hostile]") {
  Besieged modem(sc::Sharing::proxy);
  for (int i = 0; i < 1000; ++i) {
    qmi::Message allocate{
        {.transaction = static_cast<std::uint16_t>(i % 255 + 1), .message = qmi::ctl::allocate_cid::id}, {}};
    allocate.set(qmi::ctl::allocate_cid::request::service, qmi::wds::service);
    modem.say(qmi::encode(allocate).value());
  }
  CHECK(modem.modem().modem().held_client_ids().size() == 32);
  modem.require_service();
}

TEST_CASE("hostile: what only a modem says, or with flags that nobody does, is left unanswered", "[hostile]") {
  Besieged modem(sc::Sharing::node);
  modem.forget_answers();
  auto response = qmi::encode(qmi::response_to({.transaction = 1, .message = qmi::ctl::sync::id})).value();
  auto indication = qmi::encode(qmi::indication(qmi::wds::service, 1, 1)).value();
  for (int i = 0; i < 100; ++i) {
    modem.say(response);
    modem.say(indication);
  }
  for (unsigned flags = 1; flags < 256; ++flags) {
    auto frame = raw_frame({.transaction = 1, .message = qmi::ctl::sync::id}, {});
    frame[3] = static_cast<std::uint8_t>(flags);
    modem.say(frame);
    frame[3] = 0;
    frame[6] = static_cast<std::uint8_t>(flags);
    modem.say(frame);
  }
  CHECK(modem.answers() == 0);
  CHECK(modem.hang_ups() == 0);
  modem.require_service();
}

TEST_CASE("hostile: the largest frames are answered, whole or byte by byte", "[hostile]") {
  Besieged modem(sc::Sharing::node);
  const auto most = qmi::kMaxFrame - 12;
  const Header header{.transaction = 5, .message = qmi::ctl::get_version_info::id};
  const auto one_tlv = raw_frame(header, mb::testing::area_of({{0x42, qmi::Bytes(most - 3, 0xAA)}}));
  const auto empty_tlvs =
      raw_frame(header, mb::testing::area_of(std::vector<mb::testing::RawTlv>(most / 3, {0x42, {}})));
  const auto garbage = raw_frame(header, qmi::Bytes(most, 0xFF));
  for (const auto& frame : {one_tlv, empty_tlvs, garbage}) {
    modem.forget_answers();
    modem.say(frame);
    CHECK(modem.count(header) == 1);
    for (const auto byte : frame) modem.say({byte});
    CHECK(modem.count(header) == 2);
  }
  modem.require_service();
}

TEST_CASE("hostile: a length that lies keeps no more than one frame, and ends when the client does", "[hostile]") {
  Besieged modem(sc::Sharing::node);
  const auto before = bytes_in_use();
  for (int i = 0; i < 200; ++i) {
    // 65,536 bytes are said to come; half of them do.
    qmi::Bytes lie(30'000, 0);
    lie[0] = 1;
    lie[1] = lie[2] = 0xFF;
    modem.say(lie);
    modem.require_service();
    modem.reopen();
  }
  CHECK(bytes_in_use() < before + 64 * 1024);
  CHECK(modem.hang_ups() == 0);
}

TEST_CASE("hostile: what can't begin a frame is hung up on, wherever it stands", "[hostile]") {
  Besieged modem(sc::Sharing::node);
  Values values(99);
  std::size_t hung_up = 0;
  for (int i = 0; i < 2000; ++i) {
    auto noise = values.bytes(1 + values.below(100));
    if (noise[0] == 1) noise[0] = 2;
    const auto good = raw_frame({.transaction = 1, .message = qmi::ctl::sync::id}, {});
    if (values.below(2) == 0) noise.insert(noise.begin(), good.begin(), good.end());
    modem.say(noise);
    REQUIRE(modem.hang_ups() == ++hung_up);
    modem.reopen();
  }
  modem.require_service();
}

TEST_CASE("hostile: opening and closing, or only opening, has a limit and keeps nothing", "[hostile]") {
  const auto sharing = GENERATE(sc::Sharing::node, sc::Sharing::proxy);
  Bench bench("", false, sharing);
  static_cast<void>(bench.take_outputs());
  for (mb::ConnectionId id = 1; id <= 10'000; ++id) {
    bench.open(id);
    if (id % 2 == 0) bench.send(Bench::request(qmi::nas::service, 9, 1, qmi::nas::reset::id), id);
    bench.close(id);
  }
  static_cast<void>(bench.take_outputs());
  for (mb::ConnectionId id = 1; id <= 10'000; ++id) bench.open(id);
  const auto outputs = bench.take_outputs();
  CHECK(outputs.size() == 10'000 - sc::Connections::kMaxOpen);
  CHECK(outputs.front().kind == sc::Output::Kind::hang_up);
  CHECK(outputs.front().connection == sc::Connections::kMaxOpen + 1);
  bench.send(Bench::request(qmi::ctl::service, 0, 1, qmi::ctl::sync::id), 7);
  CHECK(bench.take_messages().size() == 1);
}

TEST_CASE("hostile: a flood of calls that take their time is answered in the end, or refused at once", "[hostile]") {
  Bench bench("set: {call: {after: 5s}}\n");
  bench.go_to(10ms);
  bench.open(1);
  const auto wds = bench.client_id(kWds, 1);
  static_cast<void>(bench.take_outputs());
  for (std::uint16_t i = 1; i <= 5000; ++i) bench.send(Bench::start_network(wds, i, "internet"), 1);
  const auto refused = bench.take_messages().size();
  bench.go_to(1h);
  const auto late = bench.take_messages().size();
  CHECK(refused > 4000);
  CHECK(refused + late >= 5000);
}
