// What the mutator says a modem says: deterministic, in words, with nothing but the change that was asked for.

#include <set>

#include <catch2/catch.hpp>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/generate.hpp"
#include "fuzz/mutator/mutator.hpp"
#include "tests/unit/fuzz/fuzz_support.hpp"

namespace {

namespace fuzz = modembench::fuzz;
namespace qmi = modembench::qmi;
using fuzz::Kind;
using fuzz::Mutation;
using fuzz_support::for_every_message;
using fuzz_support::ids_response;
using fuzz_support::seed_frame;

}  // namespace

TEST_CASE("fuzz: every message of the schema can be made, minimal and full, and decoded as what it is") {
  for_every_message([](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    for (const auto form : {fuzz::Form::minimal, fuzz::Form::full, fuzz::Form::random}) {
      const auto decoded = qmi::decode(seed_frame(service, spec, kind, form));
      CAPTURE(qmi::message_name(service, spec.id));
      REQUIRE(decoded);
      REQUIRE(decoded->header.kind == kind);
      REQUIRE(decoded->header.message == spec.id);
      if (form == fuzz::Form::full) {
        REQUIRE(decoded->tlvs.size() == qmi::tlvs_of(spec, kind).size() + (kind == qmi::MessageKind::response ? 1 : 0));
      }
    }
  });
}

TEST_CASE("fuzz: a draft of any bytes is written as the same bytes") {
  fuzz::Random random(1);
  for_every_message([&](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    auto bytes = seed_frame(service, spec, kind, fuzz::Form::full);
    REQUIRE(fuzz::read(bytes).bytes() == bytes);
    for (int i = 0; i < 8; ++i) {
      bytes = fuzz::mutate(bytes, random).bytes;
      REQUIRE(fuzz::read(bytes).bytes() == bytes);
      REQUIRE(fuzz::read(bytes, {.bare = true, .service = service == 0 ? std::uint8_t{1} : service}).bytes() == bytes);
    }
  });
  for (std::size_t size = 0; size < 64; ++size) {
    qmi::Bytes noise(size);
    for (auto& byte : noise) byte = random.one_in(2) ? std::uint8_t{1} : random.byte();
    REQUIRE(fuzz::read(noise).bytes() == noise);
  }
}

TEST_CASE("fuzz: the same seed gives the same bytes and words, another seed others") {
  const auto frame = ids_response();
  std::set<qmi::Bytes> different;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    fuzz::Random one(seed), two(seed);
    const auto first = fuzz::mutate(frame, one);
    const auto second = fuzz::mutate(frame, two);
    REQUIRE(first.bytes == second.bytes);
    REQUIRE(first.said == second.said);
    REQUIRE_FALSE(first.said.empty());
    REQUIRE(first.bytes != frame);
    different.insert(first.bytes);
  }
  REQUIRE(different.size() > 80);
}

TEST_CASE("fuzz: the generator's numbers are those of SplitMix64 on every machine") {
  fuzz::Random random(1234567);
  REQUIRE(random.next() == 6457827717110365317U);
  REQUIRE(random.next() == 3203168211198807973U);
  REQUIRE(random.below(0) == 0);
}

TEST_CASE("fuzz: what was done can be done again from its list") {
  fuzz::Random random(7);
  for_every_message([&](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    const auto frame = seed_frame(service, spec, kind, fuzz::Form::random);
    const auto mutated = fuzz::mutate(frame, random);
    const auto again = fuzz::apply(frame, mutated.mutations);
    REQUIRE(again.bytes == mutated.bytes);
    REQUIRE(again.said == mutated.said);
    REQUIRE(again.mutations == mutated.mutations);
  });
}

TEST_CASE("fuzz: each kind has a name that finds it, and changes some message of the schema") {
  std::set<Kind> unused;
  for (const auto& info : fuzz::kinds()) {
    REQUIRE(fuzz::find_kind(info.name) == info.kind);
    REQUIRE(fuzz::name_of(info.kind) == info.name);
    REQUIRE(info.weight > 0);
    unused.insert(info.kind);
  }
  REQUIRE_FALSE(fuzz::find_kind("no such kind"));
  fuzz::Random random(3);
  for_every_message([&](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    for (const auto& info : fuzz::kinds()) {
      const Kind only[] = {info.kind};
      const bool minimal = info.kind == Kind::absent_tlv;
      const auto frame = seed_frame(service, spec, kind, minimal ? fuzz::Form::minimal : fuzz::Form::full);
      const auto mutated = fuzz::mutate(frame, random, only, {.max_mutations = 1});
      REQUIRE((mutated.bytes == frame) == mutated.mutations.empty());
      if (!mutated.mutations.empty()) unused.erase(info.kind);
    }
  });
  for (const Kind kind : unused) FAIL_CHECK(std::string(fuzz::name_of(kind)));
}

TEST_CASE("fuzz: a kind that finds nothing to change leaves the frame alone and says nothing") {
  const auto frame = seed_frame(qmi::ctl::service, *qmi::find_message(qmi::ctl::service, qmi::ctl::sync::id),
                                qmi::MessageKind::indication, fuzz::Form::full);
  for (const Kind kind : {Kind::string_length, Kind::array_count, Kind::integer, Kind::missing_tlv, Kind::result}) {
    const Mutation only[] = {{kind, 1}};
    const auto mutated = fuzz::apply(frame, only);
    REQUIRE(mutated.bytes == frame);
    REQUIRE(mutated.said.empty());
    REQUIRE(mutated.mutations.empty());
  }
}

