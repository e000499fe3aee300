#pragma once

#include <random>
#include <string>
#include <vector>

#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"

/// What ill-behaved clients say, made from the schema's tables: the same from the same seed.
namespace modembench::testing {

struct RawTlv {
  std::uint8_t id = 0;
  qmi::Bytes value;
};

/// Random values of a type, whatever it is: whole ones, as the modem expects them.
class Values {
 public:
  explicit Values(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::size_t below(std::size_t end) { return random_() % end; }

  qmi::Value of(const qmi::TypeSpec& type) {
    using qmi::Shape;
    switch (type.shape) {
      case Shape::integer:
        return number(type);
      case Shape::ipv4:
        return "10.0.0." + std::to_string(below(256));
      case Shape::ipv6:
        return "2001:db8::" + std::to_string(below(10));
      case Shape::string:
        return std::string(length(type), static_cast<char>('0' + below(75)));
      case Shape::bytes:
        return qmi::Bytes(length(type), static_cast<std::uint8_t>(random_()));
      case Shape::array: {
        qmi::List list;
        for (std::size_t i = length(type); i > 0; --i) list.push_back(of(*type.element));
        return list;
      }
      case Shape::structure:
        break;
    }
    qmi::Struct members;
    const bool all = below(4) != 0;
    for (const auto& member : type.members) {
      if (member.optional && !all) break;
      members.push_back({member.name, of(*member.type)});
    }
    return members;
  }

  std::vector<RawTlv> all_of(std::span<const qmi::TlvSpec> tlvs) {
    std::vector<RawTlv> raw;
    for (const auto& tlv : tlvs) raw.push_back({tlv.id, qmi::encode_value(*tlv.type, of(*tlv.type), tlv.name).value()});
    return raw;
  }

  qmi::Bytes bytes(std::size_t size) {
    qmi::Bytes some(size);
    for (auto& byte : some) byte = static_cast<std::uint8_t>(random_());
    return some;
  }

 private:
  std::size_t length(const qmi::TypeSpec& type) {
    return type.length == qmi::Length::fixed ? type.fixed_length : below(5);
  }
  qmi::Value number(const qmi::TypeSpec& type) {
    if (type.enumeration != nullptr && !type.enumeration->values.empty() && below(4) != 0) {
      const auto named = type.enumeration->values[below(type.enumeration->values.size())].value;
      return type.is_signed ? qmi::Value(static_cast<std::int64_t>(named)) : qmi::Value(named);
    }
    const unsigned bits = 8U * type.width;
    const std::uint64_t most = ~std::uint64_t{0} >> (64U - bits) >> (type.is_signed ? 1 : 0);
    const std::uint64_t some = below(3) == 0 ? random_() & most : below(6) & most;
    return type.is_signed ? qmi::Value(static_cast<std::int64_t>(some)) : qmi::Value(some);
  }

  std::mt19937_64 random_;
};

inline void put_u16(qmi::Bytes& frame, std::size_t at, std::size_t value) {
  frame[at] = static_cast<std::uint8_t>(value & 0xFF);
  frame[at + 1] = static_cast<std::uint8_t>(value >> 8);
}

/// A request's frame with these bytes where its TLVs should be; QMUX says their length, the SDU `claimed`.
inline qmi::Bytes raw_frame(const qmi::Header& header, qmi::ByteView area, std::size_t claimed) {
  qmi::Bytes frame = qmi::encode({header, {}}).value();
  const auto size = qmi::header_size(header.service);
  put_u16(frame, size - 2, claimed);
  frame.insert(frame.end(), area.begin(), area.end());
  put_u16(frame, 1, frame.size() - 1);
  return frame;
}
inline qmi::Bytes raw_frame(const qmi::Header& header, qmi::ByteView area) {
  return raw_frame(header, area, area.size());
}

inline qmi::Bytes area_of(const std::vector<RawTlv>& tlvs) {
  qmi::Bytes area;
  for (const auto& tlv : tlvs) {
    const std::size_t at = area.size();
    area.resize(at + qmi::kTlvHeader);
    area[at] = tlv.id;
    put_u16(area, at + 1, tlv.value.size());
    area.insert(area.end(), tlv.value.begin(), tlv.value.end());
  }
  return area;
}

/// Every way of getting a request's TLVs wrong: each missing, doubled, cut at every length; all of them cut at every
/// length, with and without a header that says so; random values, and random bytes.
template <class Send>
void for_every_mistake(std::span<const qmi::TlvSpec> specs, Values& values, const Send& send) {
  const auto tlvs = values.all_of(specs);
  const auto whole = area_of(tlvs);
  send(whole, whole.size());
  for (std::size_t i = 0; i < tlvs.size(); ++i) {
    auto missing = tlvs;
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    auto area = area_of(missing);
    send(area, area.size());
    auto doubled = tlvs;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), doubled[i]);
    area = area_of(doubled);
    send(area, area.size());
    for (std::size_t size = 0; size < tlvs[i].value.size(); ++size) {
      auto cut = tlvs;
      cut[i].value.resize(size);
      area = area_of(cut);
      send(area, area.size());
    }
    auto longer = tlvs;
    longer[i].value.push_back(0);
    area = area_of(longer);
    send(area, area.size());
    auto random = tlvs;
    random[i].value = values.bytes(random[i].value.size());
    area = area_of(random);
    send(area, area.size());
  }
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const qmi::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    send(cut, size);
    send(cut, whole.size());
  }
  for (int i = 0; i < 8; ++i) {
    const auto area = area_of(values.all_of(specs));
    send(area, area.size());
    const auto noise = values.bytes(values.below(64));
    send(noise, noise.size());
  }
}

}  // namespace modembench::testing
