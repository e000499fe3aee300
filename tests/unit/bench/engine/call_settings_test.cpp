#include <catch2/catch.hpp>

#include "bench/language/load.hpp"
#include "emulator/modem/modem.hpp"
#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/schema.hpp"
#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

namespace {

std::string mistake_in_call(const std::string& call) {
  return mistakes_of("about: a test\nmodem: mc8355\nset: {call: {" + call +
                     "}}\nexpect: [{device: qmi, is: present}]\n");
}

mb::modem::Profile built_in() {
  auto modem = sc::find_modem("mc8355", {});
  if (!modem) FAIL(to_text(modem.error()));
  return std::move(modem->profile);
}

qmi::Value something_for(const qmi::TypeSpec& type) {
  if (type.shape == qmi::Shape::string) return std::string(type.fixed_length, '0');
  if (type.shape != qmi::Shape::structure) return 1U;
  qmi::Struct members;
  for (const qmi::MemberSpec& member : type.members) {
    members.push_back({member.name, something_for(*member.type)});
  }
  return members;
}

}  // namespace

TEST_CASE("a call's traffic and the device's rates are read, each by itself", "[scenario]") {
  const auto scenario = load_with("set: {call: {traffic: {rx: 125 kB/s}, max rates: {tx: 384 kbit/s}}}\n");
  CHECK(scenario.profile.settings.call.traffic.rx == 1'000'000);
  CHECK(scenario.profile.settings.call.traffic.tx == 0);
  CHECK(scenario.profile.settings.call.max_rates.tx == 384'000);
  CHECK(scenario.profile.settings.call.max_rates.rx == 14'400'000);
}

TEST_CASE("a data rate that is wrong is a mistake with its place", "[scenario]") {
  CHECK(mistake_in_call("traffic: {rx: 125}") == "x.yaml:3:28: a data rate needs a unit: 125 kB/s, 125 kbit/s\n");
  CHECK(mistake_in_call("traffic: {up: 1 kB/s}").find("unknown key 'up'") != std::string::npos);
  CHECK(mistake_in_call("traffic: 1 kB/s") != "none\n");
  CHECK(mistake_in_call("max rates: {rx: soon}").find("should be a data rate") != std::string::npos);
  CHECK(mistake_in_call("max rates: {rx: 14.4 Mbit/s}") == "none\n");
}

TEST_CASE("the built-in modem answers every WDS message of a Gobi 3000, and none that is younger", "[scenario]") {
  const qmi::ServiceSpec* wds = qmi::find_service(qmi::wds::service);
  REQUIRE(wds != nullptr);
  int gobi = 0;
  int younger = 0;
  for (const qmi::MessageSpec& spec : wds->messages) {
    if (!spec.has_request) continue;
    mb::modem::Modem modem(built_in());
    modem.power_on(mb::Instant{});
    qmi::Message allocate{{qmi::ctl::service, 0, qmi::MessageKind::request, 1, qmi::ctl::allocate_cid::id}, {}};
    allocate.set(qmi::ctl::allocate_cid::request::service, qmi::wds::service);
    static_cast<void>(modem.receive(allocate, mb::Instant{}));
    qmi::Message request{{qmi::wds::service, 1, qmi::MessageKind::request, 2, spec.id}, {}};
    for (const qmi::TlvSpec& tlv : spec.request) {
      if (tlv.mandatory) request.set(tlv.id, something_for(*tlv.type));
    }
    auto said = modem.receive(request, mb::Instant{});
    if (said.empty()) said = modem.advance(mb::Instant{1s});
    INFO(qmi::describe(request));
    REQUIRE_FALSE(said.empty());
    const bool refused = said.front().error() == static_cast<std::uint16_t>(qmi::ErrorCode::InvalidQmiCommand);
    const bool is_younger = spec.known == qmi::Known::newer_than_gobi;
    CHECK(refused == is_younger);
    ++(is_younger ? younger : gobi);
  }
  // 00 01 02 20-30 34-38 3C-48 4D 51-53 of the SDK's table.
  CHECK(gobi == 3 + 17 + 5 + 13 + 1 + 3);
  CHECK(younger >= 3);
}

TEST_CASE("the built-in modem has no mobile IP, and nobody dials over its modem port", "[scenario]") {
  mb::modem::Modem modem(built_in());
  modem.power_on(mb::Instant{});
  qmi::Message allocate{{qmi::ctl::service, 0, qmi::MessageKind::request, 1, qmi::ctl::allocate_cid::id}, {}};
  allocate.set(qmi::ctl::allocate_cid::request::service, qmi::wds::service);
  static_cast<void>(modem.receive(allocate, mb::Instant{}));
  const auto ask = [&](std::uint16_t id) {
    return qmi::Message{{qmi::wds::service, 1, qmi::MessageKind::request, 2, id}, {}};
  };
  const auto answer = [&](const qmi::Message& request) {
    const auto said = modem.receive(request, mb::Instant{});
    REQUIRE(said.size() == 1);
    return *said.front().message();
  };
  CHECK(answer(ask(qmi::wds::get_mip_mode::id)).error() ==
        static_cast<std::uint16_t>(qmi::ErrorCode::DeviceUnsupported));
  const auto status = answer(ask(qmi::wds::get_modem_status::id));
  REQUIRE(status.find("status") != nullptr);
  CHECK(status.find("status")->member("connection status")->number() == 1);
  qmi::Message info = ask(qmi::wds::get_modem_info::id);
  info.set(qmi::wds::get_modem_info::request::requested_info, 0x7FU);
  CHECK(answer(info).find("status")->member("connection status")->number() == 1);
  info.set(qmi::wds::get_modem_info::request::requested_info, 0x7EU);
  CHECK(answer(info).tlvs.size() == 1);
}
