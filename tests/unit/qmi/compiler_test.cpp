// The schema compiler: what it makes of a schema, and what it says of a wrong one.

#include <catch2/catch.hpp>

#include "emulator/qmi/compiler/model.hpp"

namespace {

using namespace modembench::qmi::compiler;
using modembench::qmi::Known;
using modembench::qmi::Length;
using modembench::qmi::Shape;

constexpr const char* kServices = "services:\n  0x01 WDS: Wireless Data Service\n  0x0B UIM: User Identity Module\n";
constexpr const char* kErrors =
    "result: {status: ResultStatus, error: ErrorCode}\n"
    "enums:\n  ResultStatus, u16: {Success: 0, Failure: 1}\n"
    "error codes: {None: 0, CallFailed: 14}\n";

Reading compile(const std::string& service_file) {
  return read_schema({{"errors.yaml", kErrors}, {"wds.yaml", service_file}, {"services.yaml", kServices}});
}

/// The mistakes in a file of WDS with these lines after "service: WDS", one a line.
std::string mistakes_in(const std::string& lines) {
  std::string all;
  for (const Mistake& mistake : compile("service: WDS\n" + lines).mistakes) all += mistake.to_string() + "\n";
  return all;
}

/// The same for the type of one TLV.
std::string mistakes_in_type(const std::string& type) {
  return mistakes_in("messages:\n  0x0020 Start:\n    request:\n      0x01 it: " + type + "\n");
}

constexpr const char* kGood = R"(service: WDS
enums:
  Family, u8: {IPv4: 4, IPv6: 6}
  Radio, i8: {Unknown: -1, GSM: 4, 3GPP: 5}
flags:
  Mask, u16: {A: 0x1, B: 0x2}
types:
  Reason: {type: u16, reason: i16}
groups:
  settings:
    0x10 name: string
messages:
  0x0021 Delete, gobi only:
    request:
      0x01 handle, mandatory: u32
  0x0020 Start Network:
    request:
      0x14 apn: string
      0x13 family, newer: Family
      use: [settings]
    response:
      0x01 packet data handle, mandatory: u32
      0x11 reasons: list8 of Reason
      0x12 rest: {first: u8, second: optional list of u16}
    indication: {}
  0x0022 Gone, indication only:
    indication:
      0x01 what: {list16 of: {id: bytes(16), text: string8}}
)";

TEST_CASE("a good schema is read without a word") {
  const Reading reading = compile(kGood);
  for (const Mistake& mistake : reading.mistakes) FAIL(mistake.to_string());
  REQUIRE(reading.schema.services.size() == 2);
  const Service& wds = reading.schema.services[0];
  CHECK(wds.name == "WDS");
  REQUIRE(wds.messages.size() == 3);
  const Message& start = wds.messages[0];
  CHECK(start.id == 0x0020);
  CHECK(start.has_request);
  CHECK(start.has_indication);
  REQUIRE(start.request.size() == 3);
  CHECK(start.request[0].name == "name");
  CHECK(start.request[1].known == Known::newer_than_gobi);
  CHECK(start.response[0].mandatory);
  CHECK(wds.messages[1].known == Known::gobi_only);
  CHECK_FALSE(wds.messages[2].has_request);
}

TEST_CASE("types are what their words say") {
  const Reading reading = compile(kGood);
  const Schema& schema = reading.schema;
  const Message& start = schema.services[0].messages[0];
  const Type& reasons = schema.types[start.response[1].type];
  CHECK(reasons.shape == Shape::array);
  CHECK(reasons.length == Length::u8);
  REQUIRE(reasons.element.has_value());
  CHECK(schema.types[*reasons.element].members.size() == 2);
  CHECK(schema.smallest(*reasons.element) == 4);
  const Type& rest = schema.types[start.response[2].type];
  CHECK(rest.members[1].optional);
  CHECK(schema.open_ended(start.response[2].type));
  CHECK(schema.smallest(start.response[2].type) == 1);
}

