#pragma once

#include <optional>

#include "emulator/qmi/message.hpp"
#include "emulator/scenario/name_reader.hpp"
#include "emulator/scenario/scenario.hpp"
#include "emulator/scenario/yaml_reader.hpp"

namespace modembench::scenario {

/// A request by its name and, if `where` isn't null, by TLVs that it must have.
[[nodiscard]] std::optional<RequestPattern> read_request_pattern(Reader& reader, const YamlNode& name,
                                                                 const YamlNode* where);

/// Whether the header is of that message; whether all its TLVs match, too.
[[nodiscard]] bool is_that_message(const RequestPattern& pattern, const qmi::Message& request);
[[nodiscard]] bool matches(const RequestPattern& pattern, const qmi::Message& request);

}  // namespace modembench::scenario
