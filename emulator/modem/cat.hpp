#pragma once

#include <cstdint>
#include <span>

#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/cat.hpp"

namespace modembench::modem {

/// What the card application toolkit service remembers. This SIM has no applications: nobody is ever told anything.
struct CatState {
  struct Client {
    qmi::cat::ReportMask wanted{};  ///< by Set Event Report
  };
  PerClient<Client> clients;
};

/// The card application toolkit service. Sorted by message.
[[nodiscard]] std::span<const Route> cat_routes();

}  // namespace modembench::modem
