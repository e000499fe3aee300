#include <catch2/catch.hpp>

#include "emulator/qmi/error_code.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

Value profile_of_3gpp(std::uint8_t index) { return Struct{{"profile type", 0U}, {"profile index", index}}; }

}  // namespace

TEST_CASE("profile: the first one exists from the start, without an APN") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const Message list = modem.ask("WDS Get Profile List", wds, {{"profile type", 0U}});
  REQUIRE(part(list, "profile list").list().size() == 1);
  CHECK(part(list, "profile list").list().front().member("profile index")->number() == 1);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  CHECK(part(settings, "apn name").text().empty());
  CHECK(part(settings, "pdp type").number() == 0);
}

TEST_CASE("profile: what is modified stays, the rest is kept") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Modify Profile", wds,
                    {{"profile identifier", profile_of_3gpp(1)}, {"profile name", "home"}, {"apn name", "internet"}}) ==
        ErrorCode::None);
  CHECK(modem.error("WDS Modify Profile", wds,
                    {{"profile identifier", profile_of_3gpp(1)}, {"pdp type", 3U}, {"apn disabled flag", 0U}}) ==
        ErrorCode::None);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  CHECK(part(settings, "profile name").text() == "home");
  CHECK(part(settings, "apn name").text() == "internet");
  CHECK(part(settings, "pdp type").number() == 3);
  CHECK_FALSE(has(settings, "apn disabled flag"));
}

TEST_CASE("profile: passwords are kept but not told") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask("WDS Modify Profile", wds,
            {{"profile identifier", profile_of_3gpp(1)}, {"username", "me"}, {"password", "secret"}});
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  CHECK(part(settings, "username").text() == "me");
  CHECK_FALSE(has(settings, "password"));
}

TEST_CASE("profile: one that isn't there can't be modified, read, deleted or dialled") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Modify Profile", wds, {{"profile identifier", profile_of_3gpp(7)}}) ==
        ErrorCode::InvalidProfile);
  CHECK(modem.error("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(7)}}) ==
        ErrorCode::InvalidProfile);
  CHECK(modem.error("WDS Delete Profile", wds, {{"profile identifier", profile_of_3gpp(0)}}) ==
        ErrorCode::InvalidProfile);
  CHECK(modem.error("WDS Start Network", wds, {{"profile index 3gpp", 7U}}) == ErrorCode::InvalidProfile);
}

TEST_CASE("profile: a GSM image has none for CDMA") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const Value cdma = Struct{{"profile type", 1U}, {"profile index", 1U}};
  CHECK(modem.error("WDS Get Profile List", wds, {{"profile type", 1U}}) == ErrorCode::InvalidProfileType);
  CHECK(modem.error("WDS Create Profile", wds, {{"profile type", 1U}}) == ErrorCode::InvalidProfileType);
  CHECK(modem.error("WDS Modify Profile", wds, {{"profile identifier", cdma}}) == ErrorCode::InvalidProfileType);
  CHECK(modem.error("WDS Start Network", wds, {{"profile index 3gpp2", 1U}}) == ErrorCode::InvalidProfile);
}

TEST_CASE("profile: what can't be is refused and changes nothing") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Modify Profile", wds,
                    {{"profile identifier", profile_of_3gpp(1)}, {"apn name", std::string(101, 'a')}}) ==
        ErrorCode::ArgumentTooLong);
  CHECK(modem.error("WDS Modify Profile", wds,
                    {{"profile identifier", profile_of_3gpp(1)}, {"apn name", "a"}, {"pdp type", 9U}}) ==
        ErrorCode::InvalidPdpType);
  CHECK(modem.error("WDS Create Profile", wds, {{"profile type", 0U}, {"pdp type", 9U}}) == ErrorCode::InvalidPdpType);
  const Message list = modem.ask("WDS Get Profile List", wds);
  CHECK(part(list, "profile list").list().size() == 1);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  CHECK(part(settings, "apn name").text().empty());
}

TEST_CASE("profile: new ones take the lowest free index until all sixteen are there") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  for (std::uint64_t index = 2; index <= 16; ++index) {
    const Message response = modem.ask("WDS Create Profile", wds, {{"profile type", 0U}, {"apn name", "x"}});
    CHECK(part(response, "profile identifier", "profile index").number() == index);
  }
  CHECK(modem.error("WDS Create Profile", wds, {{"profile type", 0U}}) == ErrorCode::NoFreeProfile);
  CHECK(modem.error("WDS Delete Profile", wds, {{"profile identifier", profile_of_3gpp(5)}}) == ErrorCode::None);
  const Message response = modem.ask("WDS Create Profile", wds, {{"profile type", 0U}});
  CHECK(part(response, "profile identifier", "profile index").number() == 5);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(5)}});
  CHECK(part(settings, "apn name").text().empty());
}

