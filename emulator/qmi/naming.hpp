#pragma once

#include <string>
#include <string_view>

namespace modembench::qmi {

/// A name as `same_name` compares it: in lower case, without spaces, '-' and '_'.
[[nodiscard]] std::string plain_name(std::string_view name);

}  // namespace modembench::qmi
