#include <catch2/catch.hpp>

#include "emulator/qmi/enums/dms.hpp"
#include "tests/unit/modem/modem_under_test.hpp"

namespace modembench::modem::test {

namespace {

using Type = qmi::dms::FirmwareImageType;

ImageSettings image_named(const char* build_id, const char* unique_id) {
  ImageSettings image;
  image.build_id = build_id;
  image.unique_id = unique_id;
  return image;
}

/// Two of each, the first ones run.
Profile with_images() {
  Profile profile = healthy();
  profile.settings.firmware.modem_images = {image_named("1.0_?", "?_?"), image_named("2.0_?", "?_?")};
  profile.settings.firmware.modem_images[0].boot_major = 7;
  profile.settings.firmware.pri_images = {image_named("1.0_HOME", "001"), image_named("2.0_HOME", "002")};
  profile.settings.firmware.pri_images[1].pri_version = 9;
  profile.settings.firmware.pri_images[1].pri_info = "for home";
  return profile;
}

Value image(Type type, const char* build_id, const char* unique_id) {
  qmi::Bytes id(16, 0);
  std::copy_n(unique_id, std::string_view(unique_id).size(), id.begin());
  return Struct{{"type", type}, {"unique id", std::move(id)}, {"build id", build_id}};
}

const Value kSecondModem = image(Type::Modem, "2.0_?", "?_?");
const Value kSecondPri = image(Type::PRI, "2.0_HOME", "002");

Message prefer(ModemUnderTest& modem, std::uint8_t dms, qmi::List images) {
  return modem.ask("DMS Set Firmware Preference", dms, {{"list", std::move(images)}});
}

Value stored(ModemUnderTest& modem, std::uint8_t dms, Type type, const char* member) {
  const Value list = part(modem.ask("DMS List Stored Images", dms), "list");
  return *list.list().at(static_cast<std::size_t>(type)).member(member);
}

std::uint8_t after_restart(ModemUnderTest& modem, std::uint8_t dms) {
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", OperatingMode::Reset}}) == ErrorCode::None);
  return modem.allocate("DMS");
}

}  // namespace

TEST_CASE("firmware: stored images are listed with the one that runs") {
  ModemUnderTest modem(with_images());
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(stored(modem, dms, Type::Modem, "index of running image").number() == 0);
  const qmi::List images = stored(modem, dms, Type::PRI, "sublist").list();
  REQUIRE(images.size() == 2);
  CHECK(images[1].member("build id")->text() == "2.0_HOME");
}

TEST_CASE("firmware: the preference that was set is the one that is got, and runs from the next start on") {
  ModemUnderTest modem(with_images());
  std::uint8_t dms = modem.allocate("DMS");
  const Message response = prefer(modem, dms, {kSecondModem, kSecondPri});
  CHECK(part(response, "image download list").list().empty());
  CHECK(part(modem.ask("DMS Get Firmware Preference", dms), "list") == Value(qmi::List{kSecondModem, kSecondPri}));
  CHECK(stored(modem, dms, Type::Modem, "index of running image").number() == 0);
  dms = after_restart(modem, dms);
  CHECK(stored(modem, dms, Type::Modem, "index of running image").number() == 1);
  CHECK(stored(modem, dms, Type::PRI, "index of running image").number() == 1);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 0);
}

TEST_CASE("firmware: a pair that doesn't fit leaves the modem offline, and it says why") {
  ModemUnderTest modem(with_images());
  std::uint8_t dms = modem.allocate("DMS");
  prefer(modem, dms, {kSecondPri});
  dms = after_restart(modem, dms);
  const Message mode = modem.ask("DMS Get Operating Mode", dms);
  CHECK(part(mode, "mode").number() == 3);
  CHECK(part(mode, "offline reason").number() == 4);
  CHECK(modem.error("DMS Set Operating Mode", dms, {{"mode", OperatingMode::Online}}) == ErrorCode::InvalidTransition);
  prefer(modem, dms, {kSecondModem});
  dms = after_restart(modem, dms);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 0);
}

TEST_CASE("firmware: images that aren't stored are to be downloaded") {
  ModemUnderTest modem(with_images());
  std::uint8_t dms = modem.allocate("DMS");
  const Message response = prefer(modem, dms, {image(Type::Modem, "3.0_?", "?_?"), kSecondPri});
  CHECK(part(response, "image download list") == Value(qmi::List{Type::Modem}));
  const Message forced =
      modem.ask("DMS Set Firmware Preference", dms, {{"list", qmi::List{kSecondPri}}, {"download override", 1U}});
  CHECK(part(forced, "image download list") == Value(qmi::List{Type::PRI}));
  dms = after_restart(modem, dms);
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "offline reason").number() == (0x1 | 0x4));
}

