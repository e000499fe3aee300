// The mutator as fuzzers call it: plain C, libFuzzer's hooks, AFL++'s shared object, seeds and dictionary.

#include <dlfcn.h>

#include <cstring>
#include <set>

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "fuzz/mutator/modembench_mutator.h"
#include "fuzz/mutator/mutator.hpp"
#include "fuzz/seeds/seed_corpus.hpp"
#include "tests/unit/fuzz/fuzz_support.hpp"

namespace {

namespace fuzz = modembench::fuzz;
namespace qmi = modembench::qmi;
using fuzz_support::ids_response;

/// A fuzzer's own mutator: marks what it was given.
std::size_t mark(std::uint8_t* data, std::size_t size, std::size_t max_size) {
  if (size + 1 > max_size) return 0;
  data[size] = 0xEE;
  return size + 1;
}

qmi::Bytes mutated(const modembench_options* options, qmi::Bytes bytes, std::size_t max_size, unsigned seed) {
  const std::size_t size = bytes.size();
  bytes.resize(std::max(max_size, size));
  const std::size_t now = modembench_mutate(options, bytes.data(), size, max_size, seed);
  REQUIRE(now <= max_size);
  bytes.resize(now);
  return bytes;
}

}  // namespace

TEST_CASE("fuzz: from C, the same seed gives the same bytes, within the size that was given") {
  std::set<qmi::Bytes> different;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const auto once = mutated(nullptr, ids_response(), 400, seed);
    REQUIRE(once == mutated(nullptr, ids_response(), 400, seed));
    different.insert(once);
    (void)mutated(nullptr, ids_response(), 5, seed);
    (void)mutated(nullptr, {}, 100, seed);
    (void)mutated(nullptr, {}, 0, seed);
    (void)mutated(nullptr, qmi::Bytes(70, 0x01), 80, seed);
  }
  REQUIRE(different.size() > 150);
}

TEST_CASE("fuzz: a fuzzer's own mutator gets whole inputs, or one value, whose TLV's length follows") {
  modembench_options whole{};
  whole.change_bytes = mark;
  whole.bytes_percent = 100;
  auto marked = ids_response();
  marked.push_back(0xEE);
  REQUIRE(mutated(&whole, ids_response(), 400, 1) == marked);
  modembench_options value{};
  value.change_bytes = mark;
  value.value_percent = 100;
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto bytes = mutated(&value, ids_response(), 400, seed);
    REQUIRE(bytes.size() == ids_response().size() + 1);
    const auto draft = fuzz::read(bytes);
    REQUIRE(draft.messages.size() == 1);
    REQUIRE_FALSE(draft.messages[0].length);
    const auto& tlvs = draft.messages[0].tlvs;
    REQUIRE(std::any_of(tlvs.begin(), tlvs.end(), [](const auto& tlv) { return tlv.value.back() == 0xEE; }));
  }
}

TEST_CASE("fuzz: crossing from C keeps within its size and survives anything") {
  const auto a = ids_response();
  qmi::Bytes out(64);
  for (unsigned seed = 0; seed < 100; ++seed) {
    REQUIRE(modembench_cross(nullptr, a.data(), a.size(), a.data(), a.size(), out.data(), out.size(), seed) <= 64);
    REQUIRE(modembench_cross(nullptr, a.data(), 0, a.data(), 3, out.data(), 0, seed) == 0);
  }
}

TEST_CASE("fuzz: AFL++ loads the mutator by its own names") {
  void* library = dlopen(MODEMBENCH_AFL, RTLD_NOW);
  REQUIRE(library != nullptr);
  const auto init = reinterpret_cast<void* (*)(void*, unsigned)>(dlsym(library, "afl_custom_init"));
  const auto act = reinterpret_cast<std::size_t (*)(void*, std::uint8_t*, std::size_t, std::uint8_t**, std::uint8_t*,
                                                    std::size_t, std::size_t)>(dlsym(library, "afl_custom_fuzz"));
  const auto deinit = reinterpret_cast<void (*)(void*)>(dlsym(library, "afl_custom_deinit"));
  REQUIRE((init != nullptr && act != nullptr && deinit != nullptr));
  void* mutator = init(nullptr, 1);
  auto frame = ids_response();
  const auto before = frame;
  std::set<qmi::Bytes> different;
  for (int i = 0; i < 100; ++i) {
    std::uint8_t* out = nullptr;
    const std::size_t size = act(mutator, frame.data(), frame.size(), &out, frame.data(), frame.size(), 300);
    REQUIRE((size > 0 && size <= 300));
    different.insert(qmi::Bytes(out, out + size));
    std::uint8_t* small = nullptr;
    REQUIRE(act(mutator, frame.data(), frame.size(), &small, nullptr, 0, 10) <= 10);
  }
  deinit(mutator);
  REQUIRE(frame == before);
  REQUIRE(different.size() > 60);
  dlclose(library);
}

TEST_CASE("fuzz: every seed is a whole message, of every message of the schema, each name once") {
  std::set<std::string> names;
  std::set<std::pair<unsigned, unsigned>> messages;
  for (const auto& seed : fuzz::seed_corpus()) {
    CAPTURE(seed.name);
    REQUIRE(names.insert(seed.name).second);
    const auto decoded = qmi::decode(seed.bytes);
    REQUIRE(decoded);
    messages.insert({decoded->header.service, decoded->header.message});
  }
  fuzz_support::for_every_message([&](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind) {
    REQUIRE(messages.count({service, spec.id}) == 1);
  });
  REQUIRE(names.count("dms-get-ids-response-full") == 1);
  REQUIRE(names.count("dms-get-ids-error") + names.count("dms-reset-error") == 1);
  for (const auto& seed : fuzz::seed_corpus({.bare = true, .service = 2})) REQUIRE(seed.bytes[0] <= 4);
  REQUIRE(fuzz::seed_corpus({.bare = true, .service = 99}).empty());
}

TEST_CASE("fuzz: the dictionary has a line for each sequence of bytes, as libFuzzer and AFL++ read it") {
  const std::string text = fuzz::dictionary();
  std::set<std::string> values;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    const std::string line = text.substr(at, text.find('\n', at) - at);
    if (line.rfind('#', 0) == 0) continue;
    ++lines;
    const std::size_t equals = line.find("=\"");
    CAPTURE(line);
    REQUIRE(equals != std::string::npos);
    REQUIRE(line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == equals);
    REQUIRE(line.back() == '"');
    REQUIRE((line.size() - equals - 3) % 4 == 0);
    REQUIRE(values.insert(line.substr(equals)).second);
  }
  REQUIRE(lines > 800);
  REQUIRE(values.count("=\"\\x02\\x04\\x00\\x00\\x00\\x00\\x00\"") == 1);
}
