#include <catch2/catch.hpp>

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "tests/unit/modem/nas_support.hpp"

namespace modembench::modem::test {

TEST_CASE("scan: it takes its time and lists its network and the others, each with its radio interface") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.send("NAS Network Scan", nas).empty());
  const std::uint16_t transaction = modem.last_transaction();
  CHECK(modem.modem().next_deadline() == Instant(3s));
  CHECK(modem.pass(2999ms).empty());
  const Messages said = modem.pass(1ms);
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.transaction == transaction);
  CHECK(found(said[0]) ==
        "262/2 Vodafone current home not-forbidden not-preferred UMTS\n"
        "262/2 Vodafone available home not-forbidden not-preferred GSM\n"
        "262/1 Telekom.de available roaming forbidden not-preferred UMTS\n"
        "262/3 E-Plus available roaming not-forbidden not-preferred UMTS\n");
  CHECK_FALSE(modem.modem().next_deadline().has_value());
}

TEST_CASE("scan: an abort with its transaction is answered, and the scan with 4") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.send("NAS Network Scan", nas);
  const std::uint16_t transaction = modem.last_transaction();
  const Messages said = modem.send("NAS Abort", nas, {{"transaction id", transaction}});
  REQUIRE(said.size() == 2);
  CHECK(said[0].header.message == qmi::nas::abort::id);
  CHECK(error_of(said[0]) == ErrorCode::None);
  CHECK(said[1].header.message == qmi::nas::network_scan::id);
  CHECK(said[1].header.transaction == transaction);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
  CHECK(modem.pass(1h).empty());
  CHECK(modem.error("NAS Abort", nas, {{"transaction id", transaction}}) == ErrorCode::InvalidTransactionId);
}

TEST_CASE("scan: an abort of something else leaves it alone") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t other = modem.allocate("NAS");
  modem.send("NAS Network Scan", nas);
  const std::uint16_t transaction = modem.last_transaction();
  CHECK(modem.error("NAS Abort", nas, {{"transaction id", transaction + 1U}}) == ErrorCode::InvalidTransactionId);
  CHECK(modem.error("NAS Abort", other, {{"transaction id", transaction}}) == ErrorCode::InvalidTransactionId);
  CHECK(modem.error("NAS Abort", nas) == ErrorCode::MissingArgument);
  CHECK(modem.pass(3s).size() == 1);
}

TEST_CASE("scan: a second one meanwhile is refused, whoever asks") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.send("NAS Network Scan", nas);
  CHECK(modem.error("NAS Network Scan", nas) == ErrorCode::DeviceInUse);
  CHECK(modem.error("NAS Network Scan", modem.allocate("NAS")) == ErrorCode::DeviceInUse);
  CHECK(modem.pass(3s).size() == 1);
  CHECK(modem.send("NAS Network Scan", nas).empty());
}

TEST_CASE("scan: a client that is released is told nothing, and others can scan") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t other = modem.allocate("NAS");
  modem.send("NAS Network Scan", nas);
  modem.release("NAS", nas);
  CHECK(modem.send("NAS Network Scan", other).empty());
  const Messages said = modem.pass(10s);
  REQUIRE(said.size() == 1);
  CHECK(said[0].header.client == other);
}

TEST_CASE("scan: a reset of its client ends it, another's doesn't") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.send("NAS Network Scan", nas);
  CHECK(modem.send("NAS Reset", modem.allocate("NAS")).size() == 1);
  const Messages said = modem.send("NAS Reset", nas);
  REQUIRE(said.size() == 2);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
}

TEST_CASE("scan: it ends with the radio, and there is none without") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t dms = modem.allocate("DMS");
  modem.send("NAS Network Scan", nas);
  const Messages said = modem.send("DMS Set Operating Mode", dms, {{"mode", OperatingMode::LowPower}});
  REQUIRE(said.size() == 3);
  CHECK(said[0].header.message == qmi::dms::set_operating_mode::id);
  CHECK(said[1].header.message == qmi::nas::network_scan::id);
  CHECK(error_of(said[1]) == ErrorCode::Aborted);
  CHECK(modem.error("NAS Network Scan", nas) == ErrorCode::InvalidOperation);
  modem.ask("DMS Set Operating Mode", dms, {{"mode", OperatingMode::Online}});
  CHECK(modem.send("NAS Network Scan", nas).empty());
}

TEST_CASE("scan: after a power cycle nothing is left of it") {
  ModemUnderTest modem(among_networks());
  modem.send("NAS Network Scan", modem.allocate("NAS"));
  modem.modem().power_on(modem.now());
  CHECK(modem.send("NAS Network Scan", modem.allocate("NAS")).empty());
  CHECK(modem.pass(3s).size() == 1);
}

TEST_CASE("scan: a SIM isn't needed, and where there is no network of the settings it isn't listed") {
  Profile profile = among_networks();
  profile.settings.sim.state = SimSettings::State::absent;
  profile.settings.registration.outcome = RegistrationSettings::Outcome::searching;
  profile.settings.scan.after = 0s;
  ModemUnderTest modem(profile);
  const Message response = modem.ask("NAS Network Scan", modem.allocate("NAS"));
  CHECK(found(response) ==
        "262/1 Telekom.de available roaming forbidden not-preferred UMTS\n"
        "262/3 E-Plus available roaming not-forbidden not-preferred UMTS\n");
}

