#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/modem/modem.hpp"
#include "emulator/modem/profile.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/enums/nas.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/schema.hpp"

/// A modem on a virtual clock, asked by the names of the schema.
namespace modembench::modem::test {

using qmi::ErrorCode;
using qmi::Message;
using qmi::MessageKind;
using qmi::Struct;
using qmi::Value;
using namespace std::chrono_literals;

using Messages = std::vector<Message>;
using Named = std::vector<std::pair<std::string_view, Value>>;

using Outcome = RegistrationSettings::Outcome;

/// The modem of mc8355.yaml, as far as these tests need it: healthy, online, registered at once, SIM without a
/// PIN, calls up after 300 ms.
inline Profile healthy() {
  Profile profile;
  auto& [identity, settings] = profile;
  identity.name = "mc8355";
  identity.services = {{qmi::ctl::service, 1, 5},
                       {qmi::wds::service, 1, 11},
                       {qmi::dms::service, 1, 6},
                       {qmi::nas::service, 1, 8},
                       {qmi::wms::service, 1, 1}};
  identity.answers = {
      {qmi::dms::service, qmi::dms::get_model::id, 0, {{qmi::dms::get_model::response::model, "MC8355", nullptr}}},
      {qmi::dms::service, qmi::dms::read_eri_file::id, static_cast<std::uint16_t>(ErrorCode::NotProvisioned), {}},
  };
  settings.sim.iccid = "8949020000000000006";
  settings.sim.imsi = "262020000000001";
  settings.registration.mcc = 262;
  settings.registration.mnc = 2;
  settings.registration.network = "Vodafone";
  settings.registration.radio_interfaces = {qmi::nas::RadioInterface::UMTS};
  settings.registration.data_capabilities = {qmi::nas::DataCapability::HSDPA};
  settings.signal.dbm = -71;
  settings.call.after = 300ms;
  settings.call.ipv4_address = "192.0.2.10";
  settings.call.ipv4_gateway = "192.0.2.1";
  settings.call.ipv4_netmask = "255.255.255.0";
  settings.call.ipv4_dns1 = "198.51.100.53";
  settings.call.ipv4_dns2 = "203.0.113.53";
  settings.call.ipv6_address = "2001:db8:1::10";
  settings.call.ipv6_gateway = "2001:db8:1::1";
  settings.call.ipv6_dns1 = "2001:db8:53::1";
  settings.call.ipv6_dns2 = "2001:db8:53::2";
  return profile;
}

/// The same with calls that are up at once.
inline Profile quick() {
  Profile profile = healthy();
  profile.settings.call.after = 0ms;
  return profile;
}

/// The same with traffic: 10 kB/s out, 125 kB/s in.
inline Profile busy() {
  Profile profile = quick();
  profile.settings.call.traffic = {80'000, 1'000'000};
  return profile;
}

/// The indication of how a call stands.
inline constexpr const char* kStatus = "WDS Get Packet Service Status";

/// A request by the names of the schema.
inline Message request(std::string_view name, std::uint8_t client, Named tlvs = {}) {
  const qmi::MessageName known = qmi::find_message(name);
  INFO("request " << name);
  REQUIRE(known.message != nullptr);
  Message message{{known.service->id, client, MessageKind::request, 1, known.message->id}, {}};
  for (const auto& [tlv, value] : tlvs) {
    const qmi::TlvSpec* spec = qmi::find_tlv(known.message->request, tlv);
    INFO("TLV " << tlv);
    REQUIRE(spec != nullptr);
    message.set(spec->id, value);
  }
  return message;
}

inline std::string in_words(const Messages& messages) {
  std::string words;
  for (const Message& message : messages) words += qmi::describe(message) + "\n";
  return words;
}

/// The member of a TLV of that name; fails the test if there is none.
inline Value part(const Message& message, std::string_view tlv, std::string_view member = {}) {
  const Value* value = message.find(tlv);
  INFO(qmi::describe(message) << ", TLV " << tlv << ' ' << member);
  REQUIRE(value != nullptr);
  if (member.empty()) return *value;
  REQUIRE(value->member(member) != nullptr);
  return *value->member(member);
}

inline bool has(const Message& message, std::string_view tlv) { return message.find(tlv) != nullptr; }

inline ErrorCode error_of(const Message& response) {
  INFO(qmi::describe(response));
  REQUIRE(response.error().has_value());
  return static_cast<ErrorCode>(*response.error());
}

/// Those of `messages` that have this name, in their order: "WDS Get Packet Service Status" as an indication.
inline Messages indications(const Messages& messages, std::string_view name) {
  const qmi::MessageName known = qmi::find_message(name);
  REQUIRE(known.message != nullptr);
  Messages found;
  for (const Message& message : messages) {
    if (message.header.kind == MessageKind::indication && message.header.service == known.service->id &&
        message.header.message == known.message->id) {
      found.push_back(message);
    }
  }
  return found;
}

class ModemUnderTest {
 public:
  explicit ModemUnderTest(Profile profile = healthy()) : modem_(std::move(profile)) { modem_.power_on(now_); }

  [[nodiscard]] Modem& modem() { return modem_; }
  [[nodiscard]] Instant now() const { return now_; }

  /// Everything the modem says at once to this request.
  Messages send(Message message) {
    message.header.transaction = next_transaction();
    return checked(modem_.receive(message, now_));
  }
  Messages send(std::string_view name, std::uint8_t client, Named tlvs = {}) {
    return send(request(name, client, tlvs));
  }

  /// The response to this request, which comes at once and first.
  Message ask(std::string_view name, std::uint8_t client, Named tlvs = {}) {
    const Messages said = send(name, client, tlvs);
    INFO(name << " is answered with:\n" << in_words(said));
    REQUIRE_FALSE(said.empty());
    REQUIRE(said.front().header.kind == MessageKind::response);
    REQUIRE(said.front().header.transaction == transaction_);
    return said.front();
  }
  ErrorCode error(std::string_view name, std::uint8_t client, Named tlvs = {}) {
    return error_of(ask(name, client, tlvs));
  }

  /// What the modem says to others because of this request of its own client.
  Messages send_as_own(std::string_view name, Named tlvs = {}) {
    Message message = request(name, 0, tlvs);
    message.header.transaction = next_transaction();
    return checked(modem_.ask(message, now_));
  }
  /// The response to this request of the modem's own client, which comes at once.
  Message ask_as_own(std::string_view name, Named tlvs = {}) {
    static_cast<void>(send_as_own(name, tlvs));
    const auto answers = modem_.take_answers();
    INFO(name << " is answered with:\n" << in_words(answers));
    REQUIRE(answers.size() == 1);
    REQUIRE(answers.front().header.transaction == transaction_);
    return answers.front();
  }

  std::uint8_t allocate(std::string_view service) {
    const Message response = ask("CTL Allocate CID", 0, {{"service", qmi::find_service(service)->id}});
    REQUIRE(error_of(response) == ErrorCode::None);
    return static_cast<std::uint8_t>(part(response, "allocation info", "cid").number());
  }
  ErrorCode release(std::string_view service, std::uint8_t client) {
    return error("CTL Release CID", 0,
                 {{"release info", Struct{{"service", qmi::find_service(service)->id}, {"cid", client}}}});
  }

  /// Lets time pass, deadline by deadline as a port would; what the modem says meanwhile.
  Messages pass(Duration time) {
    const Instant end = now_ + time;
    Messages said;
    for (auto due = modem_.next_deadline(); due && *due <= end; due = modem_.next_deadline()) {
      now_ = std::max(now_, *due);
      for (Message& message : checked(modem_.advance(now_))) said.push_back(std::move(message));
    }
    now_ = end;
    return said;
  }
  /// One jump, as after a long sleep of the emulator.
  Messages jump(Duration time) {
    now_ += time;
    return checked(modem_.advance(now_));
  }

  /// Starts a call that comes up at once; its handle.
  std::uint32_t start_call(std::uint8_t client, Named tlvs = {}) {
    const Message response = ask("WDS Start Network", client, tlvs);
    REQUIRE(error_of(response) == ErrorCode::None);
    return static_cast<std::uint32_t>(part(response, "packet data handle").number());
  }
  std::uint64_t connection_status(std::uint8_t client) {
    return part(ask("WDS Get Packet Service Status", client), "connection status").number();
  }
  std::uint64_t registration_state(std::uint8_t client) {
    return part(ask("NAS Get Serving System", client), "serving system", "registration state").number();
  }

  void forget_happenings() { static_cast<void>(modem_.take_happenings()); }
  [[nodiscard]] std::uint16_t last_transaction() const { return transaction_; }

 private:
  std::uint16_t next_transaction() {
    transaction_ = transaction_ == 255 ? 1 : static_cast<std::uint16_t>(transaction_ + 1);
    return transaction_;
  }

  /// Whatever a modem says can be put into bytes, and says the same when it is read.
  static Messages checked(Messages messages) {
    for (const Message& message : messages) {
      INFO(qmi::describe(message));
      const auto frame = qmi::encode(message);
      INFO((frame ? std::string() : frame.error().to_string()));
      REQUIRE(frame.has_value());
      const auto again = qmi::decode(*frame);
      REQUIRE(again.has_value());
      REQUIRE(*again == message);
      if (message.header.kind == MessageKind::indication) REQUIRE(message.header.transaction == 0);
    }
    return messages;
  }

  Modem modem_;
  Instant now_{};
  std::uint16_t transaction_ = 0;
};

}  // namespace modembench::modem::test
