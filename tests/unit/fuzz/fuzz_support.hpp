#pragma once

#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/generate.hpp"

/// Frames made from the schema, for tests of what changes them.
namespace fuzz_support {

namespace fuzz = modembench::fuzz;
namespace qmi = modembench::qmi;

template <class Do>
void for_every_message(Do&& act) {
  for (const auto& service : qmi::services()) {
    for (const auto& spec : service.messages) {
      if (spec.has_request) act(service.id, spec, qmi::MessageKind::request);
      if (spec.has_request) act(service.id, spec, qmi::MessageKind::response);
      if (spec.has_indication) act(service.id, spec, qmi::MessageKind::indication);
    }
  }
}

inline qmi::Bytes seed_frame(std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind,
                             fuzz::Form form) {
  fuzz::Random random(spec.id);
  return fuzz::Draft{{}, {fuzz::some_message(service, spec, kind, form, random)}, {}, 0}.bytes();
}

/// DMS Get IDs, a response with an IMEI of 15 digits.
inline qmi::Bytes ids_response() {
  const auto* spec = qmi::find_message(qmi::dms::service, qmi::dms::get_ids::id);
  fuzz::Random random(1);
  auto message = fuzz::some_message(qmi::dms::service, *spec, qmi::MessageKind::response, fuzz::Form::full, random);
  constexpr std::string_view kImei = "359475020123456";
  for (auto& tlv : message.tlvs) {
    if (tlv.id == qmi::dms::get_ids::response::imei) tlv.value.assign(kImei.begin(), kImei.end());
  }
  return fuzz::Draft{{}, {message}, {}, 0}.bytes();
}

}  // namespace fuzz_support
