#include "fuzz/mutator/generate.hpp"

#include <array>

#include "emulator/qmi/frame.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/sites.hpp"

namespace modembench::fuzz {

namespace {

using qmi::Bytes;

struct Text {
  std::string_view name;  ///< a part of the names it suits
  std::string_view text;
};
constexpr std::array kTexts{Text{"imei", "359475020123456"},
                            Text{"imsi", "310410123456789"},
                            Text{"iccid", "8944110068123456789"},
                            Text{"meid", "A1000009123456"},
                            Text{"esn", "80A1B2C3"},
                            Text{"apn", "internet"},
                            Text{"plmn", "T-Mobile"},
                            Text{"description", "T-Mobile"},
                            Text{"manufacturer", "Sierra Wireless, Incorporated"},
                            Text{"model", "MC8355"},
                            Text{"revision", "SWI9200X_03.05"},
                            Text{"number", "+491710760000"},
                            Text{"pin", "1234"},
                            Text{"code", "*100#"}};

std::uint64_t some_number(const qmi::TypeSpec& type, Random& random) {
  if (type.enumeration != nullptr && !type.enumeration->values.empty()) {
    return random.pick(type.enumeration->values).value;
  }
  return random.one_in(3) ? random.next() >> (64U - 8U * type.width) : random.below(6);
}

/// How many elements or bytes.
std::size_t some_length(Form form, std::size_t most, Random& random) {
  if (form == Form::minimal) return 0;
  return form == Form::full ? 1 + random.below(most) : random.below(most + 1);
}

void put(const qmi::TypeSpec& type, Form form, std::string_view name, std::size_t depth, Random& random, Bytes& out);

void put_number(std::size_t width, std::uint64_t number, bool big_endian, Bytes& out) {
  out.resize(out.size() + width);
  write_number(std::span(out).last(width), number, big_endian);
}

void put_text(const qmi::TypeSpec& type, Form form, std::string_view name, Random& random, Bytes& out) {
  const std::string_view text = some_text(name, random);
  const bool fixed = type.length == qmi::Length::fixed;
  const std::size_t size = fixed ? type.fixed_length : form == Form::minimal ? 0 : text.size();
  put_number(count_width(type.length), size, false, out);
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(type.shape == qmi::Shape::string ? static_cast<std::uint8_t>(text[i % text.size()]) : random.byte());
  }
}

void put_array(const qmi::TypeSpec& type, Form form, std::string_view name, std::size_t depth, Random& random,
               Bytes& out) {
  const bool fixed = type.length == qmi::Length::fixed;
  const std::size_t count = fixed ? type.fixed_length : some_length(form, depth == 0 ? 3 : 2, random);
  put_number(count_width(type.length), count, false, out);
  for (std::size_t i = 0; i < count; ++i) put(*type.element, form, name, depth + 1, random, out);
}

void put_structure(const qmi::TypeSpec& type, Form form, std::size_t depth, Random& random, Bytes& out) {
  for (const auto& member : type.members) {
    if (member.optional && (form == Form::minimal || (form == Form::random && random.one_in(4)))) break;
    put(*member.type, form, member.name, depth, random, out);
  }
}

void put(const qmi::TypeSpec& type, Form form, std::string_view name, std::size_t depth, Random& random, Bytes& out) {
  switch (type.shape) {
    case qmi::Shape::integer:
      return put_number(type.width, some_number(type, random), type.big_endian, out);
    case qmi::Shape::ipv4:
      return put_number(4, 0x0A000000U + random.below(256), false, out);
    case qmi::Shape::ipv6:
      put_number(8, 0x20010DB800000000U, true, out);
      return put_number(8, random.below(256), true, out);
    case qmi::Shape::string:
    case qmi::Shape::bytes:
      return put_text(type, form, name, random, out);
    case qmi::Shape::array:
      return put_array(type, form, name, depth, random, out);
    case qmi::Shape::structure:
      return put_structure(type, form, depth, random, out);
  }
}

}  // namespace

std::string_view some_text(std::string_view name, Random& random) {
  for (const Text& text : kTexts) {
    if (name.find(text.name) != std::string_view::npos && !random.one_in(4)) return text.text;
  }
  return random.pick(kTexts).text;
}

Bytes some_value(const qmi::TypeSpec& type, Form form, Random& random, std::string_view name) {
  Bytes out;
  put(type, form, name, 0, random, out);
  return out;
}

DraftTlv result(std::uint16_t error) {
  DraftTlv tlv{.id = qmi::result_tlv().id, .key = mixed(qmi::result_tlv().id, 0)};
  put_number(2, error == 0 ? 0 : 1, false, tlv.value);
  put_number(2, error, false, tlv.value);
  return tlv;
}

DraftMessage some_message(std::uint8_t service, const qmi::MessageSpec& spec, qmi::MessageKind kind, Form form,
                          Random& random) {
  DraftMessage message{.flags = kind == qmi::MessageKind::request ? qmi::kToModem : qmi::kFromModem,
                       .service = service,
                       .client = static_cast<std::uint8_t>(service == qmi::kControlService ? 0 : 1),
                       .sdu_flags = qmi::sdu_flags(service, kind),
                       .transaction = static_cast<std::uint16_t>(kind == qmi::MessageKind::indication ? 0 : 1),
                       .message = spec.id,
                       .key = mixed(service, spec.id)};
  if (kind == qmi::MessageKind::response) message.tlvs.push_back(result(0));
  for (const auto& tlv : qmi::tlvs_of(spec, kind)) {
    const bool wanted = tlv.mandatory || form == Form::full || (form == Form::random && !random.one_in(3));
    if (wanted)
      message.tlvs.push_back(
          {.id = tlv.id, .value = some_value(*tlv.type, form, random, tlv.name), .key = mixed(tlv.id, 0)});
  }
  return message;
}

}  // namespace modembench::fuzz
