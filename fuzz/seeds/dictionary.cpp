#include <set>

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/sites.hpp"
#include "fuzz/seeds/seed_corpus.hpp"

namespace modembench::fuzz {

namespace {

/// Lines `name="\x01\x02"`, each sequence of bytes once.
class Dictionary {
 public:
  void add(std::string_view about, const qmi::Bytes& bytes) {
    if (bytes.empty() || !seen_.insert(bytes).second) return;
    std::string name;
    for (const char c : about) {
      name += ascii::is_letter(c) || ascii::is_digit(c) ? c : '_';
    }
    text_ += fmt::format("{}=\"", name);
    for (const std::uint8_t byte : bytes) text_ += fmt::format("\\x{:02x}", byte);
    text_ += "\"\n";
  }

  void add_number(std::string_view about, std::uint64_t number, std::size_t width, bool big_endian) {
    qmi::Bytes bytes(width);
    write_number(bytes, number, big_endian);
    add(about, bytes);
  }

  /// The named values of all enumerations in this type.
  void add_type(std::string_view about, const qmi::TypeSpec& type) {
    if (type.enumeration != nullptr) {
      for (const auto& value : type.enumeration->values) {
        add_number(fmt::format("{}_{}", type.enumeration->name, value.name), value.value, type.width, type.big_endian);
      }
    }
    if (type.element != nullptr) add_type(about, *type.element);
    for (const auto& member : type.members) add_type(about, *member.type);
  }

  /// Id and length of a TLV of fixed size, or its id and nothing.
  void add_tlv(const qmi::TlvSpec& tlv) {
    const bool plain = tlv.type->shape == qmi::Shape::integer;
    add(fmt::format("tlv_{}", tlv.name), {tlv.id, plain ? tlv.type->width : std::uint8_t{0}, 0});
    add_type(tlv.name, *tlv.type);
  }

  [[nodiscard]] std::string text() const { return text_; }

 private:
  std::set<qmi::Bytes> seen_;
  std::string text_ = "# Made from modembench's schema of QMI.\n";
};

}  // namespace

std::string dictionary() {
  Dictionary all;
  all.add("result_success", {0x02, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00});
  for (const auto& error : qmi::error_codes().values) {
    all.add(fmt::format("error_{}", error.name),
            {0x01, 0x00, static_cast<std::uint8_t>(error.value & 0xFFU), static_cast<std::uint8_t>(error.value >> 8U)});
  }
  for (const auto& service : qmi::services()) {
    all.add(fmt::format("from_modem_{}", service.name), {0x80, service.id});
    for (const auto& spec : service.messages) {
      all.add_number(fmt::format("{}_{}", service.name, spec.name), spec.id, 2, false);
      for (const auto kind : {qmi::MessageKind::request, qmi::MessageKind::response, qmi::MessageKind::indication}) {
        for (const auto& tlv : qmi::tlvs_of(spec, kind)) all.add_tlv(tlv);
      }
    }
  }
  return all.text();
}

}  // namespace modembench::fuzz