TEST_CASE("fuzz: taken out of a list, a mutation leaves what the others do as it was") {
  const auto frame = ids_response();
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Mutation noise{Kind::unknown_tlv, seed};
    const Mutation meant{Kind::string_size, seed + 1000};
    const auto alone = fuzz::apply(frame, std::array{meant});
    const auto both = fuzz::apply(frame, std::array{noise, meant});
    if (alone.said.empty() || both.said.size() != 2) continue;
    REQUIRE(both.said[1] == alone.said[0]);
    ++compared;
  }
  REQUIRE(compared > 150);
}

TEST_CASE("fuzz: changes are told in words") {
  const auto frame = ids_response();
  const auto said = [&](Kind kind, std::uint64_t seed) {
    const auto mutated = fuzz::apply(frame, std::array{Mutation{kind, seed}});
    return mutated.said.empty() ? std::string() : mutated.said.front();
  };
  std::set<std::string> all;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    for (const auto& info : fuzz::kinds()) all.insert(said(info.kind, seed));
  }
  REQUIRE(all.count("TLV 0x11 'imei' length 15 -> 65535") == 1);
  REQUIRE(all.count("TLV 0x11 'imei' is missing") == 1);
  REQUIRE(all.count("TLV 0x02 'result' error: None (0) -> Internal (3)") + all.count("result: status 1, error 3") >= 1);
  REQUIRE(all.count("TLV 0x11 'imei' is there twice") == 1);
  REQUIRE(fuzz::apply(frame, std::array{Mutation{Kind::missing_tlv, 1}}, {.words = false}).said.empty());
}

TEST_CASE("fuzz: kinds that keep lengths right give messages that can be decoded") {
  fuzz::Random random(11);
  std::size_t decoded = 0, all = 0;
  for_every_message([&](std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    const auto frame = seed_frame(service, spec, kind, fuzz::Form::full);
    const Kind right[] = {Kind::integer,     Kind::enum_other,  Kind::enum_unknown,   Kind::string_size,
                          Kind::array_size,  Kind::fresh_value, Kind::missing_tlv,    Kind::repeated_tlv,
                          Kind::unknown_tlv, Kind::absent_tlv,  Kind::reordered_tlvs, Kind::result,
                          Kind::client_id,   Kind::address,     Kind::fresh_message};
    for (const Kind only : right) {
      const auto mutated = fuzz::mutate(frame, random, std::span(&only, 1), {.max_mutations = 1});
      if (mutated.mutations.empty()) continue;
      ++all;
      const auto message = qmi::decode(mutated.bytes);
      CAPTURE(mutated.said.front());
      REQUIRE(message);
      ++decoded;
    }
  });
  REQUIRE(decoded == all);
  REQUIRE(all > 5000);
}

TEST_CASE("fuzz: nothing grows beyond the limit, and any bytes may be given") {
  fuzz::Random random(5);
  qmi::Bytes bytes = ids_response();
  for (int i = 0; i < 3000; ++i) {
    bytes = fuzz::mutate(bytes, random, {.max_bytes = 300, .words = false}).bytes;
    REQUIRE(bytes.size() <= 300);
  }
  for (std::size_t size = 0; size < 100; ++size) {
    qmi::Bytes noise(size);
    for (auto& byte : noise) byte = random.one_in(3) ? std::uint8_t{1} : random.byte();
    for (int i = 0; i < 20; ++i) REQUIRE(fuzz::mutate(noise, random, {.max_bytes = 200}).bytes.size() <= 200);
  }
  REQUIRE_FALSE(fuzz::mutate({}, random).bytes.empty());
  REQUIRE(fuzz::mutate({}, random, {.max_bytes = 0}).bytes.empty());
}

TEST_CASE("fuzz: bare messages keep their service, and get no QMUX header") {
  const auto* spec = qmi::find_message(qmi::dms::service, qmi::dms::get_ids::id);
  fuzz::Random random(2);
  auto message = fuzz::some_message(qmi::dms::service, *spec, qmi::MessageKind::response, fuzz::Form::full, random);
  const fuzz::Framing bare{.bare = true, .service = qmi::dms::service};
  const auto bytes = fuzz::Draft{bare, {message}, {}, 0}.bytes();
  REQUIRE(bytes.size() == message.sdu_size());
  const auto mutated = fuzz::apply(bytes, std::array{Mutation{Kind::missing_tlv, 1}}, {.framing = bare});
  REQUIRE(mutated.bytes.size() < bytes.size());
  REQUIRE(fuzz::read(mutated.bytes, bare).messages.size() == 1);
  REQUIRE(fuzz::apply(bytes, std::array{Mutation{Kind::service, 1}}, {.framing = bare}).mutations.empty());
}

TEST_CASE("fuzz: two inputs are crossed by their TLVs and messages, not in the middle of one") {
  fuzz::Random random(9);
  std::size_t decoded = 0;
  const auto ids = ids_response();
  const auto* spec = qmi::find_message(qmi::nas::service, qmi::nas::get_serving_system::id);
  const auto serving = seed_frame(qmi::nas::service, *spec, qmi::MessageKind::response, fuzz::Form::full);
  std::set<qmi::Bytes> different;
  for (int i = 0; i < 200; ++i) {
    const auto crossed = fuzz::cross(ids, serving, random);
    different.insert(crossed.bytes);
    for (const auto& message : fuzz::read(crossed.bytes).messages) decoded += message.length ? 0U : 1U;
    REQUIRE(fuzz::read(crossed.bytes).after.empty());
  }
  REQUIRE(different.size() > 80);
  REQUIRE(decoded >= 200);
  REQUIRE(fuzz::cross(ids, {}, random).bytes == ids);
  REQUIRE(fuzz::cross({}, ids, random).bytes == ids);
}
