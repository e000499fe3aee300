#include <algorithm>

#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/generate.hpp"
#include "fuzz/mutator/work.hpp"

/// TLVs that come, go and change their places; every length is right.
namespace modembench::fuzz {

namespace {

struct Chosen {
  DraftMessage* message = nullptr;
  DraftTlv* tlv = nullptr;
  explicit operator bool() const { return tlv != nullptr; }
};

Chosen some_tlv(Work& work) {
  DraftMessage* message = work.message();
  return {message, message == nullptr ? nullptr : work.chosen(message->tlvs)};
}

void insert(Work& work, DraftMessage& message, DraftTlv tlv) {
  const auto at = static_cast<std::ptrdiff_t>(work.random.below(message.tlvs.size() + 1));
  message.tlvs.insert(message.tlvs.begin() + at, std::move(tlv));
}

bool missing(Work& work) {
  const Chosen chosen = some_tlv(work);
  if (!chosen) return false;
  work.say("{} is missing", chosen.message->words_for(*chosen.tlv));
  chosen.message->tlvs.erase(chosen.message->tlvs.begin() + (chosen.tlv - chosen.message->tlvs.data()));
  return true;
}

bool repeated(Work& work) {
  const Chosen chosen = some_tlv(work);
  if (!chosen) return false;
  DraftTlv copy = *chosen.tlv;
  const qmi::TlvSpec* spec = chosen.message->spec_of(copy);
  const bool other = spec != nullptr && work.random.one_in(2);
  if (other) copy.value = some_value(*spec->type, Form::full, work.random, spec->name);
  copy.key = work.new_key();
  work.say("{} is there twice{}", chosen.message->words_for(copy), other ? ", with another value" : "");
  insert(work, *chosen.message, std::move(copy));
  return true;
}

bool unknown(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  DraftTlv tlv{.id = work.random.byte(), .key = work.new_key()};
  for (unsigned tries = 0; message->spec_of(tlv) != nullptr && tries < 256; ++tries) ++tlv.id;
  tlv.value.resize(work.random.below(9));
  for (auto& byte : tlv.value) byte = work.random.byte();
  work.say("TLV 0x{:02x}, unknown to the schema, [{}]", tlv.id, qmi::to_hex(tlv.value));
  insert(work, *message, std::move(tlv));
  return true;
}

bool absent(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const qmi::TlvSpec* best = nullptr;
  for (const auto& spec : message->known_tlvs()) {
    const bool there =
        std::any_of(message->tlvs.begin(), message->tlvs.end(), [&](const DraftTlv& tlv) { return tlv.id == spec.id; });
    if (!there && (best == nullptr || work.rank(spec.id) > work.rank(best->id))) best = &spec;
  }
  if (best == nullptr) return false;
  DraftTlv tlv{
      .id = best->id, .value = some_value(*best->type, Form::full, work.random, best->name), .key = mixed(best->id, 0)};
  work.say("{} comes besides, {} bytes", message->words_for(tlv), tlv.value.size());
  if (work.random.one_in(4)) {
    insert(work, *message, std::move(tlv));
  } else {
    message->tlvs.push_back(std::move(tlv));
  }
  return true;
}

/// A TLV of any message of the same service, or of any service.
bool foreign(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr) return false;
  const qmi::ServiceSpec* service = qmi::find_service(message->service);
  const auto all = qmi::services();
  if (service == nullptr || work.random.one_in(3)) service = &work.random.pick(all);
  for (unsigned tries = 0; tries < 8 && !service->messages.empty(); ++tries) {
    const qmi::MessageSpec& other = work.random.pick(service->messages);
    const auto tlvs = other.response.empty() ? other.indication : other.response;
    if (tlvs.empty() || other.id == message->message) continue;
    const qmi::TlvSpec& spec = work.random.pick(tlvs);
    work.say("TLV 0x{:02x} '{}' of {} {}", spec.id, spec.name, service->name, other.name);
    insert(work, *message,
           {.id = spec.id, .value = some_value(*spec.type, Form::full, work.random, spec.name), .key = work.new_key()});
    return true;
  }
  return false;
}

bool reordered(Work& work) {
  const Chosen chosen = some_tlv(work);
  if (!chosen || chosen.message->tlvs.size() < 2) return false;
  auto& tlvs = chosen.message->tlvs;
  const std::size_t from = static_cast<std::size_t>(chosen.tlv - tlvs.data());
  const std::size_t to = (from + 1 + work.random.below(tlvs.size() - 1)) % tlvs.size();
  work.say("{} and {} change places", chosen.message->words_for(tlvs[from]), chosen.message->words_for(tlvs[to]));
  std::swap(tlvs[from], tlvs[to]);
  return true;
}

bool empty(Work& work) {
  const Chosen chosen = some_tlv(work);
  if (!chosen || chosen.tlv->value.empty()) return false;
  work.say("{}: empty, had {} bytes", chosen.message->words_for(*chosen.tlv), chosen.tlv->value.size());
  chosen.tlv->value.clear();
  chosen.tlv->length.reset();
  return true;
}

bool shortened(Work& work) {
  const Chosen chosen = some_tlv(work);
  if (!chosen || chosen.tlv->value.empty()) return false;
  const std::size_t before = chosen.tlv->value.size();
  const std::size_t now = work.random.one_in(2) ? before - 1 : work.random.below(before);
  work.say("{}: ends after {} of {} bytes", chosen.message->words_for(*chosen.tlv), now, before);
  chosen.tlv->value.resize(now);
  chosen.tlv->length.reset();
  return true;
}

bool oversized(Work& work) {
  static constexpr std::size_t kMore[] = {1, 2, 3, 4, 8, 16, 64, 255, 256, 1024, 2048, 4096};
  const Chosen chosen = some_tlv(work);
  if (!chosen) return false;
  const std::size_t more = work.random.pick(kMore);
  const std::uint8_t byte = work.random.one_in(2) ? std::uint8_t{0xFF} : work.random.byte();
  work.say("{}: {} more bytes 0x{:02x} after its {}", chosen.message->words_for(*chosen.tlv), more, byte,
           chosen.tlv->value.size());
  chosen.tlv->value.resize(chosen.tlv->value.size() + more, byte);
  chosen.tlv->length.reset();
  return true;
}

bool changed_result(Work& work) {
  DraftMessage* message = work.message();
  if (message == nullptr || message->kind() != qmi::MessageKind::response) return false;
  const auto at = std::find_if(message->tlvs.begin(), message->tlvs.end(),
                               [](const DraftTlv& tlv) { return tlv.id == qmi::result_tlv().id; });
  const qmi::EnumSpec& errors = qmi::error_codes();
  const bool succeeded = at == message->tlvs.end() || at->value.empty() || at->value[0] == 0;
  const std::uint64_t error = succeeded || work.random.one_in(3) ? work.random.pick(errors.values).value : 0;
  DraftTlv now = result(static_cast<std::uint16_t>(error));
  if (work.random.one_in(6)) now.value[0] ^= 1U;  // a status that contradicts its error
  work.say("result: status {}, error {}", now.value[0], error);
  if (at == message->tlvs.end()) {
    message->tlvs.insert(message->tlvs.begin(), std::move(now));
  } else {
    *at = std::move(now);
  }
  return true;
}

}  // namespace

Mutate tlvs_of(Kind kind) {
  switch (kind) {
    case Kind::missing_tlv:
      return missing;
    case Kind::repeated_tlv:
      return repeated;
    case Kind::unknown_tlv:
      return unknown;
    case Kind::absent_tlv:
      return absent;
    case Kind::foreign_tlv:
      return foreign;
    case Kind::reordered_tlvs:
      return reordered;
    case Kind::empty_tlv:
      return empty;
    case Kind::short_tlv:
      return shortened;
    case Kind::oversized_tlv:
      return oversized;
    case Kind::result:
      return changed_result;
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
