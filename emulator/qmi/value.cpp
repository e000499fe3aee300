#include "emulator/qmi/value.hpp"

#include <utility>

#include "emulator/qmi/schema.hpp"

namespace modembench::qmi {

namespace {

bool is_number(const Value::Variant& data) { return data.index() <= 1; }

bool same_number(const Value::Variant& a, const Value::Variant& b) {
  const auto* a_signed = std::get_if<std::int64_t>(&a);
  const auto* b_signed = std::get_if<std::int64_t>(&b);
  if (a_signed != nullptr && b_signed != nullptr) return *a_signed == *b_signed;
  if (a_signed != nullptr) return std::cmp_equal(*a_signed, std::get<std::uint64_t>(b));
  if (b_signed != nullptr) return std::cmp_equal(std::get<std::uint64_t>(a), *b_signed);
  return std::get<std::uint64_t>(a) == std::get<std::uint64_t>(b);
}

}  // namespace

Value::Value(List list) : data_(std::move(list)) {}
Value::Value(Struct members) : data_(std::move(members)) {}

std::uint64_t Value::number() const {
  if (const auto* number = std::get_if<std::uint64_t>(&data_)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&data_)) return static_cast<std::uint64_t>(*number);
  return 0;
}

const std::string& Value::text() const {
  static const std::string none;
  const auto* text = std::get_if<std::string>(&data_);
  return text != nullptr ? *text : none;
}

const List& Value::list() const {
  static const List none;
  const auto* list = std::get_if<List>(&data_);
  return list != nullptr ? *list : none;
}

const Struct& Value::members() const {
  static const Struct none;
  const auto* members = std::get_if<Struct>(&data_);
  return members != nullptr ? *members : none;
}

const Value* Value::member(std::string_view name) const {
  for (const Member& member : members()) {
    if (same_name(member.name, name)) return &member.value;
  }
  return nullptr;
}

bool Value::operator==(const Value& other) const {
  if (is_number(data_) && is_number(other.data_)) return same_number(data_, other.data_);
  return data_ == other.data_;
}

}  // namespace modembench::qmi
