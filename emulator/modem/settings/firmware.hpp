#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace modembench::modem {

/// A firmware image that is stored in the modem.
struct ImageSettings {
  std::string build_id;
  std::string unique_id;  ///< at most 16 bytes; filled up with 0
  std::uint8_t storage_index = 255;
  std::uint8_t failure_count = 255;
  std::uint16_t boot_major = 0;  ///< boot version, of a modem image
  std::uint16_t boot_minor = 0;
  std::uint32_t pri_version = 0;  ///< version, of a PRI image
  std::string pri_info;           ///< at most 32 bytes
  std::uint32_t oem_lock_id = 0;
};

/// The firmware that is stored in the modem.
struct FirmwareSettings {
  std::uint32_t id = 0;  ///< id in the scheme before there were stored images
  std::uint32_t host_lock_id = 0;
  std::uint8_t maximum_images = 4;  ///< how many images of each type
  std::uint8_t maximum_build_id = 32;
  std::vector<ImageSettings> modem_images;  ///< the first one runs
  std::vector<ImageSettings> pri_images;
};

}  // namespace modembench::modem