TEST_CASE("scan: preferred and forbidden networks are those of the SIM's lists") {
  Profile profile = among_networks();
  profile.settings.scan.after = 0s;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("NAS Set Preferred Networks", nas, {{"preferred networks", preferred({{262, 3}})}}) ==
        ErrorCode::None);
  CHECK(modem.error("NAS Set Forbidden Networks", nas, {{"forbidden networks", qmi::List{}}}) == ErrorCode::None);
  CHECK(found(modem.ask("NAS Network Scan", nas)) ==
        "262/2 Vodafone current home not-forbidden not-preferred UMTS\n"
        "262/2 Vodafone available home not-forbidden not-preferred GSM\n"
        "262/1 Telekom.de available roaming not-forbidden not-preferred UMTS\n"
        "262/3 E-Plus available roaming not-forbidden preferred UMTS\n");
}

TEST_CASE("scan: however many networks and names, the answer fits a frame") {
  Profile profile = among_networks();
  profile.settings.scan.after = 0s;
  profile.settings.scan.networks.assign(300, network(3, std::string(255, 'x'), RadioInterface::UMTS, 0));
  ModemUnderTest modem(profile);
  const Message response = modem.ask("NAS Network Scan", modem.allocate("NAS"));
  CHECK(part(response, "network information").list().size() == 100);
}

TEST_CASE("manual selection: an allowed network of the scan is registered on, abroad or not as its codes say") {
  Profile profile = among_networks();
  profile.settings.registration.after = 2s;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  modem.pass(2s);
  const Messages said = modem.send("NAS Initiate Network Register", nas, manually(262, 3));
  REQUIRE(said.size() == 2);
  CHECK(part(said[1], "serving system", "registration state").number() == 2);
  CHECK(modem.pass(2s).size() == 1);
  const Message serving = modem.ask("NAS Get Serving System", nas);
  CHECK(part(serving, "serving system", "registration state").number() == 1);
  CHECK(part(serving, "current plmn", "description").text() == "E-Plus");
  CHECK(part(serving, "roaming indicator") == Value(qmi::nas::RoamingIndicatorStatus::On));
  CHECK(part(serving, "roaming indicator list").list().front().member("roaming indicator")->number() == 0);
  const Message bands = modem.ask("NAS Get RF Band Information", nas);
  CHECK(part(bands, "list").list().front().member("active channel")->number() == 10588);
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 1U}}) == ErrorCode::None);
  modem.pass(2s);
  CHECK(part(modem.ask("NAS Get Serving System", nas), "current plmn", "mnc").number() == 2);
}

TEST_CASE("manual selection: a forbidden network denies, and says why") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.ask("NAS Set Event Report", nas, {{"registration reject reason", 1U}});
  const Messages said = modem.send("NAS Initiate Network Register", nas, manually(262, 1));
  CHECK(modem.registration_state(nas) == 3);
  const Messages events = indications(said, "NAS Set Event Report");
  REQUIRE(events.size() == 1);
  CHECK(part(events[0], "registration reject reason", "reject cause").number() == 11);
  CHECK(part(events[0], "registration reject reason", "service domain").number() == 3);
}

TEST_CASE("manual selection: the radio interface counts, unless it says nothing") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  using qmi::nas::RadioInterface;
  CHECK(modem.error("NAS Initiate Network Register", nas, manually(262, 3, RadioInterface::GSM)) == ErrorCode::None);
  CHECK(modem.registration_state(nas) == 2);
  for (const auto any : {RadioInterface::Unknown, RadioInterface::None}) {
    modem.ask("NAS Initiate Network Register", nas, {{"action", 1U}});
    modem.ask("NAS Initiate Network Register", nas, manually(262, 3, any));
    CHECK(modem.registration_state(nas) == 1);
  }
  modem.ask("NAS Initiate Network Register", nas, manually(262, 2, RadioInterface::GSM));
  const Message serving = modem.ask("NAS Get Serving System", nas);
  CHECK(part(serving, "serving system", "radio interfaces").list().front().number() == 4);
}

TEST_CASE("manual selection: it lasts until the next power cycle, or beyond it if that is asked") {
  for (const bool permanent : {false, true}) {
    ModemUnderTest modem(among_networks());
    const std::uint8_t nas = modem.allocate("NAS");
    Message request_ = request("NAS Initiate Network Register", nas, manually(262, 3));
    request_.set(qmi::nas::initiate_network_register::request::change_duration, permanent ? 1U : 0U);
    modem.send(request_);
    modem.modem().power_on(modem.now());
    const Message serving = modem.ask("NAS Get Serving System", modem.allocate("NAS"));
    CHECK(part(serving, "current plmn", "mnc").number() == (permanent ? 3 : 2));
  }
}

TEST_CASE("manual selection: asking again while the network thinks doesn't make it start again") {
  Profile profile = among_networks();
  profile.settings.registration.after = 10s;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  modem.pass(9s);
  CHECK(modem.error("NAS Initiate Network Register", nas, {{"action", 1U}}) == ErrorCode::None);
  modem.pass(1s);
  CHECK(modem.registration_state(nas) == 1);
}

}  // namespace modembench::modem::test
