#include <catch2/catch.hpp>

#include "vm/base64.hpp"
#include "vm/guest.hpp"
#include "vm/parcel.hpp"

namespace vm = modembench::vm;

namespace {

const vm::Parcel kParcel = {{"status", "0"}, {"output", std::string("two\nlines\0and a NUL", 19)}, {"empty", ""}};

std::vector<std::string> said(const vm::Parcel& parcel, std::size_t width = 10) {
  const auto text = vm::to_base64(vm::pack(parcel));
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at += width) lines.push_back(text.substr(at, width));
  lines.emplace_back("end");
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
      vm::read_answer(said({{"status", "1"}, {"output", "o"}, {"kernel", "[ 1.0] k"}, {"results", "{}"}}));
  REQUIRE(answer);
  CHECK(answer->status == 1);
  CHECK(answer->output == "o");
  CHECK(answer->kernel == "[ 1.0] k");
  CHECK(answer->files == vm::Parcel{{"results", "{}"}});
}

TEST_CASE("an answer that is none says what the guest said instead", "[vm]") {
  const auto why = [](std::vector<std::string> lines) { return vm::read_answer(lines).error(); };
  CHECK(why({}) == "the guest ended before its answer did");
  CHECK(why({"agent: can't fork"}) == "the guest ended before its answer did\n  agent: can't fork");
  CHECK(why({"end"}).find("isn't one") != std::string::npos);
  CHECK(why({"Zm9v", "end"}) == "the guest's answer isn't one\n  Zm9v\n  end");
  CHECK(why(said({{"output", "o"}})) == "the guest's answer has no exit status");
  CHECK(why(said({{"status", "one"}})) == "the guest's answer has no exit status");
  CHECK(why(said({{"status", "1 "}})) == "the guest's answer has no exit status");
  auto more = said({{"status", "1"}});
  more.emplace_back("more");
  CHECK(why(more) == "the guest said more after its answer's end");
  auto cut = said({{"status", "1"}});
  cut.erase(cut.begin());
  CHECK(why(cut).find("isn't one") != std::string::npos);
}

TEST_CASE("an order is a parcel of its words, its folder and its files", "[vm]") {
  const auto parcel =
      vm::unpack(vm::write_order({{"/bin/it", "", "two words"}, "/home/me", {{"/a.yaml", "about: a"}}}));
  REQUIRE(parcel);
  CHECK(*vm::find(*parcel, "arguments") == std::string("/bin/it\0\0two words", 18));
  CHECK(*vm::find(*parcel, "folder") == "/home/me");
  CHECK(*vm::find(*parcel, "/a.yaml") == "about: a");
}
