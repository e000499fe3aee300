#include <catch2/catch.hpp>

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/duration.hpp"
#include "emulator/qmi/service_numbers.hpp"
#include "tests/unit/bench/scenario_support.hpp"
#include "tests/unit/built_in_modem.hpp"

using namespace scenario_support;

TEST_CASE("a scenario is read as it is written", "[scenario]") {
  const auto loaded = load_scenario(R"(
about: qmi_wwan registers, then unregisters 2.7 s later.
seen: forum.openwrt.org 67267, forum.turris.cz 13189
modem: mc8355
set:
  serial: silent
when:
  - at: 2.743s after registered
    do: {unregister: qmi}
client: [qmicli-connect, {run: ./own.yaml, as: late, start: 3s after registered, with: {apn: net}}]
catches: qmicli-shrugs
deadline: 45s
expect:
  - client: exits
    within: 30s
    status: failure
    says: ["endpoint hangup|no such device", "^error"]
    for: late
  - device: qmi
    is: gone
)",
                                    "scenarios/report/unregistered.yaml", no_file);
  REQUIRE(loaded);
  CHECK(loaded->file == "scenarios/report/unregistered.yaml");
  CHECK(loaded->name == "unregistered");
  CHECK(loaded->seen == std::vector<std::string>{"forum.openwrt.org 67267", "forum.turris.cz 13189"});
  CHECK(loaded->profile.identity.name == "mc8355");
  CHECK(loaded->deadline == 45s);

  REQUIRE(loaded->rules.size() == 1);
  const auto& when = std::get<sc::AtTime>(loaded->rules[0].trigger);
  CHECK(when.after == 2743ms);
  CHECK(when.milestone == sc::Milestone::registered);
  CHECK(loaded->rules[0].times == 1);
  CHECK(std::get<sc::Unregister>(loaded->rules[0].actions.at(0)).port == mb::PortName::qmi);
  CHECK(loaded->rules[0].where == sc::Position{"scenarios/report/unregistered.yaml", 8, 5});

  REQUIRE(loaded->clients.size() == 2);
  CHECK(loaded->clients[0].as == "qmicli-connect");
  CHECK(loaded->clients[0].start.milestone == sc::Milestone::registered);
  CHECK(loaded->clients[1].client == "./own.yaml");
  CHECK(loaded->clients[1].as == "late");
  CHECK(loaded->clients[1].start.after == 3s);
  CHECK(loaded->clients[1].variables.at("apn") == "net");
  CHECK(loaded->catches.at(0).client == "qmicli-shrugs");

  REQUIRE(loaded->expectations.size() == 4);
  CHECK(loaded->expectations[0].text == "client exits with failure within 30s");
  CHECK(loaded->expectations[1].text == "client says /endpoint hangup|no such device/ within 30s");
  CHECK(loaded->expectations[2].text == "client says /^error/ within 30s");
  CHECK(loaded->expectations[2].where.line == 17);
  CHECK(loaded->expectations[2].where.column == 46);
  CHECK(loaded->expectations[2].only_for == std::vector<std::string>{"late"});
  CHECK(loaded->expectations[3].text == "device qmi is gone at the end");
}

