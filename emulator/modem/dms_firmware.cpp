#include "emulator/modem/dms_firmware.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "emulator/modem/core.hpp"

namespace modembench::modem {

namespace {

namespace dms = qmi::dms;
using qmi::ErrorCode;
using Type = Firmware::Type;

constexpr std::array kTypes = {Type::Modem, Type::PRI};

std::optional<Type> type_of(const qmi::Value* image) {
  const std::uint64_t type = number(image, "type");
  if (type > static_cast<std::uint64_t>(Type::PRI)) return std::nullopt;
  return static_cast<Type>(type);
}

qmi::Value bytes_of(const ImageName::UniqueId& unique_id) { return qmi::Bytes(unique_id.begin(), unique_id.end()); }

ImageName name_of(const qmi::Value* image) {
  ImageName name{{}, text(image, "build id")};
  const qmi::Value* unique_id = image != nullptr ? image->member("unique id") : nullptr;
  if (unique_id == nullptr) return name;
  if (const auto* bytes = std::get_if<qmi::Bytes>(&unique_id->data())) {
    std::copy_n(bytes->begin(), std::min(bytes->size(), name.unique_id.size()), name.unique_id.begin());
  }
  return name;
}

/// Of each type one at most, and no name longer than the modem can keep.
ErrorCode check_preference(const qmi::List& images, std::size_t longest) {
  if (images.empty()) return ErrorCode::InvalidArgument;
  std::array<bool, kTypes.size()> seen{};
  for (const qmi::Value& image : images) {
    const auto type = type_of(&image);
    if (!type || std::exchange(seen[static_cast<std::size_t>(*type)], true)) return ErrorCode::InvalidArgument;
    if (text(&image, "build id").size() > longest) return ErrorCode::ArgumentTooLong;
  }
  return ErrorCode::None;
}

qmi::Value list_of(const std::vector<ImageSettings>& images) {
  qmi::List list;
  for (const ImageSettings& image : images) {
    list.emplace_back(qmi::Struct{{"storage index", image.storage_index},
                                  {"failure count", image.failure_count},
                                  {"unique id", bytes_of(Firmware::name_of(image).unique_id)},
                                  {"build id", image.build_id}});
  }
  return list;
}

qmi::Struct pri_info(const ImageSettings& image) {
  constexpr std::size_t kSize = 32;
  std::string info(kSize, '\0');
  std::copy_n(image.pri_info.begin(), std::min(image.pri_info.size(), kSize), info.begin());
  qmi::Struct members;
  members.push_back({"pri version", image.pri_version});
  members.push_back({"pri info", qmi::Value(info)});
  return members;
}

}  // namespace

void get_firmware_id(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header).set(dms::get_firmware_id::response::firmware_id, core.dms.firmware_id));
}

// Guessed to be no more than a number that is kept; on later Sierras it leads into the boot loader.
void set_firmware_id(Core& core, const qmi::Message& request) {
  core.dms.firmware_id = static_cast<std::uint32_t>(number(request.find(dms::set_firmware_id::request::firmware_id)));
  core.succeed(request);
}

void get_host_lock_id(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header)
                .set(dms::get_host_lock_id::response::host_lock_id, core.profile.firmware.host_lock_id));
}

void get_firmware_preference(Core& core, const qmi::Message& request) {
  qmi::List list;
  for (const Type type : kTypes) {
    const ImageName& name = core.dms.firmware.preferred(type);
    if (!core.dms.firmware.has_preference(type)) continue;
    list.emplace_back(
        qmi::Struct{{"type", type}, {"unique id", bytes_of(name.unique_id)}, {"build id", name.build_id}});
  }
  core.send(qmi::response_to(request.header).set(dms::get_firmware_preference::response::list, std::move(list)));
}

void set_firmware_preference(Core& core, const qmi::Message& request) {
  namespace tlv = dms::set_firmware_preference::response;
  const qmi::List& images = request.find(dms::set_firmware_preference::request::list)->list();
  const std::uint8_t longest = core.profile.firmware.maximum_build_id;
  const ErrorCode error = check_preference(images, longest);
  if (error != ErrorCode::None) {
    qmi::Message refusal = Core::refusal(request.header, error);
    if (error == ErrorCode::ArgumentTooLong) refusal.set(tlv::maximum_build_id_length, longest);
    return core.send(std::move(refusal));
  }
  const bool downloads_anyway = number(request.find(dms::set_firmware_preference::request::download_override)) != 0;
  qmi::List missing;
  for (const qmi::Value& image : images) {
    const Type type = *type_of(&image);
    const ImageName name = name_of(&image);
    if (downloads_anyway || core.dms.firmware.find(type, name) == nullptr) missing.emplace_back(type);
    core.dms.firmware.prefer(type, name);
  }
  core.send(qmi::response_to(request.header).set(tlv::image_download_list, std::move(missing)));
}

void list_stored_images(Core& core, const qmi::Message& request) {
  const Firmware& firmware = core.dms.firmware;
  qmi::List list;
  for (const Type type : kTypes) {
    list.emplace_back(qmi::Struct{{"type", type},
                                  {"maximum images", core.profile.firmware.maximum_images},
                                  {"index of running image", firmware.running_index(type)},
                                  {"sublist", list_of(firmware.stored(type))}});
  }
  core.send(qmi::response_to(request.header).set(dms::list_stored_images::response::list, std::move(list)));
}

void delete_stored_image(Core& core, const qmi::Message& request) {
  const qmi::Value* image = request.find(dms::delete_stored_image::request::image_details);
  const auto type = type_of(image);
  core.answer(request, type ? core.dms.firmware.remove(*type, name_of(image)) : ErrorCode::InvalidArgument);
}

void get_stored_image_info(Core& core, const qmi::Message& request) {
  namespace tlv = dms::get_stored_image_info::response;
  const qmi::Value* details = request.find(dms::get_stored_image_info::request::image_details);
  const auto type = type_of(details);
  if (!type) return core.refuse(request, ErrorCode::InvalidArgument);
  const ImageSettings* image = core.dms.firmware.find(*type, name_of(details));
  if (image == nullptr) return core.refuse(request, ErrorCode::NoEntry);
  qmi::Message response = qmi::response_to(request.header);
  if (*type == Type::Modem) {
    response.set(tlv::boot_version,
                 qmi::Struct{{"major version", image->boot_major}, {"minor version", image->boot_minor}});
  } else {
    response.set(tlv::pri_version, pri_info(*image));
  }
  core.send(response.set(tlv::oem_lock_id, image->oem_lock_id));
}

void get_boot_image_download_mode(Core& core, const qmi::Message& request) {
  core.send(qmi::response_to(request.header)
                .set(dms::get_boot_image_download_mode::response::mode, core.dms.memory.boot_download_mode));
}

void set_boot_image_download_mode(Core& core, const qmi::Message& request) {
  const std::uint64_t mode = number(request.find(dms::set_boot_image_download_mode::request::mode));
  if (mode > static_cast<std::uint64_t>(dms::BootImageDownloadMode::BootAndRecovery)) {
    return core.refuse(request, ErrorCode::InvalidArgument);
  }
  core.dms.memory.boot_download_mode = static_cast<std::uint8_t>(mode);
  core.succeed(request);
}

}  // namespace modembench::modem
