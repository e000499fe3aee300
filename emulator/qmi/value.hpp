#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "emulator/qmi/bytes.hpp"

namespace modembench::qmi {

class Value;
struct Member;
using List = std::vector<Value>;
using Struct = std::vector<Member>;

/// The value of a TLV, a tree of the shape that its TypeSpec gives. A signed integer is held as std::int64_t, an
/// unsigned one as std::uint64_t, an address or string as std::string. A string may have any byte.
class Value {
 public:
  using Variant = std::variant<std::uint64_t, std::int64_t, std::string, Bytes, List, Struct>;

  Value();
  ~Value();
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  template <class T>
  requires(std::is_unsigned_v<T>) Value(T number) : Value(Held{}, std::uint64_t{number}) {}
  template <class T>
  requires(std::is_signed_v<T>&& std::is_integral_v<T>) Value(T number) : Value(Held{}, std::int64_t{number}) {}
  template <class T>
  requires(std::is_enum_v<T>) Value(T number) : Value(static_cast<std::underlying_type_t<T>>(number)) {}
  Value(std::string text);
  Value(std::string_view text);
  Value(const char* text);
  Value(Bytes bytes);
  Value(List list);
  Value(Struct members);

  [[nodiscard]] const Variant& data() const { return data_; }

  /// The number, a negative one in two's complement; 0 for a value that is no number.
  [[nodiscard]] std::uint64_t number() const;
  /// The text; empty for a value that is no text.
  [[nodiscard]] const std::string& text() const;
  /// The elements; none for a value that is no list.
  [[nodiscard]] const List& list() const;
  /// The members; none for a value that is no structure.
  [[nodiscard]] const Struct& members() const;
  /// The member of this name, by the rule of `same_name`; null if there is none.
  [[nodiscard]] const Value* member(std::string_view name) const;

  /// Make the value another one in its place. A list or structure is returned empty, to be filled.
  List& become_list();
  Struct& become_structure();
  void become(std::uint64_t number);
  void become(std::int64_t number);
  void become(std::string text);
  void become_text(ByteView bytes);
  void become_bytes(ByteView bytes);

  /// Compares two values. Numbers are equal if they mean the same, whether they are held as signed or unsigned.
  bool operator==(const Value&) const;

 private:
  struct Held {};
  Value(Held, std::uint64_t number);
  Value(Held, std::int64_t number);

  Variant data_;
};

/// A member of a structure. A name that the decoder makes points into the schema's tables.
struct Member {
  std::string_view name;
  Value value;
  bool operator==(const Member&) const = default;
};

// These stand where Member is a complete type: clang asks for that as soon as anything can destroy a Value.
inline Value::Value() : data_(std::uint64_t{0}) {}
inline Value::~Value() = default;
inline Value::Value(const Value&) = default;
inline Value::Value(Value&&) noexcept = default;
inline Value& Value::operator=(const Value&) = default;
inline Value& Value::operator=(Value&&) noexcept = default;
inline Value::Value(Held, std::uint64_t number) : data_(number) {}
inline Value::Value(Held, std::int64_t number) : data_(number) {}
inline Value::Value(std::string text) : data_(std::move(text)) {}
inline Value::Value(std::string_view text) : data_(std::string(text)) {}
inline Value::Value(const char* text) : data_(std::string(text)) {}
inline Value::Value(Bytes bytes) : data_(std::move(bytes)) {}

inline List& Value::become_list() { return data_.emplace<List>(); }
inline Struct& Value::become_structure() { return data_.emplace<Struct>(); }
inline void Value::become(std::uint64_t number) {
  if (auto* held = std::get_if<std::uint64_t>(&data_)) {
    *held = number;  // as a new value is one: much quicker than to make it anew
  } else {
    data_.emplace<std::uint64_t>(number);
  }
}
inline void Value::become(std::int64_t number) { data_.emplace<std::int64_t>(number); }
inline void Value::become(std::string text) { data_.emplace<std::string>(std::move(text)); }
inline void Value::become_text(ByteView bytes) { data_.emplace<std::string>(bytes.begin(), bytes.end()); }
inline void Value::become_bytes(ByteView bytes) { data_.emplace<Bytes>(bytes.begin(), bytes.end()); }

}  // namespace modembench::qmi