TEST_CASE("a scenario's set overrides single keys of its modem's", "[scenario]") {
  const auto scenario = load_with(R"(set:
  operating_mode: low power
  sim: {state: pin required, PIN Retries: 1, ready-after: 2s}
  registration: {state: roaming, mcc: 204, mnc: 4, radio interfaces: [GSM, 5], data capabilities: EDGE}
  signal: {dbm: -110}
  call: {after: 1.5s, refuse: GsmWcdmaUnknownApn, status per client: true, ipv4: {dns1: 9.9.9.9},
         ipv6: {address: "2001:DB8:0::1"}}
  client ids: {limit: 4, unique over modem: false}
)");
  const auto& profile = scenario.profile;
  CHECK(profile.settings.operating_mode == mb::modem::OperatingMode::LowPower);
  CHECK(profile.settings.sim.state == mb::modem::SimSettings::State::pin_required);
  CHECK(profile.settings.sim.pin_retries == 1);
  CHECK(profile.settings.sim.ready_after == 2s);
  CHECK(profile.settings.sim.pin == "1234");
  CHECK(profile.settings.sim.puk_retries == 10);
  CHECK(profile.settings.registration.outcome == mb::modem::RegistrationSettings::Outcome::roaming);
  CHECK(profile.settings.registration.mcc == 204);
  CHECK(profile.settings.registration.network == "Vodafone");
  CHECK(profile.settings.registration.radio_interfaces ==
        std::vector{qmi::nas::RadioInterface::GSM, qmi::nas::RadioInterface::UMTS});
  CHECK(profile.settings.registration.data_capabilities == std::vector{qmi::nas::DataCapability::EDGE});
  CHECK(profile.settings.signal.dbm == -110);
  CHECK(profile.settings.call.after == 1500ms);
  CHECK(profile.settings.call.refuse_reason == qmi::wds::CallEndReason::GsmWcdmaUnknownApn);
  CHECK(profile.settings.call.status_per_client);
  CHECK(profile.settings.call.ipv4_dns1 == "9.9.9.9");
  CHECK(profile.settings.call.ipv4_gateway == "192.0.2.1");
  CHECK(profile.settings.call.ipv6_address == "2001:db8::1");
  CHECK(profile.settings.client_ids.limit == 4);
  CHECK_FALSE(profile.settings.client_ids.unique_over_modem);
}

TEST_CASE("the built-in modem is read", "[scenario]") {
  const auto modem = sc::find_modem("mc8355", {});
  if (!modem) FAIL(to_text(modem.error()));
  const auto* profile = &modem->profile;
  CHECK(profile->identity.usb.vendor == 0x1199);
  CHECK(profile->identity.usb.product == 0x9013);
  const auto wds = std::find_if(profile->identity.services.begin(), profile->identity.services.end(),
                                [](const auto& service) { return service.service == qmi::wds::service; });
  REQUIRE(wds != profile->identity.services.end());
  CHECK(wds->major_version == 1);
  CHECK(wds->minor_version == 11);
  CHECK_FALSE(profile->identity.answers.empty());
}

TEST_CASE("a version is two numbers, not a fraction", "[scenario]") {
  const auto profile = sc::load_modem(
      "modem: m\nabout: a\n" + mb::testing::kSmallestUsb + "services: {WDS: 1.10, NAS: \"2.0\"}\n", "m.yaml");
  REQUIRE(profile);
  CHECK(profile->profile.identity.services.at(0).minor_version == 10);
  CHECK(profile->profile.identity.services.at(1).major_version == 2);
}

TEST_CASE("mistakes in a modem's file are told with its name", "[scenario]") {
  const auto profile = sc::load_modem(R"(modem: m
about: a
usb: {vendor: 0x11990}
services: {WDS: 1, NSA: 1.1, CTL: 1.x}
answers:
  DMS UIM Get ICICD: {model: x}
  DMS Get Model: {modul: x}
refuses:
  DMS Get Model: NotProvisoned
)",
                                      "m.yaml");
  REQUIRE_FALSE(profile);
  CHECK(to_text(profile.error()) ==
        "m.yaml:3:6: 'product' is missing\n"
        "m.yaml:3:6: 'interfaces' is missing\n"
        "m.yaml:3:15: should be a number from 0 to 65535, is 0x11990\n"
        "m.yaml:4:17: should be a version such as 1.11, is \"1\"\n"
        "m.yaml:4:20: unknown service 'NSA'; did you mean 'NAS'?\n"
        "m.yaml:4:35: should be a version such as 1.11, is \"1.x\"\n"
        "m.yaml:6:3: unknown message 'DMS UIM Get ICICD'; did you mean 'DMS UIM Get ICCID' or 'DMS UIM Get IMSI'?\n"
        "m.yaml:7:19: unknown TLV 'modul' of a DMS Get Model response; did you mean 'model'?\n"
        "m.yaml:9:18: unknown error 'NotProvisoned'; did you mean 'NotProvisioned'?\n");
}

