#include "emulator/modem/firmware.hpp"

#include <algorithm>

#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

using qmi::ErrorCode;

namespace {

/// "02.20.03.00" of "02.20.03.00_GENERIC": what a PRI image and the modem image it is for have in common.
std::string_view version_of(std::string_view build_id) { return build_id.substr(0, build_id.rfind('_')); }

}  // namespace

ImageName Firmware::name_of(const ImageSettings& image) {
  ImageName name{{}, image.build_id};
  std::copy_n(image.unique_id.begin(), std::min(image.unique_id.size(), name.unique_id.size()), name.unique_id.begin());
  return name;
}

Firmware::Firmware(const FirmwareSettings& settings) {
  of(Type::Modem).stored = settings.modem_images;
  of(Type::PRI).stored = settings.pri_images;
  for (const Type type : kTypes) {
    Images& images = of(type);
    if (!images.stored.empty()) images.preferred = name_of(images.stored.front());
  }
  power_on();
}

std::uint8_t Firmware::running_index(Type type) const {
  const Images& images = of(type);
  const auto found = std::find_if(images.stored.begin(), images.stored.end(),
                                  [&](const ImageSettings& image) { return name_of(image) == images.running; });
  return found != images.stored.end() ? static_cast<std::uint8_t>(found - images.stored.begin()) : kNotStored;
}

const ImageSettings* Firmware::find(Type type, const ImageName& name) const {
  const auto& stored = of(type).stored;
  const auto found =
      std::find_if(stored.begin(), stored.end(), [&](const ImageSettings& image) { return name_of(image) == name; });
  return found != stored.end() ? &*found : nullptr;
}

ErrorCode Firmware::remove(Type type, const ImageName& name) {
  Images& images = of(type);
  const ImageSettings* image = find(type, name);
  // Both guessed from the meaning of the codes.
  if (image == nullptr) return ErrorCode::NoEntry;
  if (name == images.running) return ErrorCode::DeviceInUse;
  images.stored.erase(images.stored.begin() + (image - images.stored.data()));
  return ErrorCode::None;
}

void Firmware::power_on() {
  for (const Type type : kTypes) {
    Images& images = of(type);
    if (find(type, images.preferred) != nullptr) images.running = images.preferred;
  }
}

// A real one waits in its boot loader for an image it hasn't got, which is another USB device; that it is seen
// offline instead is a simplification. The reasons are guessed from their names, and that build ids must agree
// from the answer qmicli shows to whom selected a wrong pair.
std::uint16_t Firmware::offline_reason() const {
  using qmi::dms::OfflineReason;
  const Images& modem = of(Type::Modem);
  const Images& pri = of(Type::PRI);
  std::uint16_t reason = 0;
  if (modem.running != modem.preferred) reason |= static_cast<std::uint16_t>(OfflineReason::HostImageMisconfiguration);
  if (pri.running != pri.preferred) reason |= static_cast<std::uint16_t>(OfflineReason::PriImageMisconfiguration);
  if (!pri.running.build_id.empty() && version_of(pri.running.build_id) != version_of(modem.running.build_id)) {
    reason |= static_cast<std::uint16_t>(OfflineReason::PriVersionIncompatible);
  }
  return reason;
}

}  // namespace modembench::modem
