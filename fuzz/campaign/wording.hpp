#pragma once

#include <string>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "fuzz/campaign/twist.hpp"

namespace modembench::fuzz {

/// How the scenario language says that `sent` goes out in the place of `meant`, a whole frame: by fields that change
/// (which also fits where transaction and client ids have become others), or else byte by byte.
[[nodiscard]] std::vector<Part> wording(qmi::ByteView meant, qmi::ByteView sent, const std::string& said);

}  // namespace modembench::fuzz