TEST_CASE("a message is answered or refused, not both", "[scenario]") {
  const auto profile = sc::load_modem("modem: m\nabout: a\n" + mb::testing::kSmallestUsb +
                                          "services: {}\n"
                                          "answers: {DMS Get Model: {model: x}}\nrefuses: {DMS Get Model: Internal}\n",
                                      "m.yaml");
  REQUIRE_FALSE(profile);
  CHECK(to_text(profile.error()) == "m.yaml:6:11: 'DMS Get Model' has an answer already\n");
}

namespace {
Text one_modem(const std::string& path) {
  if (path != "folder/own.yaml" && path != "folder/bad.yaml") return no_file(path);
  if (path == "folder/bad.yaml") return "modem: [";
  return "modem: own\nabout: a\n" + mb::testing::kSmallestUsb + "services: {}\nset: {signal: {dbm: -60}}\n";
}
}  // namespace

TEST_CASE("a modem's file is found from the scenario's folder", "[scenario]") {
  const std::string rest = "expect: [{device: qmi, is: gone}]\n";
  const auto good = load_scenario("about: a\nmodem: own.yaml\n" + rest, "folder/x.yaml", one_modem);
  REQUIRE(good);
  CHECK(good->profile.identity.name == "own");
  CHECK(good->profile.settings.signal.dbm == -60);
  const auto bad = load_scenario("about: a\nmodem: ./bad.yaml\n" + rest, "folder/x.yaml", one_modem);
  REQUIRE_FALSE(bad);
  CHECK(to_text(bad.error()) ==
        "folder/bad.yaml:1:8: not YAML: the [ that begins here isn't closed by its ], or has a ',' missing\n");
  const auto without = load_scenario("about: a\nmodem: ./own.yaml\n" + rest, "folder/x.yaml", nullptr);
  REQUIRE_FALSE(without);
}

TEST_CASE("values are read by the types of the schema", "[scenario]") {
  const auto scenario = load_with(R"(when:
  - on: WDS Start Network
    where: {APN: internet, ip family preference: IPv6, authentication preference: [PAP, CHAP],
            primary dns address preference: 10.0.0.2, raw: {0x42: [1, 0x2f]}}
    nth: 2
    times: 3
    do: {delay: 2s, error: CallFailed, with: {call end reason: 1013, raw: {0x43: "01 2f"}}}
  - on: NAS Get Signal Strength
    do: {answer: {signal strength: {strength: -71, radio interface: UMTS}}}
)");
  const auto& on = std::get<sc::OnMessage>(scenario.rules.at(0).trigger);
  CHECK(scenario.rules[0].nth == 2);
  CHECK(scenario.rules[0].times == 3);
  CHECK(on.pattern.text ==
        "WDS Start Network with apn \"internet\", ip family preference IPv6, authentication preference PAP|CHAP, "
        "primary dns address preference 10.0.0.2, TLV 0x42 [01 2f]");
  const auto& fail = std::get<sc::Fail>(scenario.rules[0].reply.value());
  CHECK(fail.error == 14);
  CHECK(fail.tlvs.at(0).tlv.value.number() == 1013);
  CHECK(fail.tlvs.at(1).tlv.id == 0x43);
  CHECK(fail.tlvs.at(1).tlv.value == qmi::Value(qmi::Bytes{0x01, 0x2f}));
  const auto& answer = std::get<sc::Answer>(scenario.rules.at(1).reply.value());
  CHECK(answer.tlvs.at(0).tlv.value.member("strength")->number() == static_cast<std::uint64_t>(-71));
}

