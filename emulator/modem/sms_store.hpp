#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/enums/wms.hpp"

namespace modembench::modem {

/// A message where it is stored: the PDU with the service centre before it, and what became of it.
struct StoredSms {
  qmi::Bytes pdu;
  qmi::wms::MessageTagType tag = qmi::wms::MessageTagType::MtNotRead;
};

/// One storage, the SIM's or the modem's: places counted from 0, the lowest free one is taken first.
class SmsStorage {
 public:
  explicit SmsStorage(std::size_t size) : places_(size) {}

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  [[nodiscard]] std::uint32_t free() const;

  /// Its index; nothing if the storage is full.
  std::optional<std::uint32_t> add(StoredSms sms);
  /// Null if there is none.
  [[nodiscard]] StoredSms* find(std::uint64_t index);
  /// How many were there for which `chosen`, given index and message, holds.
  template <class Predicate>
  std::uint32_t erase_if(Predicate chosen) {
    std::uint32_t erased = 0;
    for (std::uint32_t index = 0; index < size(); ++index) {
      if (!places_[index] || !chosen(index, *places_[index])) continue;
      places_[index].reset();
      ++erased;
    }
    return erased;
  }
  [[nodiscard]] const std::vector<std::optional<StoredSms>>& places() const { return places_; }

 private:
  std::vector<std::optional<StoredSms>> places_;
};

}  // namespace modembench::modem
