#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/enums/wms.hpp"

namespace modembench::modem {

/// A stored message: the PDU with the service centre before it, and what became of the message.
struct StoredSms {
  qmi::Bytes pdu;
  qmi::wms::MessageTagType tag = qmi::wms::MessageTagType::MtNotRead;
};

/// One storage, the SIM's or the modem's. Its places are counted from 0; the lowest free one is taken first.
class SmsStorage {
 public:
  explicit SmsStorage(std::size_t size) : places_(size) {}

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  [[nodiscard]] std::uint32_t free() const;

  /// Stores a message. Returns its index; nothing if the storage is full.
  std::optional<std::uint32_t> add(StoredSms sms);
  /// The message at `index`; null if there is none.
  [[nodiscard]] StoredSms* find(std::uint64_t index);
  /// Erases the messages for which `chosen(index, message)` holds. Returns how many those were.
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