TEST_CASE("what a modem is and has stored is read into its profile", "[scenario]") {
  const auto profile = load_with(R"(set:
  wireless disable: true
  offline reason: HostImageMisconfiguration|DeviceMemoryFull
  power: {state: [BatteryConnected, BatteryCharging], battery level: 40}
  device:
    date: 1980-01-06 00:00:01
    time source: GpsNetwork
    prl: 60800
    activation: {state: NotActivated, takes: 3s}
    programming code: "123456"
    user lock: {enabled: true, code: "4711"}
    reset needs offline: true
    restart after: 2s
    shut down after: 4s
  firmware:
    id: 4
    host lock id: 5
    maximum images: 2
    maximum build id length: 16
    modem images: [{build id: "1.0", unique id: a, boot version: 1.12, storage index: 3, failure count: 1}]
    pri images: [{build id: "1.0", unique id: b, pri version: 9, pri info: generic, oem lock id: 7}]
  sim:
    pin2: "2222"
    puk2: "22222222"
    pin2 retries: 2
    puk2 retries: 9
    pin through dms: false
    iccid: "89490200000000000123"
    imsi: "001010123456789"
    number: "+4915112345"
    locks: {service provider: {key: "1234", retries: 3, unblock key: "5678", unblock retries: 4, blocking: false}}
  client ids: {numbering: round robin, sync: keeps, sync after restart: false, invalid indicated: true,
               release indicated: true}
  control: {instance id: false, raw ip: true, version addendum: SDK}
)")
                           .profile;
  CHECK(profile.settings.device.wireless_disable);
  CHECK(profile.settings.device.offline_reason == 9);
  CHECK(profile.settings.power.state == qmi::dms::PowerState{6});
  CHECK(profile.settings.power.battery_level == 40);
  CHECK(profile.settings.device.time_at_start == 1000);
  CHECK(profile.settings.device.time_source == qmi::dms::TimeSource::GpsNetwork);
  CHECK(profile.settings.device.prl == std::optional<std::uint16_t>(60800));
  CHECK(profile.settings.device.activation_state == qmi::dms::ActivationState::NotActivated);
  CHECK(profile.settings.device.activation_takes == 3s);
  CHECK(profile.settings.device.programming_code == "123456");
  CHECK(profile.settings.device.user_lock);
  CHECK(profile.settings.device.user_lock_code == "4711");
  CHECK(profile.settings.device.reset_needs_offline);
  CHECK(profile.settings.device.restart_after == 2s);
  CHECK(profile.settings.device.shut_down_after == 4s);
  CHECK(profile.settings.firmware.id == 4);
  CHECK(profile.settings.firmware.host_lock_id == 5);
  CHECK(profile.settings.firmware.maximum_images == 2);
  CHECK(profile.settings.firmware.maximum_build_id == 16);
  REQUIRE(profile.settings.firmware.modem_images.size() == 1);
  CHECK(profile.settings.firmware.modem_images[0].boot_major == 1);
  CHECK(profile.settings.firmware.modem_images[0].boot_minor == 12);
  CHECK(profile.settings.firmware.modem_images[0].storage_index == 3);
  CHECK(profile.settings.firmware.modem_images[0].failure_count == 1);
  REQUIRE(profile.settings.firmware.pri_images.size() == 1);
  CHECK(profile.settings.firmware.pri_images[0].pri_version == 9);
  CHECK(profile.settings.firmware.pri_images[0].pri_info == "generic");
  CHECK(profile.settings.firmware.pri_images[0].oem_lock_id == 7);
  CHECK(profile.settings.sim.pin2 == "2222");
  CHECK(profile.settings.sim.puk2 == "22222222");
  CHECK(profile.settings.sim.pin2_retries == 2);
  CHECK(profile.settings.sim.puk2_retries == 9);
  CHECK(profile.settings.sim.pin_through_dms == mb::modem::SimSettings::PinService::not_supported);
  CHECK(profile.settings.sim.iccid == "89490200000000000123");
  CHECK(profile.settings.sim.imsi == "001010123456789");
  CHECK(profile.settings.sim.number == "+4915112345");
  CHECK_FALSE(profile.settings.sim.locks[0].active);
  const auto& lock = profile.settings.sim.locks[2];
  CHECK(lock.active);
  CHECK_FALSE(lock.blocking);
  CHECK(lock.key == "1234");
  CHECK(lock.retries == 3);
  CHECK(lock.unblock_key == "5678");
  CHECK(lock.unblock_retries == 4);
  using ClientIds = mb::modem::ClientIdSettings;
  CHECK(profile.settings.client_ids.numbering == ClientIds::Numbering::round_robin);
  CHECK(profile.settings.client_ids.sync == ClientIds::Sync::keeps);
  CHECK_FALSE(profile.settings.client_ids.sync_after_restart);
  CHECK(profile.settings.client_ids.invalid_indicated);
  CHECK(profile.settings.client_ids.release_indicated);
  CHECK_FALSE(profile.settings.control.instance_id);
  CHECK(profile.settings.control.raw_ip);
  CHECK(profile.settings.control.version_addendum == "SDK");
}