TEST_CASE("firmware: preferences that can't be are refused") {
  Profile profile = with_images();
  profile.settings.firmware.maximum_build_id = 8;
  ModemUnderTest modem(profile);
  const std::uint8_t dms = modem.allocate("DMS");
  const Value before = part(modem.ask("DMS Get Firmware Preference", dms), "list");
  CHECK(error_of(prefer(modem, dms, {})) == ErrorCode::InvalidArgument);
  CHECK(error_of(prefer(modem, dms, {kSecondPri, kSecondPri})) == ErrorCode::InvalidArgument);
  CHECK(error_of(prefer(modem, dms, {image(static_cast<Type>(2), "2.0", "x")})) == ErrorCode::InvalidArgument);
  const Message too_long = prefer(modem, dms, {kSecondPri, image(Type::Modem, "2.0_ABCDE", "x")});
  CHECK(error_of(too_long) == ErrorCode::ArgumentTooLong);
  CHECK(part(too_long, "maximum build id length").number() == 8);
  CHECK(part(modem.ask("DMS Get Firmware Preference", dms), "list") == before);
}

TEST_CASE("firmware: an image is deleted for good, but not the one that runs") {
  ModemUnderTest modem(with_images());
  std::uint8_t dms = modem.allocate("DMS");
  const auto remove = [&](const Value& details) {
    return modem.error("DMS Delete Stored Image", dms, {{"image details", details}});
  };
  CHECK(remove(image(Type::Modem, "1.0_?", "?_?")) == ErrorCode::DeviceInUse);
  CHECK(remove(image(Type::Modem, "9.0_?", "?_?")) == ErrorCode::NoEntry);
  CHECK(remove(image(Type::PRI, "2.0_?", "?_?")) == ErrorCode::NoEntry);
  CHECK(remove(image(static_cast<Type>(9), "2.0_?", "?_?")) == ErrorCode::InvalidArgument);
  CHECK(remove(kSecondModem) == ErrorCode::None);
  CHECK(remove(kSecondModem) == ErrorCode::NoEntry);
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  CHECK(stored(modem, dms, Type::Modem, "sublist").list().size() == 1);
}

TEST_CASE("firmware: what runs keeps its place in the list when one before it is deleted") {
  ModemUnderTest modem(with_images());
  std::uint8_t dms = modem.allocate("DMS");
  prefer(modem, dms, {kSecondModem, kSecondPri});
  dms = after_restart(modem, dms);
  CHECK(modem.error("DMS Delete Stored Image", dms, {{"image details", image(Type::Modem, "1.0_?", "?_?")}}) ==
        ErrorCode::None);
  CHECK(stored(modem, dms, Type::Modem, "index of running image").number() == 0);
}

TEST_CASE("firmware: an image is described by what its type has") {
  ModemUnderTest modem(with_images());
  const std::uint8_t dms = modem.allocate("DMS");
  const Message first =
      modem.ask("DMS Get Stored Image Info", dms, {{"image details", image(Type::Modem, "1.0_?", "?_?")}});
  CHECK(part(first, "boot version", "major version").number() == 7);
  CHECK_FALSE(has(first, "pri version"));
  const Message second = modem.ask("DMS Get Stored Image Info", dms, {{"image details", kSecondPri}});
  CHECK(part(second, "pri version", "pri version").number() == 9);
  CHECK(part(second, "pri version", "pri info").text().substr(0, 9) == std::string("for home\0", 9));
  CHECK_FALSE(has(second, "boot version"));
  CHECK(modem.error("DMS Get Stored Image Info", dms, {{"image details", image(Type::PRI, "x", "y")}}) ==
        ErrorCode::NoEntry);
}

TEST_CASE("firmware: a modem without stored images lists none, prefers none and goes online") {
  ModemUnderTest modem;
  const std::uint8_t dms = modem.allocate("DMS");
  CHECK(stored(modem, dms, Type::Modem, "index of running image").number() == 255);
  CHECK(part(modem.ask("DMS Get Firmware Preference", dms), "list").list().empty());
  CHECK(part(modem.ask("DMS Get Operating Mode", dms), "mode").number() == 0);
}

TEST_CASE("firmware: the id of the older scheme is the one that was set") {
  Profile profile = healthy();
  profile.settings.firmware.id = 5;
  profile.settings.firmware.host_lock_id = 77;
  ModemUnderTest modem(profile);
  std::uint8_t dms = modem.allocate("DMS");
  CHECK(part(modem.ask("DMS Get Firmware ID", dms), "firmware id").number() == 5);
  CHECK(modem.error("DMS Set Firmware ID", dms) == ErrorCode::MissingArgument);
  CHECK(modem.error("DMS Set Firmware ID", dms, {{"firmware id", 9U}}) == ErrorCode::None);
  modem.modem().power_on(modem.now());
  dms = modem.allocate("DMS");
  CHECK(part(modem.ask("DMS Get Firmware ID", dms), "firmware id").number() == 9);
  CHECK(part(modem.ask("DMS Get Host Lock ID", dms), "host lock id").number() == 77);
}

}  // namespace modembench::modem::test
