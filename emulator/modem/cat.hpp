#pragma once

#include <cstdint>
#include <span>

#include "emulator/modem/per_client.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/enums/cat.hpp"

namespace modembench::modem {

/// What the card application toolkit service remembers. This SIM has no applications, so no client is ever told
/// anything.
struct CatState {
  struct Client {
    qmi::cat::ReportMask wanted{};  ///< by Set Event Report
  };
  PerClient<Client> clients;
};

/// The handlers of the card application toolkit service, sorted by message.
[[nodiscard]] std::span<const Route> cat_routes();

}  // namespace modembench::modem