TEST_CASE("times are read to the microsecond and written back", "[scenario]") {
  const auto read = [](std::string_view text) { return sc::parse_duration(text).value(); };
  CHECK(read("3s") == 3s);
  CHECK(read("2.743s") == 2743ms);
  CHECK(read("250ms") == 250ms);
  CHECK(read("15us") == 15us);
  CHECK(read("1m") == 60s);
  CHECK(read("1.5m") == 90s);
  CHECK(read("0s") == 0s);
  CHECK(read("1440m") == 24h);
  CHECK(read("0.000001s") == 1us);
  for (const std::string_view bad : {"", "s", "3", "3 s", "3.s", ".5s", "+3s", "3S", "0.0000001s", "1440.1m", "1e3s"}) {
    CHECK_FALSE(sc::parse_duration(bad));
  }
  for (const std::string_view text : {"2.743s", "250ms", "15us", "0s", "3s", "1.000001s", "90s", "1.05ms"}) {
    CHECK(sc::to_string(read(text)) == text);
  }
}

TEST_CASE("counts are read in their three forms", "[scenario]") {
  const auto words = [](const std::string& count) {
    return load_with("expect: [{request: DMS Get IDs, count: " + count + "}]\n").expectations.at(0).text;
  };
  CHECK(words("1") == "request DMS Get IDs once");
  CHECK(words("0") == "request DMS Get IDs 0 times");
  CHECK(words("\"0..3\"") == "request DMS Get IDs 0 to 3 times");
  CHECK(words("at least 2") == "request DMS Get IDs at least 2 times");
  CHECK(words("at least 1") == "request DMS Get IDs");
}

TEST_CASE("the reader's getters serve other files, too", "[scenario]") {
  const auto root = sc::parse_yaml("name: x\nneeds: {programs: [a, b]}\nfiles: {a.conf: \"A=1\\n\", b: [x]}\nnmae: y\n",
                                   "client.yaml");
  REQUIRE(root);
  sc::Reader reader("client.yaml");
  sc::MapReader map(reader, *root, {"name", "needs", "files"});
  CHECK(reader.text(*map.require("name")) == "x");
  CHECK(reader.texts(*sc::MapReader(reader, *map.find("needs"), {"programs"}).find("programs")) ==
        std::vector<std::string>{"a", "b"});
  CHECK(reader.text_map(*map.find("files")) == std::map<std::string, std::string>{{"a.conf", "A=1\n"}});
  CHECK(map.find("package") == nullptr);
  CHECK(to_text(reader.finish()) ==
        "client.yaml:3:29: should be text, is a list\n"
        "client.yaml:4:1: unknown key 'nmae'; did you mean 'name'?\n");
}
