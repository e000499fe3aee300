#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/modem/nas_support.hpp"

/// A host that asks anything the schema knows, with values made up or left out, at any time.
namespace modembench::modem::test {

namespace {

class Host {
 public:
  explicit Host(unsigned seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(random_); }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

  Message request(const std::vector<HeldClientId>& held) {
    const auto services = qmi::services();
    const qmi::ServiceSpec* service = one_in(8) ? &services[below(services.size())] : &services[below(4)];
    Message message{{service->id, 0, MessageKind::request, static_cast<std::uint16_t>(1 + below(255)), 0}, {}};
    if (!held.empty() && !one_in(8) && service->id != qmi::ctl::service) {
      const HeldClientId& client = held[below(held.size())];
      message.header.service = client.service;
      message.header.client = client.client;
      service = qmi::find_service(client.service);
    } else if (one_in(20)) {
      message.header.client = static_cast<std::uint8_t>(below(256));
    }
    if (service->messages.empty() || one_in(50)) {
      message.header.message = static_cast<std::uint16_t>(below(0x60));
      return message;
    }
    const qmi::MessageSpec& spec = favourite(service->messages);
    message.header.message = spec.id;
    for (const qmi::TlvSpec& tlv : spec.request) {
      if (tlv.mandatory ? !one_in(30) : one_in(4)) message.set(tlv.id, value(*tlv.type));
    }
    if (one_in(40)) message.set(0xEE, qmi::Bytes{1, 2});
    return over_the_wire(message);
  }

 private:
  static Message over_the_wire(const Message& message) {
    const auto frame = qmi::encode(message);
    INFO(qmi::describe(message));
    REQUIRE(frame.has_value());
    auto read = qmi::decode(*frame);
    REQUIRE(read.has_value());
    return std::move(*read);
  }

  // A host that did everything equally often would never get a call up: one Sync or one "offline" undoes all.
  const qmi::MessageSpec& favourite(std::span<const qmi::MessageSpec> messages) {
    const qmi::MessageSpec* chosen = &messages[below(messages.size())];
    const auto undoes = [](std::string_view name) {
      return name == "Sync" || name == "Release CID" || name == "Set Operating Mode" || name == "Attach Detach" ||
             name == "UIM Set PIN Protection" || name == "UIM Change PIN" || name == "Initiate Network Register";
    };
    const auto start = std::find_if(messages.begin(), messages.end(),
                                    [](const qmi::MessageSpec& message) { return message.name == "Start Network"; });
    if (start != messages.end() && one_in(4)) return *start;
    while (undoes(chosen->name) && !one_in(20)) chosen = &messages[below(messages.size())];
    return *chosen;
  }

  Value value(const qmi::TypeSpec& type) {
    switch (type.shape) {
      case qmi::Shape::integer:
        return integer(type);
      case qmi::Shape::ipv4:
        return "192.0.2.99";
      case qmi::Shape::ipv6:
        return "2001:db8::99";
      case qmi::Shape::string:
        return text(type);
      case qmi::Shape::bytes:
        return qmi::Bytes(type.length == qmi::Length::fixed ? type.fixed_length : below(9), 0x5A);
      case qmi::Shape::array: {
        qmi::List list;
        std::uint64_t left = type.length == qmi::Length::fixed ? type.fixed_length : below(4);
        for (; left > 0; --left) list.push_back(value(*type.element));
        return list;
      }
      case qmi::Shape::structure: {
        Struct members;
        for (const qmi::MemberSpec& member : type.members) members.push_back({member.name, value(*member.type)});
        return members;
      }
    }
    return {};
  }

  Value integer(const qmi::TypeSpec& type) {
    const std::uint64_t number = bits_of(type);
    return type.is_signed ? Value(static_cast<std::int64_t>(number)) : Value(number);
  }

  std::uint64_t bits_of(const qmi::TypeSpec& type) {
    const unsigned bits = 8U * type.width - (type.is_signed ? 1U : 0U);
    const std::uint64_t mask = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    // The small ones among many are the services that a Gobi has.
    if (type.enumeration != nullptr && !one_in(3)) return below(std::min<std::uint64_t>(mask, 6));
    if (type.enumeration != nullptr && !one_in(10)) {
      return type.enumeration->values[below(type.enumeration->values.size())].value;
    }
    // Small numbers are client ids, indices and switches; all ones is a handle that means every call.
    if (one_in(6)) return mask;
    return one_in(3) ? random_() & mask : below(20) & mask;
  }

  Value text(const qmi::TypeSpec& type) {
    if (type.length == qmi::Length::fixed) return std::string(type.fixed_length, '0');
    if (one_in(3)) return one_in(2) ? "1234" : "12345678";
    return std::string(below(140), static_cast<char>('0' + below(70)));
  }

  std::mt19937_64 random_;
};

/// Counts what is asked and what is answered, by who asked.
class Ledger {
 public:
  void asked(const Message& message) { ++open_[key(message)]; }

