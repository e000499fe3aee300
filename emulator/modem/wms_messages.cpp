#include "emulator/modem/wms_messages.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms_deliver.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::modem {

namespace {

namespace wms = qmi::wms;
using qmi::ErrorCode;

/// The first of these errors that is one.
ErrorCode first_of(std::initializer_list<ErrorCode> errors) {
  const auto* const found =
      std::find_if(errors.begin(), errors.end(), [](ErrorCode e) { return e != ErrorCode::None; });
  return found != errors.end() ? *found : ErrorCode::None;
}

ErrorCode check_tag(std::optional<wms::MessageTagType> tag) {
  return tag && *tag > wms::MessageTagType::MoNotSent ? ErrorCode::InvalidArgument : ErrorCode::None;
}

}  // namespace

SmsStorage& storage_of(Core& core, wms::StorageType storage) {
  return storage == wms::StorageType::UIM ? core.wms.uim : core.wms.nv;
}

ErrorCode check_storage(const Core& core, wms::StorageType storage) {
  if (storage > wms::StorageType::NV) return ErrorCode::InvalidArgument;
  const bool on_sim = storage == wms::StorageType::UIM;
  return on_sim && !core.sim.usable() ? ErrorCode::UimUninitialized : ErrorCode::None;
}

ErrorCode check_mode(std::optional<wms::MessageMode> mode) {
  return mode && *mode != wms::MessageMode::GsmWcdma ? ErrorCode::InvalidArgument : ErrorCode::None;
}

ErrorCode check_index(Core& core, const wms::MemoryLocation& place) {
  SmsStorage& messages = storage_of(core, place.storage_type);
  if (place.memory_index >= messages.size()) return ErrorCode::InvalidIndex;
  return messages.find(place.memory_index) == nullptr ? ErrorCode::NoEntry : ErrorCode::None;
}

void wms_list_messages(Core& core, const Asked<wms::list_messages::Request>& request) {
  const auto& [storage, tag, mode, newer_mode] = request.tlvs;
  // An image with SMS of both kinds wants to know which; ModemManager then lists tag by tag (commit 619b3270).
  if (!mode && core.settings.sms.list_needs_mode) return core.refuse(request, ErrorCode::MissingArgument);
  const ErrorCode error = first_of({check_mode(mode), check_tag(tag), check_storage(core, storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);

  wms::list_messages::Response response;
  const auto& places = storage_of(core, storage).places();
  for (std::uint32_t index = 0; index < places.size(); ++index) {
    if (!places[index]) continue;
    if (tag && *tag != places[index]->tag) continue;
    response.message_list.push_back({index, places[index]->tag});
  }
  core.respond(request, response);
}

void wms_raw_read(Core& core, const Asked<wms::raw_read::Request>& request) {
  const wms::MemoryLocation& place = request->message_memory_storage_id;
  ErrorCode error = first_of({check_mode(request->message_mode), check_storage(core, place.storage_type)});
  if (error == ErrorCode::None) error = check_index(core, place);
  if (error != ErrorCode::None) return core.refuse(request, error);

  StoredSms& sms = *storage_of(core, place.storage_type).find(place.memory_index);
  core.respond(request, wms::raw_read::Response{
                            .raw_message_data = {sms.tag, wms::MessageFormat::GsmWcdmaPointToPoint, sms.pdu}});
  // Guessed, as AT+CMGR does it: who reads a message has read it.
  if (sms.tag == wms::MessageTagType::MtNotRead) sms.tag = wms::MessageTagType::MtRead;
}

void wms_raw_write(Core& core, const Asked<wms::raw_write::Request>& request) {
  const auto& [storage, format, pdu] = request->raw_message_data;
  const bool of_gsm = format == wms::MessageFormat::GsmWcdmaPointToPoint;
  const ErrorCode error =
      first_of({of_gsm ? ErrorCode::None : ErrorCode::InvalidArgument, check_storage(core, storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);

  const auto sms = read_sms(pdu);
  // Guessed: the modem looks at what it stores.
  if (!sms) {
    return core.refuse(request,
                       sms.error() == SmsFault::too_long ? ErrorCode::ArgumentTooLong : ErrorCode::WmsEncoding);
  }
  const auto tag = sms->is_submit ? wms::MessageTagType::MoNotSent : wms::MessageTagType::MtNotRead;
  const auto index = storage_of(core, storage).add({pdu, tag});
  if (!index) return core.refuse(request, ErrorCode::DeviceStorageFull);
  core.respond(request, wms::raw_write::Response{.memory_index = *index});
}

void wms_modify_tag(Core& core, const Asked<wms::modify_tag::Request>& request) {
  const auto& [storage, index, tag] = request->message_tag;
  ErrorCode error = first_of({check_mode(request->message_mode), check_tag(tag), check_storage(core, storage)});
  if (error == ErrorCode::None) error = check_index(core, {storage, index});
  if (error == ErrorCode::None) storage_of(core, storage).find(index)->tag = tag;
  core.answer(request, error);
}

void wms_delete(Core& core, const Asked<wms::delete_::Request>& request) {
  const wms::StorageType storage = request->memory_storage;
  const auto& index = request->memory_index;
  const auto& tag = request->message_tag;
  ErrorCode error = first_of({check_mode(request->message_mode), check_tag(tag), check_storage(core, storage)});
  if (error == ErrorCode::None && index) error = check_index(core, {storage, *index});
  if (error != ErrorCode::None) return core.refuse(request, error);

  const auto erased = storage_of(core, storage).erase_if([&](std::uint32_t place, const StoredSms& sms) {
    return index.value_or(place) == place && tag.value_or(sms.tag) == sms.tag;
  });
  // Of one message with a tag that it doesn't have, nothing was deleted.
  core.answer(request, index && erased == 0 ? ErrorCode::NoEntry : ErrorCode::None);
  if (erased > 0) retry_waiting_sms(core);
}

void wms_get_store_max_size(Core& core, const Asked<wms::get_store_max_size::Request>& request) {
  const ErrorCode error = first_of({check_mode(request->message_mode), check_storage(core, request->storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);
  const SmsStorage& messages = storage_of(core, request->storage);
  core.respond(request, wms::get_store_max_size::Response{.maximum = messages.size(), .free = messages.free()});
}

}  // namespace modembench::modem
