#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/cat.hpp"

namespace modembench::modem {

/// What the card application toolkit service remembers. This SIM has no applications: nobody is ever told anything.
struct CatState {
  struct Client {
    qmi::cat::ReportMask wanted{};  ///< by Set Event Report
  };
  std::array<Client, 256> clients{};  ///< by client id
};

/// The card application toolkit service. Sorted by message.
[[nodiscard]] std::span<const Route> cat_routes();

}  // namespace modembench::modem