  void said(const Messages& messages) {
    for (const Message& message : messages) {
      if (message.header.kind != MessageKind::response) continue;
      INFO(qmi::describe(message));
      // Nothing is answered that wasn't asked, and nothing twice.
      REQUIRE(open_[key(message)]-- > 0);
    }
  }

  [[nodiscard]] int open() const {
    int sum = 0;
    for (const auto& [unused, count] : open_) sum += count;
    return sum;
  }

 private:
  using Key = std::array<unsigned, 4>;
  static Key key(const Message& message) {
    const qmi::Header& header = message.header;
    return {header.service, header.client, header.transaction, header.message};
  }
  std::map<Key, int> open_;
};

void encodable(const Messages& messages) {
  for (const Message& message : messages) {
    INFO(qmi::describe(message));
    const auto frame = qmi::encode(message);
    INFO((frame ? std::string() : frame.error().to_string()));
    REQUIRE(frame.has_value());
  }
}

/// Signal and registration as they may become by a rule of a scenario.
Messages change_surroundings(Host& host, Modem& modem, Instant now) {
  if (host.one_in(2)) {
    SignalSettings signal = modem.signal();
    signal.dbm = static_cast<std::int8_t>(-50 - static_cast<int>(host.below(76)));
    signal.ecio = static_cast<std::uint8_t>(host.below(256));
    signal.io = -static_cast<std::int32_t>(host.below(125));
    return modem.apply({.signal = replaced_by(signal)}, now);
  }
  constexpr std::array kOutcomes = {Outcome::home, Outcome::home, Outcome::roaming, Outcome::denied,
                                    Outcome::searching};
  RegistrationSettings registration = modem.registration();
  registration.outcome = kOutcomes[host.below(kOutcomes.size())];
  registration.mnc = static_cast<std::uint16_t>(1 + host.below(3));
  registration.radio_interfaces = {host.below(2) == 0 ? qmi::nas::RadioInterface::GSM : qmi::nas::RadioInterface::UMTS};
  return modem.apply({.registration = replaced_by(registration)}, now);
}

/// A modem that takes little time for anything.
Profile hurried() {
  Profile profile = among_networks();
  profile.settings.sim.ready_after = 20ms;
  profile.settings.registration.after = 40ms;
  profile.settings.call.after = 30ms;
  profile.settings.scan.after = 15ms;
  return profile;
}

/// The things that can be done to a modem from outside.
enum class Deed : std::uint8_t {
  power_on,
  power_off,
  apply,
  drop_calls,
  change,
  ask,
  deliver_sms,
  count_traffic,
  receive
};
constexpr std::size_t kDeeds = 9;

/// Does one of them, `receive` more often than the others. Returns false if nothing was there to do it to.
bool do_it(Deed deed, Host& host, Modem& modem, Instant now) {
  if (!modem.powered() && deed != Deed::power_on) return false;
  switch (deed) {
    case Deed::power_on:
      if (modem.powered() && !host.one_in(20)) return false;
      modem.power_on(now);
      return true;
    case Deed::power_off:
      if (!host.one_in(100)) return false;
      modem.power_off(now);
      return true;
    case Deed::apply:
      static_cast<void>(change_surroundings(host, modem, now));
      return true;
    case Deed::drop_calls:
      static_cast<void>(modem.drop_calls(static_cast<std::uint16_t>(1 + host.below(5)), now));
      return true;
    case Deed::change: {
      Surroundings around;
      around.battery_level = static_cast<std::uint8_t>(host.below(101));
      if (host.one_in(10)) around.wireless_disable = host.one_in(3);
      static_cast<void>(modem.change(around, now));
      return true;
    }
    case Deed::ask: {
      // Calls are to be up for those deeds that are about them.
      Message asked = host.one_in(2) ? request("WDS Start Network", 0) : host.request({});
      if (asked.header.service == qmi::ctl::service) return false;
      asked.header.client = 0;
      asked.header.transaction = static_cast<std::uint16_t>(1 + host.below(0xFFFF));
      static_cast<void>(modem.ask(asked, now));
      static_cast<void>(modem.take_answers());
      return true;
    }
    case Deed::deliver_sms:
      static_cast<void>(modem.deliver_sms(SmsText{"+491710760000", "hello", {}}, now));
      return true;
    case Deed::count_traffic: {
      const auto calls = modem.running_calls();
      for (const RunningCall& call : calls) {
        static_cast<void>(modem.count_traffic(call.handle, {.tx_bytes = 1 + host.below(1500)}, now));
      }
      return !calls.empty();
    }
    case Deed::receive:
      static_cast<void>(modem.receive(host.request(modem.held_client_ids()), now));
      return true;
  }
  return false;
}

}  // namespace

TEST_CASE("modem: whatever is asked whenever, each request is answered once at most, and nothing breaks") {
  const Profile profile = hurried();
  Modem modem(profile);
  Host host(20110607);
  Ledger ledger;
  Instant now{};
  modem.power_on(now);
  constexpr int kRequests = 100000;
  std::ptrdiff_t calls = 0;
  for (int i = 0; i < kRequests; ++i) {
    if (host.one_in(4)) now += std::chrono::microseconds(host.below(host.one_in(100) ? 10'000'000 : 20'000));
    if (host.one_in(3)) {
      const Messages said = modem.advance(now);
      encodable(said);
      ledger.said(said);
    }
    // Low power that persists or a blocked SIM would be the end of all calls.
    if (host.one_in(500) || !modem.powered()) {
      modem = Modem(profile);
      modem.power_on(now);
      ledger = {};
    }
    if (host.one_in(50)) {
      const Messages said = change_surroundings(host, modem, now);
      encodable(said);
      ledger.said(said);
    }
    const Message request = host.request(modem.held_client_ids());
    ledger.asked(request);
    Messages said = modem.receive(request, now);
    encodable(said);
    ledger.said(said);
    const bool is_start =
        request.header.service == qmi::wds::service && request.header.message == qmi::wds::start_network::id;
    const bool is_scan =
        request.header.service == qmi::nas::service && request.header.message == qmi::nas::network_scan::id;
    // All but these two are answered at once, and all but a modem that has shut down answers.
    if (!is_start && !is_scan && modem.powered()) {
      const auto answers = std::count_if(said.begin(), said.end(), [&](const Message& message) {
        return message.header.kind == MessageKind::response && message.header.message == request.header.message &&
               message.header.client == request.header.client &&
               message.header.transaction == request.header.transaction;
      });
      INFO(qmi::describe(request));
      REQUIRE(answers >= 1);
    }
    const auto happened = modem.take_happenings();
    calls += std::count(happened.begin(), happened.end(), Happening::call_connected);
  }
  CHECK(modem.held_client_ids().size() <= profile.settings.client_ids.limit);
  // The host did get somewhere.
  CHECK(calls > 100);
}

TEST_CASE("modem: what comes next is what it would be if it were looked for anew, whatever was done") {
  const Profile profile = hurried();
  Modem modem(profile);
  Host host(1202);
  Instant now{};
  int compared = 0;
  for (int i = 0; i < 40000; ++i) {
    now += std::chrono::microseconds(host.below(host.one_in(50) ? 1'000'000 : 10'000));
    if (host.one_in(200) || !modem.powered()) modem = Modem(profile);
    if (host.one_in(2)) static_cast<void>(modem.advance(now));
    // Asked, so that it is remembered from before.
    static_cast<void>(modem.next_deadline());
    const auto deed = static_cast<Deed>(std::min<std::uint64_t>(host.below(kDeeds + 4), kDeeds - 1));
    INFO("deed " << static_cast<int>(deed) << " in round " << i);
    if (!do_it(deed, host, modem, now)) continue;
    const auto remembered = modem.next_deadline();
    // What was due before has been done.
    REQUIRE((!remembered || *remembered >= now));
    if (remembered == now) continue;
    // With nothing due this changes nothing, but what comes next is looked for anew.
    static_cast<void>(modem.advance(now));
    REQUIRE(modem.next_deadline() == remembered);
    compared += remembered.has_value() ? 1 : 0;
  }
  CHECK(compared > 1000);
}

TEST_CASE("modem: every start of a call by a client that stays is answered in the end") {
  Profile profile = healthy();
  profile.settings.call.after = 50ms;
  Modem modem(profile);
  Host host(42);
  Ledger ledger;
  Instant now{};
  modem.power_on(now);
  std::vector<std::uint8_t> clients;
  for (int i = 0; i < 12; ++i) {
    const Messages said = modem.receive(request("CTL Allocate CID", 0, {{"service", qmi::wds::service}}), now);
    clients.push_back(static_cast<std::uint8_t>(part(said.front(), "allocation info", "cid").number()));
  }
  const std::array<const char*, 6> names = {"WDS Start Network", "WDS Stop Network",  "WDS Reset",
                                            "WDS Abort",         "WDS Start Network", "WDS Get Packet Service Status"};
  for (int i = 0; i < 20000; ++i) {
    const char* name = names[host.below(names.size())];
    Message question = request(name, clients[host.below(clients.size())]);
    question.header.transaction = static_cast<std::uint16_t>(1 + host.below(100));
    if (question.header.message == qmi::wds::stop_network::id) question.set(0x01, 0xFFFFFFFFU);
    if (question.header.message == qmi::wds::abort::id) question.set(0x01, 1 + host.below(100));
    if (question.header.message == qmi::wds::start_network::id) question.set(0x19, host.one_in(2) ? 4U : 6U);
    ledger.asked(question);
    ledger.said(modem.receive(question, now));
    now += std::chrono::milliseconds(host.below(20));
    ledger.said(modem.advance(now));
  }
  ledger.said(modem.advance(now + 50ms));
  CHECK(ledger.open() == 0);
  CHECK_FALSE(modem.next_deadline().has_value());
}

}  // namespace modembench::modem::test
