#include "emulator/modem/dms_firmware.hpp"

#include <array>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;
using Type = Firmware::Type;

constexpr std::array kTypes = {Type::Modem, Type::PRI};

bool is_known(Type type) { return type <= Type::PRI; }

ImageName name_of(const dms::FirmwareImage& image) { return {image.unique_id, image.build_id}; }

/// Of each type one at most, and no name longer than the modem can keep.
ErrorCode check_preference(const std::vector<dms::FirmwareImage>& images, std::size_t longest) {
  if (images.empty()) return ErrorCode::InvalidArgument;
  std::array<bool, kTypes.size()> seen{};
  for (const dms::FirmwareImage& image : images) {
    if (!is_known(image.type) || std::exchange(seen[static_cast<std::size_t>(image.type)], true)) {
      return ErrorCode::InvalidArgument;
    }
    if (image.build_id.size() > longest) return ErrorCode::ArgumentTooLong;
  }
  return ErrorCode::None;
}

std::vector<dms::StoredImage> list_of(const std::vector<ImageSettings>& images) {
  std::vector<dms::StoredImage> list;
  for (const ImageSettings& image : images) {
    list.push_back({image.storage_index, image.failure_count, Firmware::name_of(image).unique_id, image.build_id});
  }
  return list;
}

void tell(const ImageSettings& image, dms::PriVersion& pri) {
  constexpr std::size_t kInfoSize = 32;
  pri.pri_version = image.pri_version;
  pri.pri_info = image.pri_info;
  pri.pri_info.resize(kInfoSize);
}

}  // namespace

void get_host_lock_id(Core& core, const Asked<dms::get_host_lock_id::Request>& request) {
  core.respond(request, dms::get_host_lock_id::Response{.host_lock_id = core.settings.firmware.host_lock_id});
}

void get_firmware_preference(Core& core, const Asked<dms::get_firmware_preference::Request>& request) {
  dms::get_firmware_preference::Response response;
  for (const Type type : kTypes) {
    const ImageName& name = core.dms.firmware.preferred(type);
    if (core.dms.firmware.has_preference(type)) response.list.push_back({type, name.unique_id, name.build_id});
  }
  core.respond(request, response);
}

void set_firmware_preference(Core& core, const Asked<dms::set_firmware_preference::Request>& request) {
  const std::uint8_t longest = core.settings.firmware.maximum_build_id;
  const ErrorCode error = check_preference(request->list, longest);
  dms::set_firmware_preference::Response response;
  if (error != ErrorCode::None) {
    if (error == ErrorCode::ArgumentTooLong) response.maximum_build_id_length = longest;
    return core.refuse(request, error, response);
  }
  const bool downloads_anyway = request->download_override.value_or(0) != 0;
  for (const dms::FirmwareImage& image : request->list) {
    const ImageName name = name_of(image);
    const bool is_missing = downloads_anyway || core.dms.firmware.find(image.type, name) == nullptr;
    if (is_missing) response.image_download_list.push_back(image.type);
    core.dms.firmware.prefer(image.type, name);
  }
  core.respond(request, response);
}

void list_stored_images(Core& core, const Asked<dms::list_stored_images::Request>& request) {
  const Firmware& firmware = core.dms.firmware;
  dms::list_stored_images::Response response;
  for (const Type type : kTypes) {
    response.list.push_back(
        {type, core.settings.firmware.maximum_images, firmware.running_index(type), list_of(firmware.stored(type))});
  }
  core.respond(request, response);
}

void delete_stored_image(Core& core, const Asked<dms::delete_stored_image::Request>& request) {
  const dms::FirmwareImage& image = request->image_details;
  core.answer(request,
              is_known(image.type) ? core.dms.firmware.remove(image.type, name_of(image)) : ErrorCode::InvalidArgument);
}

void get_stored_image_info(Core& core, const Asked<dms::get_stored_image_info::Request>& request) {
  const dms::FirmwareImage& details = request->image_details;
  if (!is_known(details.type)) return core.refuse(request, ErrorCode::InvalidArgument);
  const ImageSettings* image = core.dms.firmware.find(details.type, name_of(details));
  if (image == nullptr) return core.refuse(request, ErrorCode::NoEntry);
  dms::get_stored_image_info::Response response{.oem_lock_id = image->oem_lock_id};
  if (details.type == Type::Modem) {
    response.boot_version = {image->boot_major, image->boot_minor};
  } else {
    tell(*image, response.pri_version.emplace());
  }
  core.respond(request, response);
}

}  // namespace modembench::modem
