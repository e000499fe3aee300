#include "emulator/modem/wms_messages.hpp"

#include <algorithm>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/sms_pdu.hpp"
#include "emulator/modem/wms_deliver.hpp"

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

ErrorCode check_tag(const qmi::Value* tag) {
  return number(tag) > static_cast<std::uint64_t>(wms::MessageTagType::MoNotSent) ? ErrorCode::InvalidArgument
                                                                                  : ErrorCode::None;
}

wms::StorageType type_of(std::uint64_t storage) { return static_cast<wms::StorageType>(storage); }

}  // namespace

SmsStorage& storage_of(Core& core, wms::StorageType storage) {
  return storage == wms::StorageType::UIM ? core.wms.uim : core.wms.nv;
}

ErrorCode check_storage(const Core& core, std::uint64_t storage) {
  if (storage > static_cast<std::uint64_t>(wms::StorageType::NV)) return ErrorCode::InvalidArgument;
  const bool on_sim = type_of(storage) == wms::StorageType::UIM;
  return on_sim && !core.sim.usable() ? ErrorCode::UimUninitialized : ErrorCode::None;
}

ErrorCode check_mode(const qmi::Value* mode) {
  const bool wrong = mode != nullptr && mode->number() != static_cast<std::uint64_t>(wms::MessageMode::GsmWcdma);
  return wrong ? ErrorCode::InvalidArgument : ErrorCode::None;
}

ErrorCode check_index(Core& core, std::uint64_t storage, std::uint64_t index) {
  SmsStorage& messages = storage_of(core, type_of(storage));
  if (index >= messages.size()) return ErrorCode::InvalidIndex;
  return messages.find(index) == nullptr ? ErrorCode::NoEntry : ErrorCode::None;
}

