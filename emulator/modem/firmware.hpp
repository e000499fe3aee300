#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/modem/settings/firmware.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// What names an image: its type is known from the list it stands in.
struct ImageName {
  using UniqueId = std::array<std::uint8_t, 16>;
  UniqueId unique_id{};
  std::string build_id;
  bool operator==(const ImageName&) const = default;
};

/// The images in the modem's flash: which are stored, which run, and which are to run from the next start on.
/// All of it outlives a power cycle.
class Firmware {
 public:
  using Type = qmi::dms::FirmwareImageType;
  /// What List Stored Images says where the image that runs isn't stored (seen on a later Sierra:
  /// libqmi-devel, 2017-January/001968).
  static constexpr std::uint8_t kNotStored = 255;

  explicit Firmware(const FirmwareSettings& settings);

  [[nodiscard]] const std::vector<ImageSettings>& stored(Type type) const { return of(type).stored; }
  [[nodiscard]] std::uint8_t running_index(Type type) const;
  /// Null if it isn't stored.
  [[nodiscard]] const ImageSettings* find(Type type, const ImageName& name) const;
  /// NoEntry if it isn't stored, DeviceInUse if it runs.
  qmi::ErrorCode remove(Type type, const ImageName& name);

  [[nodiscard]] const ImageName& preferred(Type type) const { return of(type).preferred; }
  /// False where there is nothing that could run.
  [[nodiscard]] bool has_preference(Type type) const { return preferred(type) != ImageName{}; }
  void prefer(Type type, ImageName name) { of(type).preferred = std::move(name); }

  /// Power comes on: the preferred images run, if they are stored.
  void power_on();
  /// Why they can't take the modem online (DMS OfflineReason flags); 0: they can.
  [[nodiscard]] std::uint16_t offline_reason() const;

  [[nodiscard]] static ImageName name_of(const ImageSettings& image);

 private:
  struct Images {
    std::vector<ImageSettings> stored;
    ImageName running;
    ImageName preferred;
  };
  static constexpr std::array kTypes = {Type::Modem, Type::PRI};

  [[nodiscard]] Images& of(Type type) { return images_[static_cast<std::size_t>(type)]; }
  [[nodiscard]] const Images& of(Type type) const { return images_[static_cast<std::size_t>(type)]; }

  std::array<Images, 2> images_;
};

}  // namespace modembench::modem