TEST_CASE("names become names of C++") {
  CHECK(snake_case("Start Network") == "start_network");
  CHECK(snake_case("UIM Get PIN Status") == "uim_get_pin_status");
  CHECK(snake_case("3GPP info") == "_3gpp_info");
  CHECK(snake_case("Delete") == "delete_");
  CHECK(identifier("3GPP") == "_3GPP");
  CHECK(identifier("IPv4") == "IPv4");
  CHECK(camel_case("profile settings") == "ProfileSettings");
  CHECK(camel_case("3gpp-info") == "_3gppInfo");
}

/// What is made of `kGood` for the file at that path.
std::string made(std::string_view path) {
  for (const Made& file : write_all(compile(kGood).schema)) {
    if (file.path == path) return file.text;
  }
  FAIL("there is no " << path);
  return {};
}

void check_lines(const std::string& text, std::initializer_list<const char*> lines) {
  for (const char* line : lines) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("headers have a name for every number") {
  check_lines(made("error_code.hpp"), {"enum class ErrorCode : std::uint16_t {", "  CallFailed = 14,"});
  check_lines(made("service_numbers.hpp"),
              {"namespace modembench::qmi::wds {", "inline constexpr std::uint8_t service = 0x01;", "qmi::uim {"});
  check_lines(made("enums/wds.hpp"), {"namespace modembench::qmi::wds {", "enum class Family : std::uint8_t {",
                                      "enum class Radio : std::int8_t {", "  Unknown = -1,", "  _3GPP = 5,",
                                      "enum class Mask : std::uint16_t {"});
  check_lines(made("messages/wds.hpp"), {"namespace start_network {", "inline constexpr std::uint16_t id = 0x0020;",
                                         "inline constexpr std::uint8_t apn = 0x14;", "namespace delete_ {"});
}

TEST_CASE("a message is a struct, with its TLVs as members") {
  check_lines(
      made("messages/wds.hpp"),
      {"struct Reason {\n  std::uint16_t type{};\n  std::int16_t reason{};\n",
       "struct Settings {\n  std::optional<std::string> name{};  ///< TLV 0x10\n",
       "struct Request {\n  wds::Settings settings{};\n  std::optional<wds::Family> family{};  ///< TLV 0x13\n"
       "  std::optional<std::string> apn{};  ///< TLV 0x14\n  static constexpr std::uint16_t kMessage = 0x0020;\n",
       "struct ResponseRest {\n  std::uint8_t first{};\n  std::optional<std::vector<std::uint16_t>> second{};\n",
       "struct Response {\n  using Rest = ResponseRest;\n", "  std::uint32_t packet_data_handle{};  ///< TLV 0x01\n",
       "  std::optional<std::vector<wds::Reason>> reasons{};  ///< TLV 0x11\n",
       "struct IndicationWhatItem {\n  std::array<std::uint8_t, 16> id{};\n  std::string text{};\n",
       "using Messages = MessageList<\n    start_network::Request,\n    start_network::Response,\n"
       "    start_network::Indication,\n    delete_::Request,\n    delete_::Response,\n    gone::Indication>;\n"});
}

TEST_CASE("a service without a file has its number and nothing else") {
  for (const Made& file : write_all(compile(kGood).schema)) CHECK(file.path.find("uim") == std::string::npos);
}

TEST_CASE("an unknown type is told with its place and the nearest") {
  CHECK(mistakes_in_type("u33") == "wds.yaml:5:16: there is no type \"u33\"; did you mean \"u32\"?\n");
  CHECK(mistakes_in_type("strin") == "wds.yaml:5:16: there is no type \"strin\"; did you mean \"string\"?\n");
  CHECK(mistakes_in_type("list8 of Whatever") == "wds.yaml:5:16: there is no type \"Whatever\"\n");
  CHECK(mistakes_in_type("string(0)") == "wds.yaml:5:16: there is no type \"string(0)\"; did you mean \"string\"?\n");
  CHECK(mistakes_in_type("list9 of u8") ==
        "wds.yaml:5:16: \"list9\" isn't a list: list, list8, list16, list32 or list(N) with N from 1\n");
  CHECK(mistakes_in_type("[u8]") ==
        "wds.yaml:5:16: should be a type: a word such as u8, or a structure {name: type, …}\n");
}

TEST_CASE("a message may be a name only") {
  const Reading reading = compile(
      "service: WDS\nmessages:\n  0x0020 Start, newer, name only: {}\n  0x0021 Stop: {}\n"
      "  0x0022 Stopped, name only, indication only: {indication: {}}\n");
  REQUIRE(reading.mistakes.empty());
  const std::vector<Message>& messages = reading.schema.services[0].messages;
  CHECK(messages[0].name_only);
  CHECK(messages[0].has_request);
  CHECK_FALSE(messages[1].name_only);
  CHECK(messages[2].name_only);
  CHECK_FALSE(messages[2].has_request);
  CHECK(mistakes_in("messages:\n  0x0020 Start, name only:\n    response:\n      0x01 it: u8\n") ==
        "wds.yaml:4:5: TLVs can't be described of what is \"name only\"\n");
}

TEST_CASE("what an enum names may stand in a number of another size") {
  const std::string enums = "enums:\n  Cause, u16: {None: 0, Failed: 300}\ntypes:\n  Pair: {a: u8}\n";
  const auto type = [&](const std::string& words) {
    return mistakes_in(enums + "messages:\n  0x0020 Start:\n    request:\n      0x01 it: " + words + "\n");
  };
  const Reading reading = compile("service: WDS\n" + enums +
                                  "messages:\n  0x0020 Start:\n    request:\n      0x01 it: list8 of u8 of Cause\n");
  REQUIRE(reading.mistakes.empty());
  const Schema& schema = reading.schema;
  const Type& list = schema.types[schema.services[0].messages[0].request[0].type];
  const Type& element = schema.types[*list.element];
  CHECK(element.width == 1);
  CHECK(schema.enums[*element.enumeration].name == "Cause");
  CHECK(type("i32 of Cause").empty());
  const std::string refused = "should be the size of a number and an enum: \"u8 of Cause\"\n";
  CHECK(type("u8 of Pair") == "wds.yaml:9:16: \"u8 of Pair\" " + refused);
  CHECK(type("u8 of Nothing") == "wds.yaml:9:16: \"u8 of Nothing\" " + refused);
  CHECK(type("ipv4 of Cause") == "wds.yaml:9:16: \"ipv4 of Cause\" " + refused);
  CHECK(type("string of Cause") == "wds.yaml:9:16: \"string of Cause\" " + refused);
}

TEST_CASE("a list of what may be empty is refused") {
  const std::string refused = "what a list repeats must have at least one byte and say itself where it ends\n";
  CHECK(mistakes_in_type("list8 of string") == "wds.yaml:5:16: " + refused);
  CHECK(mistakes_in_type("list32 of list of u8") == "wds.yaml:5:16: " + refused);
  CHECK(mistakes_in_type("{list8 of: {a: optional u8}}") == "wds.yaml:5:16: " + refused);
  CHECK(mistakes_in_type("list8 of string8").empty());
}

TEST_CASE("a member that can't be found in the bytes is refused") {
  const std::string refused = "can't be found: what stands before it may take all bytes or be missing\n";
  CHECK(mistakes_in_type("{a: string, b: u8}") == "wds.yaml:5:28: \"b\" " + refused);
  CHECK(mistakes_in_type("{a: optional u8, b: u8}") == "wds.yaml:5:33: \"b\" " + refused);
  CHECK(mistakes_in_type("{a: u8, b: optional u8, c: optional string}").empty());
}

TEST_CASE("types may not stand in one another too deep") {
  CHECK(mistakes_in_type("list8 of list8 of list8 of list8 of list8 of list8 of list8 of u8").empty());
  CHECK(mistakes_in_type("{a: list8 of list8 of list8 of list8 of list8 of list8 of list8 of list8 of u8}") ==
        "wds.yaml:5:16: more than 8 lists and structures in one another\n");
  CHECK(mistakes_in_type("list8 of list8 of list8 of list8 of list8 of list8 of list8 of list8 of list8 of u8") ==
        "wds.yaml:5:16: more than 8 lists and structures in one another\n");
}

TEST_CASE("numbers and names are there once") {
  CHECK(mistakes_in("messages:\n  0x0020 A: {}\n  0x0020 B: {}\n") == "wds.yaml:4:3: message 0x20 already is \"A\"\n");
  CHECK(mistakes_in("messages:\n  0x0020 Go Active: {}\n  0x0021 go_active: {}\n") ==
        "wds.yaml:4:3: there already is a message \"go_active\"\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    request:\n      0x01 a: u8\n      0x01 b: u8\n") ==
        "wds.yaml:6:7: TLV 0x01 already is \"a\"\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    request:\n      0x01 a: u8\n      0x02 A: u8\n") ==
        "wds.yaml:6:7: there already is a TLV \"A\"\n");
  CHECK(mistakes_in_type("{a: u8, A: u8}") == "wds.yaml:5:24: \"A\" is there twice\n");
  CHECK(mistakes_in("types:\n  A: u8\n  A: u16\n") == "wds.yaml:4:3: there already is a type \"A\" in this file\n");
}