TEST_CASE("profile: a call started with one has its APN, unless the request has another") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask("WDS Create Profile", wds, {{"profile type", 0U}, {"apn name", "stored"}, {"profile name", "two"}});
  modem.start_call(wds, {{"profile index 3gpp", 2U}});
  const Message settings = modem.ask("WDS Get Current Settings", wds);
  CHECK(part(settings, "apn name").text() == "stored");
  CHECK(part(settings, "profile name").text() == "two");
  CHECK(part(settings, "profile id", "profile index").number() == 2);
  modem.ask("WDS Reset", wds);
  modem.start_call(wds, {{"profile index 3gpp", 2U}, {"apn", "asked"}});
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "apn name").text() == "asked");
}

TEST_CASE("profile: a call that names none has the APN of the first") {
  ModemUnderTest modem(quick());
  const std::uint8_t wds = modem.allocate("WDS");
  modem.ask("WDS Modify Profile", wds, {{"profile identifier", profile_of_3gpp(1)}, {"apn name", "first"}});
  modem.start_call(wds);
  CHECK(part(modem.ask("WDS Get Current Settings", wds), "apn name").text() == "first");
}

TEST_CASE("profile: they are stored over a power cycle") {
  ModemUnderTest modem;
  modem.ask("WDS Modify Profile", modem.allocate("WDS"),
            {{"profile identifier", profile_of_3gpp(1)}, {"apn name", "kept"}});
  modem.modem().power_on(modem.now());
  const Message settings =
      modem.ask("WDS Get Profile Settings", modem.allocate("WDS"), {{"profile id", profile_of_3gpp(1)}});
  CHECK(part(settings, "apn name").text() == "kept");
}

TEST_CASE("profile: the default settings are those of a new profile, with a password that says nothing") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  Message defaults = modem.ask("WDS Get Default Settings", wds, {{"profile type", 0U}});
  CHECK(part(defaults, "pdp type").number() == 0);
  CHECK(part(defaults, "apn name").text().empty());
  CHECK(part(defaults, "password").text().empty());
  CHECK(part(defaults, "umts requested qos", "transfer delay").number() == 0);
  CHECK(part(defaults, "gprs minimum qos", "mean throughput class").number() == 0);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  CHECK(settings.tlvs.size() + 1 == defaults.tlvs.size());
  CHECK(modem.error("WDS Get Default Settings", wds, {{"profile type", 1U}}) == ErrorCode::InvalidProfileType);
  CHECK(modem.error("WDS Get Default Settings", wds) == ErrorCode::MissingArgument);
}

TEST_CASE("profile: every setting that a Gobi 3000 knows is kept, and none that is younger") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  const qmi::MessageSpec* spec = qmi::find_message("WDS Modify Profile").message;
  Message modify = request("WDS Modify Profile", wds, {{"profile identifier", profile_of_3gpp(1)}});
  const auto value_of = [](const qmi::TypeSpec& type) -> Value {
    if (type.shape == qmi::Shape::ipv4) return "198.51.100.9";
    if (type.shape == qmi::Shape::ipv6) return "2001:db8::9";
    if (type.shape == qmi::Shape::string) return "text";
    return 1U;
  };
  for (const qmi::TlvSpec& tlv : spec->request) {
    if (tlv.id < 0x10 || tlv.type->shape == qmi::Shape::structure) continue;
    modify.set(tlv.id, value_of(*tlv.type));
  }
  CHECK(error_of(modem.send(modify).front()) == ErrorCode::None);
  const Message settings = modem.ask("WDS Get Profile Settings", wds, {{"profile id", profile_of_3gpp(1)}});
  for (const char* name : {"profile name", "apn name", "username", "primary ipv4 dns address",
                           "ipv4 address preference", "pcscf address using pco", "pcscf address using dhcp",
                           "imcn flag", "pdp context number", "pdp context secondary flag", "pdp context primary id",
                           "ipv6 primary dns address preference", "ipv6 secondary dns address preference"}) {
    INFO(name);
    REQUIRE(has(settings, name));
    CHECK((part(settings, name).number() == 1 || !part(settings, name).text().empty()));
  }
  for (const char* name :
       {"password", "pdp header compression type", "pdp data compression type", "apn disabled flag"}) {
    INFO(name);
    CHECK_FALSE(has(settings, name));
  }
}

TEST_CASE("profile: an authentication that doesn't exist is refused") {
  ModemUnderTest modem;
  const std::uint8_t wds = modem.allocate("WDS");
  CHECK(modem.error("WDS Modify Profile", wds, {{"profile identifier", profile_of_3gpp(1)}, {"authentication", 4U}}) ==
        ErrorCode::InvalidArgument);
  CHECK(modem.error("WDS Create Profile", wds, {{"profile type", 0U}, {"authentication", 8U}}) ==
        ErrorCode::InvalidArgument);
}

}  // namespace modembench::modem::test
