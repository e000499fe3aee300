#include "emulator/qmi/error.hpp"

#include <fmt/format.h>

namespace modembench::qmi {

std::string Error::to_string() const { return fmt::format("offset {}, {}: {}", offset, field, what); }

}  // namespace modembench::qmi
