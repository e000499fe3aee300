#include <catch2/catch.hpp>

#include "emulator/qmi/messages/nas.hpp"
#include "tests/unit/modem/nas_support.hpp"

namespace modembench::modem::test {

namespace {

Value technology(unsigned preference, unsigned duration = 0) {
  return Struct{{"technology preference", preference}, {"technology preference duration", duration}};
}

std::uint64_t modes(ModemUnderTest& modem, std::uint8_t nas) {
  return part(modem.ask("NAS Get System Selection Preference", nas), "mode preference").number();
}

std::uint64_t radio_interface(ModemUnderTest& modem, std::uint8_t nas) {
  return part(modem.ask("NAS Get Serving System", nas), "serving system", "radio interfaces").list().front().number();
}

std::vector<Message> reregister(ModemUnderTest& modem, Outcome outcome, Duration after = 0s) {
  RegistrationSettings settings = modem.modem().registration();
  settings.outcome = outcome;
  settings.after = after;
  return modem.modem().apply({.registration = replaced_by(settings)}, modem.now());
}

}  // namespace

TEST_CASE("preference: technology and system selection say the same in two ways") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const Message first = modem.ask("NAS Get Technology Preference", nas);
  CHECK(part(first, "active", "technology preference").number() == 0);
  CHECK(part(first, "active", "technology preference duration").number() == 0);
  CHECK(part(first, "persistent").number() == 0);
  // A Gobi 3000 that was told UMTS only (ModemManager commit 162d96b1).
  modem.ask("NAS Set System Selection Preference", nas, {{"mode preference", 0x08U}});
  CHECK(part(modem.ask("NAS Get Technology Preference", nas), "active", "technology preference").number() == 0x0A);
  CHECK(modem.error("NAS Set Technology Preference", nas, {{"current", technology(0x06)}}) == ErrorCode::None);
  CHECK(modes(modem, nas) == 0x04);
  CHECK(modem.error("NAS Set Technology Preference", nas, {{"current", technology(0x02)}}) == ErrorCode::None);
  CHECK(modes(modem, nas) == 0x0C);
  CHECK(part(modem.ask("NAS Get Technology Preference", nas), "persistent").number() == 0x0E);
  CHECK(modem.error("NAS Set Technology Preference", nas, {{"current", technology(0)}}) == ErrorCode::None);
  CHECK(modes(modem, nas) == 0x0F);
}

TEST_CASE("preference: technologies that a Gobi 3000 doesn't know are refused") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  for (const unsigned unknown : {0x03U, 0x22U, 0x12U, 0x04U}) {
    CHECK(modem.error("NAS Set Technology Preference", nas, {{"current", technology(unknown)}}) ==
          ErrorCode::InvalidTechnologyPreference);
  }
  CHECK(modem.error("NAS Set Technology Preference", nas, {{"current", technology(0x0A, 2)}}) ==
        ErrorCode::InvalidArgument);
  CHECK(modem.error("NAS Set Technology Preference", nas) == ErrorCode::MissingArgument);
  CHECK(modes(modem, nas) == 0x0F);
}

TEST_CASE("preference: for a power cycle it is gone after it, otherwise it stays") {
  ModemUnderTest modem(among_networks());
  std::uint8_t nas = modem.allocate("NAS");
  modem.ask("NAS Set Technology Preference", nas, {{"current", technology(0x06, 1)}});
  const Message response = modem.ask("NAS Get Technology Preference", nas);
  CHECK(part(response, "active", "technology preference").number() == 0x06);
  CHECK(part(response, "active", "technology preference duration").number() == 1);
  CHECK(part(response, "persistent").number() == 0);
  CHECK(radio_interface(modem, nas) == 4);
  modem.modem().power_on(modem.now());
  nas = modem.allocate("NAS");
  CHECK(modes(modem, nas) == 0x0F);
  CHECK(radio_interface(modem, nas) == 5);
  modem.ask("NAS Set Technology Preference", nas, {{"current", technology(0x06)}});
  modem.modem().power_on(modem.now());
  nas = modem.allocate("NAS");
  CHECK(modes(modem, nas) == 0x04);
  CHECK(radio_interface(modem, nas) == 4);
}

