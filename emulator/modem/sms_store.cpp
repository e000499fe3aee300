#include "emulator/modem/sms_store.hpp"

#include <algorithm>
#include <utility>

namespace modembench::modem {

std::uint32_t SmsStorage::free() const {
  return static_cast<std::uint32_t>(
      std::count_if(places_.begin(), places_.end(), [](const auto& place) { return !place.has_value(); }));
}

std::optional<std::uint32_t> SmsStorage::add(StoredSms sms) {
  const auto place = std::find_if(places_.begin(), places_.end(), [](const auto& p) { return !p.has_value(); });
  if (place == places_.end()) return std::nullopt;
  *place = std::move(sms);
  return static_cast<std::uint32_t>(place - places_.begin());
}

StoredSms* SmsStorage::find(std::uint64_t index) {
  return index < places_.size() && places_[index] ? &*places_[index] : nullptr;
}

}  // namespace modembench::modem