TEST_CASE("an unknown key is told with the known ones") {
  CHECK(mistakes_in("mesages: {}\n") ==
        "wds.yaml:2:1: unknown key \"mesages\"; did you mean \"messages\"?; there are: service, enums, flags, types, "
        "groups, messages\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    reqest: {}\n") ==
        "wds.yaml:4:5: unknown key \"reqest\"; did you mean \"request\"?; there are: request, response, indication\n");
  CHECK(mistakes_in("messages:\n  0x0020 A, indication only:\n    request: {}\n") ==
        "wds.yaml:4:5: unknown key \"request\"; there are: indication\n");
  CHECK(mistakes_in("enums: {}\nenums: {}\n") == "wds.yaml:3:1: \"enums\" is there twice\n");
}

TEST_CASE("a heading has a number that fits, a name and known words") {
  CHECK(mistakes_in("messages:\n  Start: {}\n") ==
        "wds.yaml:3:3: \"Start\" should be a hexadecimal number and a name: \"0x01 name\"\n");
  CHECK(mistakes_in("messages:\n  32 Start: {}\n") ==
        "wds.yaml:3:3: \"32 Start\" should be a hexadecimal number and a name: \"0x01 name\"\n");
  CHECK(mistakes_in("messages:\n  0x10000 A: {}\n") == "wds.yaml:3:3: the number 0x10000 is above 0xFFFF\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    request:\n      0x100 a: u8\n") ==
        "wds.yaml:5:7: the number 0x100 is above 0xFF\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    request:\n      0x10 a, mandatry: u8\n") ==
        "wds.yaml:5:7: \"mandatry\" says nothing here; did you mean \"mandatory\"?; there are: mandatory, newer, gobi "
        "only\n");
  CHECK(mistakes_in("messages:\n  0x0020 A:\n    response:\n      0x02 a: u8\n") ==
        "wds.yaml:5:7: TLV 0x02 of every response is the Result\n");
}