void wms_list_messages(Core& core, const qmi::Message& request) {
  namespace tlv = wms::list_messages::request;
  const std::uint64_t storage = number(request.find(tlv::storage_type));
  const qmi::Value* mode = request.find(tlv::message_mode);
  const qmi::Value* tag = request.find(tlv::message_tag);
  // An image with SMS of both kinds wants to know which; ModemManager then lists tag by tag (commit 619b3270).
  if (mode == nullptr && core.profile.sms.list_needs_mode) return core.refuse(request, ErrorCode::MissingArgument);
  const ErrorCode error = first_of({check_mode(mode), check_tag(tag), check_storage(core, storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);

  qmi::List list;
  const auto& places = storage_of(core, type_of(storage)).places();
  for (std::uint32_t index = 0; index < places.size(); ++index) {
    if (!places[index]) continue;
    if (tag != nullptr && tag->number() != static_cast<std::uint64_t>(places[index]->tag)) continue;
    list.emplace_back(qmi::Struct{{"memory index", index}, {"message tag", places[index]->tag}});
  }
  core.send(qmi::response_to(request.header).set(wms::list_messages::response::message_list, std::move(list)));
}

void wms_raw_read(Core& core, const qmi::Message& request) {
  namespace tlv = wms::raw_read::request;
  const qmi::Value* location = request.find(tlv::message_memory_storage_id);
  const std::uint64_t storage = number(location, "storage type");
  const std::uint64_t index = number(location, "memory index");
  ErrorCode error = first_of({check_mode(request.find(tlv::message_mode)), check_storage(core, storage)});
  if (error == ErrorCode::None) error = check_index(core, storage, index);
  if (error != ErrorCode::None) return core.refuse(request, error);

  StoredSms& sms = *storage_of(core, type_of(storage)).find(index);
  core.send(qmi::response_to(request.header)
                .set(wms::raw_read::response::raw_message_data,
                     qmi::Struct{{"message tag", sms.tag},
                                 {"format", wms::MessageFormat::GsmWcdmaPointToPoint},
                                 {"raw data", sms.pdu}}));
  // Guessed, as AT+CMGR does it: who reads a message has read it.
  if (sms.tag == wms::MessageTagType::MtNotRead) sms.tag = wms::MessageTagType::MtRead;
}

void wms_raw_write(Core& core, const qmi::Message& request) {
  const qmi::Value* data = request.find(wms::raw_write::request::raw_message_data);
  const std::uint64_t storage = number(data, "storage type");
  const bool of_gsm = number(data, "format") == static_cast<std::uint64_t>(wms::MessageFormat::GsmWcdmaPointToPoint);
  const ErrorCode error =
      first_of({of_gsm ? ErrorCode::None : ErrorCode::InvalidArgument, check_storage(core, storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);

  const qmi::Value* raw = data->member("raw data");
  const auto* pdu = std::get_if<qmi::Bytes>(&raw->data());
  if (pdu == nullptr) return core.refuse(request, ErrorCode::MalformedMessage);
  const auto sms = read_sms(*pdu);
  // Guessed: the modem looks at what it stores.
  if (!sms) {
    return core.refuse(request,
                       sms.error() == SmsFault::too_long ? ErrorCode::ArgumentTooLong : ErrorCode::WmsEncoding);
  }
  const auto tag = sms->is_submit ? wms::MessageTagType::MoNotSent : wms::MessageTagType::MtNotRead;
  const auto index = storage_of(core, type_of(storage)).add({*pdu, tag});
  if (!index) return core.refuse(request, ErrorCode::DeviceStorageFull);
  core.send(qmi::response_to(request.header).set(wms::raw_write::response::memory_index, *index));
}

void wms_modify_tag(Core& core, const qmi::Message& request) {
  namespace tlv = wms::modify_tag::request;
  const qmi::Value* wanted = request.find(tlv::message_tag);
  const std::uint64_t storage = number(wanted, "storage type");
  const std::uint64_t index = number(wanted, "memory index");
  ErrorCode error = first_of({check_mode(request.find(tlv::message_mode)), check_tag(wanted->member("message tag")),
                              check_storage(core, storage)});
  if (error == ErrorCode::None) error = check_index(core, storage, index);
  if (error == ErrorCode::None) {
    storage_of(core, type_of(storage)).find(index)->tag =
        static_cast<wms::MessageTagType>(number(wanted, "message tag"));
  }
  core.answer(request, error);
}

void wms_delete(Core& core, const qmi::Message& request) {
  namespace tlv = wms::delete_::request;
  const std::uint64_t storage = number(request.find(tlv::memory_storage));
  const qmi::Value* index = request.find(tlv::memory_index);
  const qmi::Value* tag = request.find(tlv::message_tag);
  ErrorCode error =
      first_of({check_mode(request.find(tlv::message_mode)), check_tag(tag), check_storage(core, storage)});
  if (error == ErrorCode::None && index != nullptr) error = check_index(core, storage, index->number());
  if (error != ErrorCode::None) return core.refuse(request, error);

  const auto erased = storage_of(core, type_of(storage)).erase_if([&](std::uint32_t place, const StoredSms& sms) {
    return (index == nullptr || index->number() == place) &&
           (tag == nullptr || tag->number() == static_cast<std::uint64_t>(sms.tag));
  });
  // Of one message with a tag that it doesn't have, nothing was deleted.
  core.answer(request, index != nullptr && erased == 0 ? ErrorCode::NoEntry : ErrorCode::None);
  if (erased > 0) retry_waiting_sms(core);
}

void wms_get_store_max_size(Core& core, const qmi::Message& request) {
  namespace tlv = wms::get_store_max_size;
  const std::uint64_t storage = number(request.find(tlv::request::storage));
  const ErrorCode error =
      first_of({check_mode(request.find(tlv::request::message_mode)), check_storage(core, storage)});
  if (error != ErrorCode::None) return core.refuse(request, error);
  const SmsStorage& messages = storage_of(core, type_of(storage));
  core.send(qmi::response_to(request.header)
                .set(tlv::response::maximum, messages.size())
                .set(tlv::response::free, messages.free()));
}

}  // namespace modembench::modem