TEST_CASE("preference: modes of a system selection preference stay over a power cycle") {
  ModemUnderTest modem(among_networks());
  modem.ask("NAS Set System Selection Preference", modem.allocate("NAS"), {{"mode preference", 0x04U}});
  modem.modem().power_on(modem.now());
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modes(modem, nas) == 0x04);
  CHECK(radio_interface(modem, nas) == 4);
}

TEST_CASE("preference: modes that no cell of the network has leave the modem searching") {
  Profile profile = among_networks();
  profile.settings.scan.networks.erase(profile.settings.scan.networks.begin());
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  modem.start_call(modem.allocate("WDS"));
  const Messages said = modem.send("NAS Set System Selection Preference", nas, {{"mode preference", 0x04U}});
  CHECK(indications(said, "NAS Get Serving System").size() == 1);
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.registration_state(nas) == 2);
  modem.pass(1h);
  CHECK(modem.registration_state(nas) == 2);
  modem.ask("NAS Set System Selection Preference", nas, {{"mode preference", 0x0CU}});
  CHECK(modem.registration_state(nas) == 1);
}

TEST_CASE("preference: who doesn't want to roam isn't registered abroad") {
  Profile profile = among_networks();
  profile.settings.registration.outcome = Outcome::roaming;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.registration_state(nas) == 1);
  modem.ask("NAS Set System Selection Preference", nas, {{"roaming preference", 1U}});
  CHECK(modem.registration_state(nas) == 2);
  CHECK(indications(reregister(modem, Outcome::home), "NAS Get Serving System").size() == 1);
  CHECK(modem.registration_state(nas) == 1);
}

TEST_CASE("preference: a change is told to who registered for it") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t other = modem.allocate("NAS");
  CHECK(modem.error("NAS Register Indications", other, {{"system selection preference", 1U}}) == ErrorCode::None);
  const Messages said = modem.send("NAS Set System Selection Preference", nas, {{"emergency mode", 1U}});
  REQUIRE(said.size() == 2);
  CHECK(said[1].header.client == other);
  CHECK(said[1].header.message == qmi::nas::get_system_selection_preference::id);
  CHECK(part(said[1], "emergency mode").number() == 1);
  CHECK(part(said[1], "mode preference").number() == 0x0F);
  CHECK(modem.send("NAS Set System Selection Preference", nas, {{"emergency mode", 1U}}).size() == 1);
  modem.ask("NAS Register Indications", other, {{"system selection preference", 0U}});
  CHECK(modem.send("NAS Set System Selection Preference", nas, {{"emergency mode", 0U}}).size() == 1);
}

TEST_CASE("preference: ModemManager's registration for indications that came later succeeds") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("NAS Register Indications", nas,
                    {{"network reject information",
                      Struct{{"enable network reject indications", 1U}, {"suppress system info indications", 0U}}},
                     {"system info", 1U},
                     {"serving system events", 0U}}) == ErrorCode::None);
  CHECK(reregister(modem, Outcome::denied).empty());
}

TEST_CASE("networks of the SIM: preferred ones are kept, as many as there is room for") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(part(modem.ask("NAS Get Preferred Networks", nas), "preferred networks").list().empty());
  const Value two = preferred({{262, 3}, {262, 2}});
  CHECK(modem.error("NAS Set Preferred Networks", nas, {{"preferred networks", two}}) == ErrorCode::None);
  CHECK(part(modem.ask("NAS Get Preferred Networks", nas), "preferred networks") == two);
  const std::vector<std::pair<std::uint16_t, std::uint16_t>> many(81, {262, 1});
  CHECK(modem.error("NAS Set Preferred Networks", nas, {{"preferred networks", preferred(many)}}) ==
        ErrorCode::ArgumentTooLong);
  CHECK(modem.error("NAS Set Preferred Networks", nas) == ErrorCode::MissingArgument);
  modem.modem().power_on(modem.now());
  CHECK(part(modem.ask("NAS Get Preferred Networks", modem.allocate("NAS")), "preferred networks") == two);
}

