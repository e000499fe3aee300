#include <map>
#include <optional>
#include <random>

#include "emulator/qmi/messages/wms.hpp"
#include "tests/unit/modem/sms_support.hpp"

/// Hosts and networks that do anything at any time to the services of messages, USSD and device management.
namespace modembench::modem::test {

namespace {

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::uint32_t below(std::uint32_t end) { return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random_); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

  Value value(const qmi::TypeSpec& type) {
    switch (type.shape) {
      case qmi::Shape::integer:
        return type.width == 4 && one_in(10) ? Value(0xFFFFFFFFU) : Value(below(one_in(10) ? 256 : 6));
      case qmi::Shape::bytes:
        return pdu();
      case qmi::Shape::array: {
        qmi::List list;
        for (std::uint32_t i = below(7); i > 0; --i) list.push_back(value(*type.element));
        return list;
      }
      case qmi::Shape::structure: {
        Struct members;
        for (const qmi::MemberSpec& member : type.members) {
          const auto usual = usual_value(member.name);
          members.push_back({member.name, usual && !one_in(5) ? Value(*usual) : value(*member.type)});
        }
        return members;
      }
      case qmi::Shape::string:
        return std::string(below(30), static_cast<char>('0' + below(12)));
      case qmi::Shape::ipv4:
      case qmi::Shape::ipv6:
        break;
    }
    return "192.0.2.1";
  }

  qmi::Bytes pdu() {
    qmi::Bytes bytes = one_in(2) ? submit(one_in(2) ? "+491713920001" : "+49170") : deliver("hello");
    if (one_in(4)) bytes = {'*', '1', '0', '2', '#'};
    if (one_in(4)) bytes[below(static_cast<std::uint32_t>(bytes.size()))] = static_cast<std::uint8_t>(below(256));
    if (one_in(10)) bytes.resize(below(200));
    return bytes;
  }

 private:
  /// What most things are about: format 6, and routes of messages from person to person that have no class. By chance
  /// alone these routes stay what they are, and once their storage is full nothing arrives any more.
  static std::optional<unsigned> usual_value(std::string_view member) {
    if (member == "format") return 6;
    if (member == "message type") return 0;
    if (member == "message class") return static_cast<unsigned>(qmi::wms::MessageClass::None);
    return std::nullopt;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("SMS: whatever is asked and arrives whenever, each request is answered once and nothing breaks", "[sms]") {
  Profile profile = with_sms();
  for (const std::uint8_t service : {qmi::voice::service, qmi::oma::service, qmi::cat::service, qmi::rms::service}) {
    profile.identity.services.push_back({service, 1, 0});
  }
  profile.settings.sms.send_after = 20ms;
  profile.settings.registration.after = 50ms;
  profile.settings.ussd = {{"*102#", "1 or 2", 10ms, {{"*102#", "more", 10ms, {}}}}};
  profile.settings.oma.after = 100ms;
  profile.settings.oma.alert_after = 70ms;
  ModemUnderTest modem(profile);
  Chance chance(8355);

  const std::array services = {qmi::find_service("WMS"), qmi::find_service("WMS"), qmi::find_service("VOICE"),
                               qmi::find_service("OMA"), qmi::find_service("CAT"), qmi::find_service("RMS")};
  std::map<std::array<unsigned, 3>, int> open;  // by service, client and transaction
  std::map<std::uint8_t, std::uint8_t> clients;
  std::size_t sent = 0;
  std::size_t arrived = 0;
  const auto take = [&](const Messages& messages) {
    for (const Message& message : messages) {
      const qmi::Header& header = message.header;
      if (header.kind == MessageKind::indication) {
        if (header.service == qmi::wms::service && header.message == qmi::wms::set_event_report::id) ++arrived;
        continue;
      }
      INFO(qmi::describe(message));
      REQUIRE(open[{header.service, header.client, header.transaction}]-- > 0);
      if (header.message == qmi::wms::raw_send::id && message.error() == 0) ++sent;
    }
  };
  const auto begin = [&] {
    open.clear();
    for (const qmi::ServiceSpec* service : services) {
      if (!clients.contains(service->id)) clients[service->id] = modem.allocate(service->name);
    }
    modem.ask("WMS Set Event Report", clients[qmi::wms::service],
              {{"new mt message indicator", Struct{{"report", 1U}}}});
  };
  begin();
  for (int i = 0; i < 60000; ++i) {
    if (chance.one_in(3)) take(modem.pass(std::chrono::milliseconds(chance.below(30))));
    if (chance.one_in(20)) {
      auto said = modem.modem().deliver_sms(chance.pdu(), modem.now());
      if (said) take(*said);
    }
    if (chance.one_in(3000)) {
      modem.modem().power_on(modem.now());
      clients.clear();
      begin();
    }
    const qmi::ServiceSpec& service = *services[chance.below(services.size())];
    const qmi::MessageSpec& spec = service.messages[chance.below(static_cast<std::uint32_t>(service.messages.size()))];
    if (!spec.has_request) continue;
    Message question{{service.id, clients[service.id], MessageKind::request, 1, spec.id}, {}};
    for (const qmi::TlvSpec& tlv : spec.request) {
      if (tlv.mandatory || chance.one_in(4)) question.set(tlv.id, chance.value(*tlv.type));
    }
    // As it comes over the wire.
    const auto frame = qmi::encode(question);
    if (!frame) continue;
    const auto read = qmi::decode(*frame);
    REQUIRE(read.has_value());
    // The transaction's number is the next one.
    const auto next = static_cast<std::uint16_t>(modem.last_transaction() == 255 ? 1 : modem.last_transaction() + 1);
    ++open[{service.id, question.header.client, next}];
    take(modem.send(*read));
  }
  take(modem.pass(1min));
  for (const auto& [key, count] : open) CHECK(count == 0);
  // The host did get somewhere.
  CHECK(sent > 50);
  CHECK(arrived > 50);
}

}  // namespace modembench::modem::test
