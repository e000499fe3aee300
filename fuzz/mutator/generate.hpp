#pragma once

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/spec.hpp"
#include "fuzz/mutator/draft.hpp"
#include "fuzz/mutator/random.hpp"

/// Messages and values from the schema alone.
namespace modembench::fuzz {

enum class Form : std::uint8_t {
  minimal,  ///< mandatory TLVs only, nothing in strings and lists, no optional members
  full,     ///< every TLV and member, something in every string and list
  random,   ///< something in between
};

/// The bytes of one value, whole and plausible (named values of enumerations, an IMEI where `name` says so).
[[nodiscard]] qmi::Bytes some_value(const qmi::TypeSpec& type, Form form, Random& random, std::string_view name = {});

/// A text such as modems say them: an operator, an APN, an IMEI …; mostly of the sort that `name` asks for.
[[nodiscard]] std::string_view some_text(std::string_view name, Random& random);

/// A message of the schema. A response has a Result (success) first. Client id and transaction are 1.
[[nodiscard]] DraftMessage some_message(std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind,
                                        Form form, Random& random);

/// The Result TLV of a response; `error` 0 is success.
[[nodiscard]] DraftTlv result(std::uint16_t error);

}  // namespace modembench::fuzz
