#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/modem/settings/firmware.hpp"
#include "emulator/qmi/enums/dms.hpp"

namespace modembench::modem {

/// The name of an image within the list of its type.
struct ImageName {
  using UniqueId = std::array<std::uint8_t, 16>;
  UniqueId unique_id{};
  std::string build_id;
  bool operator==(const ImageName&) const = default;
};

/// The images in the modem's flash: those that are stored, those that run, and those that are to run from the next
/// start on. All of this outlives a power cycle.
class Firmware {
 public:
  using Type = qmi::dms::FirmwareImageType;
  /// The index in List Stored Images where the image that runs isn't stored (seen on a later Sierra: libqmi-devel,
  /// 2017-January/001968).
  static constexpr std::uint8_t kNotStored = 255;

  explicit Firmware(const FirmwareSettings& settings);

  [[nodiscard]] const std::vector<ImageSettings>& stored(Type type) const { return of(type).stored; }
  [[nodiscard]] std::uint8_t running_index(Type type) const;
  /// The stored image of that name; null if none is.
  [[nodiscard]] const ImageSettings* find(Type type, const ImageName& name) const;
  /// Removes a stored image: NoEntry if it isn't stored, DeviceInUse if it runs.
  qmi::ErrorCode remove(Type type, const ImageName& name);

  [[nodiscard]] const ImageName& preferred(Type type) const { return of(type).preferred; }
  /// Whether an image of `type` is preferred; false where none is there that could run.
  [[nodiscard]] bool has_preference(Type type) const { return preferred(type) != ImageName{}; }
  void prefer(Type type, ImageName name) { of(type).preferred = std::move(name); }

  /// Lets the preferred images run, as at power-on, if they are stored.
  void power_on();
  /// Why the running images can't take the modem online (DMS OfflineReason flags); 0: they can.
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
