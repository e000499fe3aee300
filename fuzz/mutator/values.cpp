#include <array>

#include "fuzz/mutator/generate.hpp"
#include "fuzz/mutator/work.hpp"

/// Numbers, enumerations, addresses and bits: sizes stay as they are.
namespace modembench::fuzz {

namespace {

bool is_number(const Site& site) { return site.kind == Site::Kind::integer; }
bool is_enumeration(const Site& site) {
  return is_number(site) && site.type->enumeration != nullptr && !site.type->enumeration->values.empty();
}

std::string name_of(const qmi::EnumSpec* enumeration, std::uint64_t number) {
  const auto* found = enumeration == nullptr ? nullptr : enumeration->find(number);
  return found == nullptr ? fmt::format("{}", number) : fmt::format("{} ({})", found->name, number);
}

bool put_number(Work& work, const Found& found, std::uint64_t number) {
  const qmi::TypeSpec& type = *found.at().type;
  const std::uint64_t before = read_number(found.bytes(), type.big_endian);
  write_number(found.bytes(), number, type.big_endian);
  const std::uint64_t now = read_number(found.bytes(), type.big_endian);
  if (work.limits.words) {
    work.say("{}: {} -> {}", found.words(), name_of(type.enumeration, before), name_of(type.enumeration, now));
  }
  return now != before;
}

/// An extreme; or what another number of the same value says.
bool integer(Work& work) {
  const auto found = find_site(work, is_number);
  if (!found) return false;
  const std::uint64_t before = read_number(found->bytes(), found->at().type->big_endian);
  std::uint64_t number = extreme(work.random, found->at().size, before);
  if (work.random.one_in(8)) {
    const Site& other = work.random.pick(found->sites.all());
    if (other.kind == Site::Kind::integer) {
      number = read_number(std::span(found->tlv->value).subspan(other.offset, other.size), other.type->big_endian);
    }
  }
  return put_number(work, *found, number);
}

bool enum_other(Work& work) {
  const auto found = find_site(work, is_enumeration);
  if (!found) return false;
  return put_number(work, *found, work.random.pick(found->at().type->enumeration->values).value);
}

bool enum_unknown(Work& work) {
  const auto found = find_site(work, is_enumeration);
  if (!found) return false;
  const qmi::EnumSpec& enumeration = *found->at().type->enumeration;
  const std::uint64_t first = enumeration.values.front().value;
  const std::uint64_t last = enumeration.values.back().value;
  const std::uint64_t most = ~std::uint64_t{0} >> (64U - 8U * found->at().size);
  const std::uint64_t all[] = {last + 1, first - 1, last + 2, most, most >> 1U, (most >> 1U) + 1, work.random.next()};
  std::uint64_t number = work.random.pick(all) & most;
  for (std::uint64_t tries = 0; enumeration.find(number) != nullptr && tries < 256; ++tries)
    number = (number + 1) & most;
  return put_number(work, *found, number);
}

bool flip_bits(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  DraftTlv* tlv = work.chosen(message->tlvs, [](const DraftTlv& one) { return !one.value.empty(); });
  if (tlv == nullptr) return false;
  const std::size_t bits = 1 + work.random.below(4);
  for (std::size_t i = 0; i < bits; ++i) {
    const std::size_t at = work.random.below(tlv->value.size());
    const auto bit = static_cast<unsigned>(work.random.below(8));
    tlv->value[at] = static_cast<std::uint8_t>(tlv->value[at] ^ (1U << bit));
    work.say("{}: bit {} of byte {} flipped", message->words_for(*tlv), bit, at);
  }
  return true;
}

bool address(Work& work) {
  const auto found = find_site(work, [](const Site& site) { return site.kind == Site::Kind::address; });
  if (!found) return false;
  const std::uint64_t all[] = {0, 0xFFFFFFFFU, 0x7F000001U, 0xE0000001U, work.random.next()};
  const std::uint64_t number = work.random.pick(all);
  const auto bytes = found->bytes();
  for (std::size_t at = 0; at < bytes.size(); at += 4) write_number(bytes.subspan(at, 4), number, false);
  work.say("{}: address 0x{:08x}", found->words(), number & 0xFFFFFFFFU);
  return true;
}

bool fresh_value(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  DraftTlv* tlv = work.chosen(message->tlvs, [&](const DraftTlv& one) { return message->spec_of(one) != nullptr; });
  if (tlv == nullptr) return false;
  const qmi::TlvSpec& spec = *message->spec_of(*tlv);
  tlv->value = some_value(*spec.type, work.random.one_in(2) ? Form::full : Form::random, work.random, spec.name);
  tlv->length.reset();
  work.say("{}: another value of its type, {} bytes", message->words_for(*tlv), tlv->value.size());
  return true;
}

/// Bytes that are put in, taken out or overwritten, whatever they mean.
bool value_bytes(Work& work) {
  DraftMessage* message = work.message();
  DraftTlv* tlv = message == nullptr ? nullptr : work.chosen(message->tlvs);
  if (tlv == nullptr) return false;
  const std::size_t at = work.random.below(tlv->value.size() + 1);
  const std::size_t left = tlv->value.size() - at;
  const std::size_t out = work.random.below(std::min<std::size_t>(left, 8) + 1);
  qmi::Bytes in(work.random.below(5) + (out == 0 ? 1 : 0));
  for (auto& byte : in) byte = work.random.one_in(4) ? std::uint8_t{0xFF} : work.random.byte();
  const auto begin = tlv->value.begin() + static_cast<std::ptrdiff_t>(at);
  tlv->value.insert(tlv->value.erase(begin, begin + static_cast<std::ptrdiff_t>(out)), in.begin(), in.end());
  work.say("{}: at byte {}, {} out, [{}] in", message->words_for(*tlv), at, out, qmi::to_hex(in));
  return true;
}

}  // namespace

Mutate values_of(Kind kind) {
  switch (kind) {
    case Kind::integer:
      return integer;
    case Kind::enum_other:
      return enum_other;
    case Kind::enum_unknown:
      return enum_unknown;
    case Kind::flip_bits:
      return flip_bits;
    case Kind::address:
      return address;
    case Kind::fresh_value:
      return fresh_value;
    case Kind::value_bytes:
      return value_bytes;
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
