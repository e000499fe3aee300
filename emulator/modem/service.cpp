#include "emulator/modem/service.hpp"

#include <algorithm>
#include <array>

#include "emulator/modem/core.hpp"
#include "emulator/modem/wds_calls.hpp"
#include "emulator/qmi/service_numbers.hpp"

namespace modembench::modem {

namespace {

// The columns of a service whose state, a member of the core, says it all.

template <auto state>
void start_anew(Core& core) {
  core.*state = {};
}

template <auto state>
std::optional<Instant> deadline_of(const Core& core) {
  return (core.*state).next_deadline();
}

template <auto state>
void forget_client_of(Core& core, std::uint8_t client) {
  (core.*state).clients.forget(client);
}

// Device management comes before all that lives on the radio: it may switch the modem off.
constexpr std::array kServices = {
    Service{
        .id = qmi::ctl::service,
        .routes = ctl_routes,
        .power_on = start_anew<&Core::ctl>,
    },
    Service{
        .id = qmi::dms::service,
        .routes = dms_routes,
        .power_on = power_on_dms,
        .advance = advance_dms,
        .next_deadline = deadline_of<&Core::dms>,
        .restore_defaults = restore_dms_defaults,
        .forget_client = forget_client_of<&Core::dms>,
    },
    Service{
        .id = qmi::nas::service,
        .routes = nas_routes,
        .power_on = power_on_nas,
        .advance = advance_nas,
        .next_deadline = deadline_of<&Core::nas>,
        .restore_defaults = restore_nas_defaults,
        .forget_client = forget_nas_client,
    },
    Service{
        .id = qmi::wds::service,
        .routes = wds_routes,
        .power_on = power_on_wds,
        .advance = advance_wds,
        .next_deadline = deadline_of<&Core::wds>,
        .restore_defaults = restore_wds_defaults,
        .forget_client = forget_wds_client,
    },
    Service{
        .id = qmi::wms::service,
        .routes = wms_routes,
        .power_on = power_on_wms,
        .advance = advance_wms,
        .next_deadline = deadline_of<&Core::wms>,
        .forget_client = forget_wms_client,
    },
    Service{
        .id = qmi::pds::service,
        .routes = pds_routes,
        .power_on = power_on_pds,
        .advance = advance_pds,
        .next_deadline = deadline_of<&Core::pds>,
        .forget_client = forget_client_of<&Core::pds>,
    },
    Service{
        .id = qmi::oma::service,
        .routes = oma_routes,
        .power_on = power_on_oma,
        .advance = advance_oma,
        .next_deadline = deadline_of<&Core::oma>,
        .forget_client = forget_client_of<&Core::oma>,
    },
    Service{
        .id = qmi::voice::service,
        .routes = voice_routes,
        .advance = advance_voice,
        .next_deadline = deadline_of<&Core::voice>,
        .forget_client = forget_voice_client,
    },
    Service{
        .id = qmi::cat::service,
        .routes = cat_routes,
        .forget_client = forget_client_of<&Core::cat>,
    },
    Service{
        .id = qmi::rms::service,
        .routes = rms_routes,
    },
};

}  // namespace

std::span<const Service> services() { return kServices; }

const Service* find_service(std::uint8_t id) {
  const auto found =
      std::find_if(kServices.begin(), kServices.end(), [&](const Service& service) { return service.id == id; });
  return found != kServices.end() ? &*found : nullptr;
}

}  // namespace modembench::modem
