#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "bench/language/grammar/form.hpp"
#include "bench/language/read_form.hpp"
#include "bench/language/read_map.hpp"

/// How the value of a key gets to the member that its row is bound to. The rows of the tables use bind.hpp.
namespace modembench::bench::grammar::detail {

template <class T>
struct MemberPointer;
template <class Class_, class Place_>
struct MemberPointer<Place_ Class_::*> {
  using Class = Class_;
  using Place = Place_;
};
template <auto... path>
struct Path;
template <auto first, auto... rest>
struct Path<first, rest...> {
  using Owner = typename MemberPointer<decltype(first)>::Class;
};
/// The struct that has the first member of a path.
template <auto... path>
using OwnerOf = typename Path<path...>::Owner;

/// The type of a value, whether it is held as std::optional or not.
template <class T>
struct Wanted {
  using Type = T;
};
template <class T>
struct Wanted<std::optional<T>> {
  using Type = T;
};

/// The member to which a path of members leads: `place<&Settings::device, &DeviceSettings::prl>(settings)`.
template <auto first, auto... rest, class Class>
auto& place(Class& owner) {
  if constexpr (sizeof...(rest) == 0) {
    return owner.*first;
  } else {
    return place<rest...>(owner.*first);
  }
}

template <class T>
concept ListOfNumbers = requires {
  typename T::value_type;
}
&&std::is_integral_v<typename T::value_type> && !std::is_same_v<T, std::string>;

template <class T>
concept ListOfEnums = requires {
  typename T::value_type;
}
&&std::is_enum_v<typename T::value_type>;

/// A plain value in the type of the member. Throws std::logic_error if that type can't have it.
template <class T>
T converted(const Plain& plain) {
  if constexpr (ListOfNumbers<T> || ListOfEnums<T>) {
    if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&plain)) {
      T all;
      for (const auto number : *numbers) all.push_back(static_cast<typename T::value_type>(number));
      return all;
    }
  } else {
    if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double> || std::is_same_v<T, Duration> ||
                  std::is_same_v<T, std::string>) {
      if (const auto* same = std::get_if<T>(&plain)) return *same;
    }
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      if (const auto* number = std::get_if<std::int64_t>(&plain)) return static_cast<T>(*number);
    }
  }
  throw_of_wrong_type();
}

/// The type of the settings that a list of changes changes.
template <class T>
struct ChangedBy {};
template <class Settings>
struct ChangedBy<Changes<Settings>> {
  using Type = Settings;
};
template <class T>
concept ListOfChanges = requires {
  typename ChangedBy<T>::Type;
};

template <class T>
concept Struct = std::is_class_v<T> && std::is_aggregate_v<T>;

/// Reads a number that stands alone, or a list of numbers.
template <class List>
List read_numbers(Reader& reader, const YamlNode& node, const Form& form) {
  List numbers;
  for (const auto& item : reader.one_or_list(node)) {
    const auto number = reader.integer(item, form.least, form.most);
    if (number) numbers.push_back(static_cast<typename List::value_type>(*number));
  }
  return numbers;
}

template <class T>
concept ListOfStructs = requires {
  typename T::value_type;
}
&&Struct<typename T::value_type>;

/// The way to the member to which a path of members leads, whose type is forgotten: what reads values is compiled once
/// for a type, not for each of the hundreds of members.
template <class Owner, auto... path>
void* at(void* owner) {
  return &place<path...>(*static_cast<Owner*>(owner));
}
/// The type of the member to which a path of members leads.
template <class Owner, auto... path>
using PlaceOf = std::remove_reference_t<decltype(place<path...>(std::declval<Owner&>()))>;

/// Puts a value into a member of the type `Place`.
template <class Place, class Value>
Put put_at(At at, Value value) {
  return [at, value = std::move(value)](void* owner) { *static_cast<Place*>(at(owner)) = value; };
}

/// Reads the value of a key by the type of the member that the key is bound to.
template <class Place>
struct Member {
  using Type = typename Wanted<Place>::Type;

  static std::optional<Put> bind(Reader& reader, const YamlNode& node, const KeySpec& key) {
    const Form& form = key.value.forms[0];
    if constexpr (std::is_same_v<Type, std::vector<std::string>>) {
      return put_at<Place>(key.at, reader.texts(node));
    } else if constexpr (ListOfChanges<Type>) {
      if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader.mistake(node, "sets nothing");
      return put_at<Place>(key.at, read_changes<typename ChangedBy<Type>::Type>(reader, node, *form.of_map));
    } else if constexpr (ListOfNumbers<Type>) {
      if (form.kind == Kind::integer) return put_at<Place>(key.at, read_numbers<Type>(reader, node, form));
      return read_plain(reader, node, key);
    } else if constexpr (ListOfStructs<Type>) {
      return put_at<Place>(key.at, read_list<typename Type::value_type>(reader, node, *form.of_map));
    } else if constexpr (Struct<Type>) {
      return put_all(key.at, read_rows(reader, node, *form.of_map, owner_of<Type>()));
    } else {
      return read_plain(reader, node, key);
    }
  }

 private:
  static std::optional<Put> read_plain(Reader& reader, const YamlNode& node, const KeySpec& key) {
    const auto plain = read_form(reader, node, key.value.forms[0], key.name);
    if (!plain) return std::nullopt;
    return put_at<Place>(key.at, converted<Type>(*plain));
  }
};

/// Reads the value of a key by a function.
template <class Place, auto read>
std::optional<Put> bind_read(Reader& reader, const YamlNode& node, const KeySpec& key) {
  auto value = [&] {
    if constexpr (std::is_invocable_v<decltype(read), Reader&, const YamlNode&, const KeySpec&>) {
      return read(reader, node, key);
    } else {
      return read(reader, node);
    }
  }();
  if (!value) return std::nullopt;
  return put_at<Place>(key.at, std::move(*value));
}

/// Reads a map whose keys are bound to the same struct as the key that has the map.
template <class Owner>
std::optional<Put> bind_part(Reader& reader, const YamlNode& node, const KeySpec& key) {
  return put_all(nullptr, read_rows(reader, node, *key.value.forms[0].of_map, owner_of<Owner>()));
}

/// Reads changes of a struct by a function.
template <class Place, auto read>
std::optional<Put> bind_changes(Reader& reader, const YamlNode& node, const KeySpec& key) {
  return Put([at = key.at, changes = read(reader, node)](void* owner) {
    make(changes, *static_cast<Place*>(at != nullptr ? at(owner) : owner));
  });
}

}  // namespace modembench::bench::grammar::detail
