#include <catch2/catch.hpp>

#include "vm/base64.hpp"
#include "vm/guest.hpp"
#include "vm/parcel.hpp"
#include "vm/seal.hpp"

namespace vm = modembench::vm;

namespace {

const vm::Parcel kParcel = {{"status", "0"}, {"output", std::string("two\nlines\0and a NUL", 19)}, {"empty", ""}};

const std::string kKey(vm::kKeySize, 'k');

std::vector<std::string> said(const vm::Parcel& parcel, const std::string& key = kKey) {
  constexpr std::size_t width = 10;
  const auto bytes = vm::pack(parcel);
  const auto text = vm::to_base64(bytes);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at += width) lines.push_back(text.substr(at, width));
  lines.push_back("end " + vm::seal(key, bytes));
  return lines;
}

}  // namespace

TEST_CASE("a parcel comes out as it was packed", "[vm]") {
  CHECK(vm::unpack(vm::pack(kParcel)) == kParcel);
  CHECK(vm::unpack(vm::pack({})) == vm::Parcel{});
  REQUIRE(vm::find(kParcel, "status") != nullptr);
  CHECK(*vm::find(kParcel, "status") == "0");
  CHECK(vm::find(kParcel, "statu") == nullptr);
}

TEST_CASE("a parcel that was cut off, grew, or lies about its lengths is none", "[vm]") {
  const auto bytes = vm::pack(kParcel);
  for (std::size_t length = 0; length < bytes.size(); ++length) CHECK_FALSE(vm::unpack(bytes.substr(0, length)));
  CHECK_FALSE(vm::unpack(bytes + '\0'));
  // Each of its numbers: how many pieces, and the lengths of the first.
  for (const std::size_t at : {8U, 12U, 16U}) {
    for (const char byte : {'\x01', '\x7f', '\xff'}) {
      for (std::size_t i = 0; i < 4; ++i) {
        auto lying = bytes;
        if (lying[at + i] == byte) continue;
        lying[at + i] = byte;
        CHECK_FALSE(vm::unpack(lying));
      }
    }
  }
  auto marked_otherwise = bytes;
  marked_otherwise[0] = 'M';
  CHECK_FALSE(vm::unpack(marked_otherwise));
}

TEST_CASE("base64 is RFC 4648's", "[vm]") {
  // Its section 10.
  const std::pair<std::string, std::string> known[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : known) {
    CHECK(vm::to_base64(bytes) == text);
    CHECK(vm::from_base64(text) == bytes);
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(vm::from_base64(vm::to_base64(all)) == all);
  for (const auto* wrong : {"Z", "Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zm9 ", "Zm9\n", "=g==", "Zm=v"}) {
    INFO(wrong);
    CHECK_FALSE(vm::from_base64(wrong));
  }
}

TEST_CASE("the guest's answer is read from its lines", "[vm]") {
  const auto answer =
      vm::read_answer(said({{"status", "1"}, {"output", "o"}, {"kernel", "[ 1.0] k"}, {"results", "{}"}}), kKey);
  REQUIRE(answer);
  CHECK(answer->status == 1);
  CHECK(answer->output == "o");
  CHECK(answer->kernel == "[ 1.0] k");
  CHECK(answer->files == vm::Parcel{{"results", "{}"}});
}

TEST_CASE("an answer that is none says what the guest said instead", "[vm]") {
  const auto why = [](std::vector<std::string> lines) { return vm::read_answer(lines, kKey).error(); };
  CHECK(why({}) == "the guest ended before its answer did");
  CHECK(why({"agent: can't fork"}) == "the guest ended before its answer did\n  agent: can't fork");
  CHECK(why({"end"}) == "the guest ended before its answer did\n  end");
  CHECK(why({"Zm9", "end "}) == "the guest's answer isn't one\n  Zm9\n  end ");
  const auto sealed = "end " + vm::seal(kKey, "foo");
  CHECK(why({"Zm9v", sealed}) == "the guest's answer isn't one\n  Zm9v\n  " + sealed);
  CHECK(why(said({{"output", "o"}})) == "the guest's answer has no exit status");
  CHECK(why(said({{"status", "one"}})) == "the guest's answer has no exit status");
  CHECK(why(said({{"status", "1 "}})) == "the guest's answer has no exit status");
  auto more = said({{"status", "1"}});
  more.emplace_back("more");
  CHECK(why(more) == "the guest said more after its answer's end");
  auto cut = said({{"status", "1"}});
  cut.erase(cut.begin());
  CHECK(why(cut).find("isn't") != std::string::npos);
}

TEST_CASE("an answer that somebody else has given than who knows the run's key is none", "[vm]") {
  const auto is_forged = [](const std::vector<std::string>& lines) {
    const auto answer = vm::read_answer(lines, kKey);
    return !answer && answer.error().starts_with("the guest's answer isn't the emulator's");
  };
  const vm::Parcel passed = {{"status", "0"}, {"results", "{}"}};
  REQUIRE(vm::read_answer(said(passed), kKey));
  CHECK(is_forged(said(passed, "")));
  CHECK(is_forged(said(passed, std::string(vm::kKeySize, 'l'))));
  CHECK(is_forged(said(passed, kKey.substr(1))));
  // No bit of it may be another, and no part left out or put in.
  const auto bytes = vm::pack(passed);
  const auto sealed = "end " + vm::seal(kKey, bytes);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK(is_forged({vm::to_base64(changed), sealed}));
    CHECK(is_forged({vm::to_base64(bytes.substr(0, at)), sealed}));
  }
  CHECK(is_forged({vm::to_base64(bytes), "end "}));
  CHECK(is_forged({vm::to_base64(bytes), sealed.substr(0, sealed.size() - 1)}));
  CHECK(is_forged({vm::to_base64(bytes), sealed + "0"}));
}

TEST_CASE("a seal is RFC 4231's HMAC-SHA-256", "[vm]") {
  // Its test cases 2 and 6: a short key, and one that is longer than a block.
  CHECK(vm::seal("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(vm::seal(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("an order is a parcel of its words, its folder and its files", "[vm]") {
  const auto parcel =
      vm::unpack(vm::write_order({{"/bin/it", "", "two words"}, "/home/me", {{"/a.yaml", "about: a"}}}, kKey));
  REQUIRE(parcel);
  CHECK(*vm::find(*parcel, "arguments") == std::string("/bin/it\0\0two words", 18));
  CHECK(*vm::find(*parcel, "folder") == "/home/me");
  CHECK(*vm::find(*parcel, "/a.yaml") == "about: a");
}