TEST_CASE("enum values are numbers that fit, and are there once") {
  CHECK(mistakes_in("enums:\n  E, u8: {A: 256}\n") == "wds.yaml:3:14: 256 doesn't fit u8\n");
  CHECK(mistakes_in("enums:\n  E, u8: {A: -1}\n") == "wds.yaml:3:14: -1 doesn't fit u8\n");
  CHECK(mistakes_in("enums:\n  E, i8: {A: 128}\n") == "wds.yaml:3:14: 128 doesn't fit i8\n");
  CHECK(mistakes_in("enums:\n  E, i8: {A: -128, B: 127}\n").empty());
  CHECK(mistakes_in("enums:\n  E, i8: {A: -129}\n") == "wds.yaml:3:14: -129 doesn't fit i8\n");
  CHECK(mistakes_in("enums:\n  E, u8: {A: 1, B: 1}\n") == "wds.yaml:3:20: 1 already is \"A\"\n");
  CHECK(mistakes_in("enums:\n  E, u8: {A: 1, a: 2}\n") == "wds.yaml:3:17: \"a\" is there twice\n");
  CHECK(mistakes_in("enums:\n  E, u8: {A: one}\n") == "wds.yaml:3:14: \"A\" should be a number, such as 1 or 0x01\n");
  CHECK(mistakes_in("enums:\n  E: {A: 1}\n") ==
        "wds.yaml:3:3: \"E\" needs its size after a comma: u8, u16, u32, u64, i8, i16, i32 or i64\n");
  CHECK(mistakes_in("enums:\n  e, u8: {A: 1}\n") == "wds.yaml:3:3: \"e\" can't name a type: write it LikeThis\n");
  CHECK(mistakes_in("enums:\n  E, u8: {}\n") == "wds.yaml:3:10: \"E\" needs values: {Name: number, …}\n");
}