TEST_CASE("networks of the SIM: who denies is forbidden until it lets in, four of them") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const auto forbidden = [&] {
    std::string text;
    const Value list = part(modem.ask("NAS Get Forbidden Networks", nas), "forbidden networks");
    for (const Value& one : list.list()) {
      text += fmt::format("{}/{} ", one.member("mcc")->number(), one.member("mnc")->number());
    }
    return text;
  };
  CHECK(forbidden() == "262/1 ");
  static_cast<void>(reregister(modem, Outcome::denied));
  CHECK(forbidden() == "262/1 262/2 ");
  static_cast<void>(reregister(modem, Outcome::home));
  CHECK(forbidden() == "262/1 ");
  RegistrationSettings illegal = modem.modem().registration();
  illegal.outcome = Outcome::denied;
  illegal.reject_cause = qmi::nas::RejectCause::IllegalMe;
  static_cast<void>(modem.modem().apply({.registration = replaced_by(illegal)}, modem.now()));
  CHECK(forbidden() == "262/1 ");

  qmi::List five;
  for (unsigned i = 1; i <= 5; ++i) five.emplace_back(Struct{{"mcc", 232U}, {"mnc", i}});
  CHECK(modem.error("NAS Set Forbidden Networks", nas, {{"forbidden networks", five}}) == ErrorCode::ArgumentTooLong);
  five.pop_back();
  CHECK(modem.error("NAS Set Forbidden Networks", nas, {{"forbidden networks", five}}) == ErrorCode::None);
  static_cast<void>(reregister(modem, Outcome::home));
  RegistrationSettings denied = modem.modem().registration();
  denied.outcome = Outcome::denied;
  denied.reject_cause = qmi::nas::RejectCause::PlmnNotAllowed;
  static_cast<void>(modem.modem().apply({.registration = replaced_by(denied)}, modem.now()));
  CHECK(forbidden() == "232/2 232/3 232/4 262/2 ");
  CHECK(modem.error("NAS Set Forbidden Networks", nas) == ErrorCode::MissingArgument);
}

TEST_CASE("networks of the SIM: without a usable one there is none of its lists") {
  Profile profile = among_networks();
  profile.settings.sim.state = SimSettings::State::pin_required;
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(modem.error("NAS Get Home Network", nas) == ErrorCode::UimUninitialized);
  CHECK(modem.error("NAS Get Preferred Networks", nas) == ErrorCode::UimUninitialized);
  CHECK(modem.error("NAS Get Forbidden Networks", nas) == ErrorCode::UimUninitialized);
  CHECK(modem.error("NAS Set Preferred Networks", nas, {{"preferred networks", qmi::List{}}}) ==
        ErrorCode::UimUninitialized);
  CHECK(modem.error("NAS Set Forbidden Networks", nas, {{"forbidden networks", qmi::List{}}}) ==
        ErrorCode::UimUninitialized);
}

TEST_CASE("networks of the SIM: the home network, and names by their codes") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  CHECK(part(modem.ask("NAS Get Home Network", nas), "home network", "description").text() == "Vodafone");
  const auto name = [&](unsigned mnc) {
    const Message response = modem.ask("NAS Get PLMN Name", nas, {{"plmn", Struct{{"mcc", 262U}, {"mnc", mnc}}}});
    if (error_of(response) != ErrorCode::None) return std::string("none");
    const Value bytes = part(response, "name", "long name");
    const auto& letters = std::get<qmi::Bytes>(bytes.data());
    return std::string(letters.begin(), letters.end());
  };
  CHECK(name(2) == "Vodafone");
  CHECK(name(3) == "E-Plus");
  CHECK(name(99) == "none");
  CHECK(modem.error("NAS Get PLMN Name", nas) == ErrorCode::MissingArgument);
}

TEST_CASE("surroundings: a network that goes is lost at once, one that comes takes its time") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.start_call(modem.allocate("WDS"));
  modem.forget_happenings();
  const Messages lost = reregister(modem, Outcome::searching);
  CHECK(indications(lost, "NAS Get Serving System").size() == 1);
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.registration_state(nas) == 2);
  CHECK(reregister(modem, Outcome::roaming, 5s).empty());
  const Messages back = modem.pass(5s);
  REQUIRE(back.size() == 1);
  CHECK(part(back[0], "roaming indicator") == Value(qmi::nas::RoamingIndicatorStatus::On));
  const std::vector<Happening> happened = modem.modem().take_happenings();
  CHECK(happened == std::vector{Happening::call_ended, Happening::network_lost, Happening::network_registered});
}

