#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/qmi/bytes.hpp"
#include "emulator/qmi/spec.hpp"

/// The places of a TLV's value that a mutation may change, found by the schema's type; as many as the bytes hold.
namespace modembench::fuzz {

/// How many places are looked for in one value: a long array is as good as its beginning.
inline constexpr std::size_t kMaxSites = 512;

struct Site {
  enum class Kind : std::uint8_t {
    integer,  ///< an integer, with its enumeration, if it has one, in `type`
    count,    ///< the length before a string (bytes) or an array (elements)
    text,     ///< a string or raw bytes without its count
    array,    ///< all elements, without the count
    element,  ///< an element of an array, which is `parent`
    address,
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  Kind kind = Kind::integer;
  std::size_t offset = 0;  ///< the offset in the value
  std::size_t size = 0;
  const qmi::TypeSpec* type = nullptr;
  std::string_view name{};         ///< the member's name, or empty
  std::size_t index = kNone;       ///< the element's index, or none
  std::size_t parent = kNone;      ///< the site of the structure or array that it is in
  std::size_t count_site = kNone;  ///< for text and array: the site of the count, or none
  std::uint64_t key = 0;           ///< a key of its path: the same place in a changed value has the same key
};

class Sites {
 public:
  Sites(const qmi::TypeSpec& type, qmi::ByteView value);

  [[nodiscard]] const std::vector<Site>& all() const { return sites_; }
  [[nodiscard]] const Site& operator[](std::size_t i) const { return sites_[i]; }
  /// The path of a site: "thresholds[3].value"; "" for the value itself.
  [[nodiscard]] std::string path(const Site& site) const;

 private:
  struct Place {
    std::size_t parent = Site::kNone;
    std::string_view name{};
    std::size_t index = Site::kNone;
    std::uint64_t key = 0;
  };
  bool walk(const qmi::TypeSpec& type, const Place& place);
  bool walk_counted(const qmi::TypeSpec& type, const Place& place);
  bool walk_elements(const qmi::TypeSpec& type, std::size_t array, std::size_t count);
  std::size_t add(Site::Kind kind, std::size_t size, const qmi::TypeSpec& type, const Place& place);

  qmi::ByteView value_;
  std::size_t at_ = 0;
  std::vector<Site> sites_;
};

/// A number of up to 8 bytes.
[[nodiscard]] std::uint64_t read_number(qmi::ByteView bytes, bool big_endian);
void write_number(std::span<std::uint8_t> bytes, std::uint64_t number, bool big_endian);
/// The bytes of the count before a string or an array; 0 if there is none.
[[nodiscard]] std::size_t count_width(qmi::Length length);

}  // namespace modembench::fuzz
