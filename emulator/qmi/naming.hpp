#pragma once

#include <string>
#include <string_view>

namespace modembench::qmi {

/// What `same_name` compares: lower case, without spaces, '-' and '_'.
[[nodiscard]] std::string plain_name(std::string_view name);

}  // namespace modembench::qmi