TEST_CASE("surroundings: another network's name or cell is told without a new registration") {
  ModemUnderTest modem(among_networks());
  modem.allocate("NAS");
  modem.start_call(modem.allocate("WDS"));
  modem.forget_happenings();
  RegistrationSettings changed = modem.modem().registration();
  changed.data_capabilities = {qmi::nas::DataCapability::HSDPA, qmi::nas::DataCapability::HSUPA};
  const Messages said = modem.modem().apply({.registration = replaced_by(changed)}, modem.now());
  REQUIRE(said.size() == 1);
  CHECK(part(said[0], "data service capability").list().size() == 2);
  CHECK(modem.modem().running_calls().size() == 1);
  CHECK(modem.modem().take_happenings().empty());
  CHECK(modem.modem().apply({.registration = replaced_by(changed)}, modem.now()).empty());
}

TEST_CASE("surroundings: calls end where the modem goes to another network, be it at once") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  const std::uint8_t wds = modem.allocate("WDS");
  modem.start_call(wds);
  modem.forget_happenings();
  const Messages by_hand = modem.send("NAS Initiate Network Register", nas, manually(262, 3));
  CHECK(indications(by_hand, "WDS Get Packet Service Status").size() == 1);
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.registration_state(nas) == 1);
  CHECK(modem.modem().take_happenings() ==
        std::vector{Happening::call_ended, Happening::network_lost, Happening::network_registered});
  modem.ask("NAS Initiate Network Register", nas, {{"action", 1U}});
  modem.start_call(wds);
  static_cast<void>(reregister(modem, Outcome::roaming));
  CHECK(modem.modem().running_calls().empty());
  CHECK(modem.registration_state(nas) == 1);
}

TEST_CASE("surroundings: a cell that the preference allows is taken when it comes, and left when it goes") {
  Profile profile = among_networks();
  profile.settings.scan.networks.clear();
  ModemUnderTest modem(profile);
  const std::uint8_t nas = modem.allocate("NAS");
  modem.ask("NAS Set System Selection Preference", nas, {{"mode preference", 0x04U}});
  CHECK(modem.registration_state(nas) == 2);
  RegistrationSettings cell = modem.modem().registration();
  cell.radio_interfaces = {qmi::nas::RadioInterface::GSM};
  CHECK(modem.modem().apply({.registration = replaced_by(cell)}, modem.now()).size() == 1);
  CHECK(modem.registration_state(nas) == 1);
  cell.radio_interfaces = {qmi::nas::RadioInterface::UMTS};
  CHECK(modem.modem().apply({.registration = replaced_by(cell)}, modem.now()).size() == 1);
  CHECK(modem.registration_state(nas) == 2);
}

TEST_CASE("surroundings: a rejection is told with its cause, each anew") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.ask("NAS Set Event Report", nas, {{"registration reject reason", 1U}});
  RegistrationSettings denied = modem.modem().registration();
  denied.outcome = Outcome::denied;
  denied.reject_cause = qmi::nas::RejectCause::IllegalMe;
  const Messages said = modem.modem().apply({.registration = replaced_by(denied)}, modem.now());
  CHECK(indications(said, "NAS Get Serving System").size() == 1);
  REQUIRE(indications(said, "NAS Set Event Report").size() == 1);
  const Message event = indications(said, "NAS Set Event Report").front();
  CHECK(part(event, "registration reject reason", "reject cause").number() == 6);
  const Messages again = modem.send("NAS Initiate Network Register", nas, {{"action", 1U}});
  CHECK(indications(again, "NAS Set Event Report").size() == 1);
}

TEST_CASE("surroundings: whoever is on another network by hand doesn't mind") {
  ModemUnderTest modem(among_networks());
  const std::uint8_t nas = modem.allocate("NAS");
  modem.ask("NAS Initiate Network Register", nas, manually(262, 3));
  CHECK(reregister(modem, Outcome::denied).empty());
  CHECK(modem.registration_state(nas) == 1);
}

}  // namespace modembench::modem::test