TEST_CASE("a name has only letters, digits, spaces, hyphens and underscores") {
  const std::string refused = " is no name: letters, digits, spaces, - and _ make one\n";
  CHECK(mistakes_in("messages:\n  0x0020 A(b): {}\n") == "wds.yaml:3:3: \"A(b)\"" + refused);
  CHECK(mistakes_in("enums:\n  E, u8: {A.b: 1}\n") == "wds.yaml:3:11: \"A.b\"" + refused);
  CHECK(mistakes_in_type("{a/b: u8}") == "wds.yaml:5:17: \"a/b\"" + refused);
}

TEST_CASE("a group must be there") {
  CHECK(
      mistakes_in("groups:\n  settings: {0x10 a: u8}\nmessages:\n  0x0020 A:\n    request:\n      use: [setings]\n") ==
      "wds.yaml:7:13: there is no group \"setings\"; did you mean \"settings\"?\n");
}

TEST_CASE("a service must be known, and has one file") {
  CHECK(compile("service: WDX\n").mistakes.at(0).to_string() ==
        "wds.yaml:1:10: there is no service \"WDX\" in services.yaml; did you mean \"WDS\"?");
  const std::string file = "service: WDS\nmessages:\n  0x0020 A: {}\n";
  const Reading twice =
      read_schema({{"errors.yaml", kErrors}, {"services.yaml", kServices}, {"wds.yaml", file}, {"again.yaml", file}});
  REQUIRE(twice.mistakes.size() == 1);
  CHECK(twice.mistakes[0].to_string() == "again.yaml:1:10: WDS has a file already");
}

TEST_CASE("what isn't YAML, or no schema, is told") {
  CHECK(compile("service: [\n").mistakes.at(0).file == "wds.yaml");
  CHECK(compile("").mistakes.at(0).what == "should have one of the keys: service, services, error codes");
  CHECK(compile("a: b").mistakes.at(0).what == "should have one of the keys: service, services, error codes");
  CHECK(compile("- a").mistakes.at(0).what == "should have one of the keys: service, services, error codes");
  CHECK(mistakes_in("messages: 1\n") == "wds.yaml:2:11: should be a mapping of messages: \"0x0020 Name: …\"\n");
  CHECK(mistakes_in("messages:\n  0x0020 A: 1\n") ==
        "wds.yaml:3:13: should be a mapping with: request, response, indication\n");
  CHECK(read_schema({{"services.yaml", kServices}}).mistakes.at(0).to_string() ==
        "errors.yaml:1:1: a schema needs its error codes");
}

TEST_CASE("all mistakes are told, not only the first") {
  const Reading reading =
      compile("service: WDS\nmessages:\n  0x0020 A:\n    request:\n      0x01 a: u9\n      0x02 b: u7\n");
  CHECK(reading.mistakes.size() == 2);
}

}  // namespace
