#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "emulator/modem/core.hpp"
#include "emulator/modem/route.hpp"
#include "emulator/qmi/error_code.hpp"
#include "emulator/qmi/typed.hpp"

/// Values that a message Set X stores and a message Get X tells as they are: a row of a service's table, which stands
/// for two handlers.
///
///     constexpr std::tuple kStored = {
///         messages(stored(&set_x::Request::x, &get_x::Response::x, &SomeState::x, at_most(X::Last))),
///         messages(told(&get_y::Response::y, &SomeState::y)),
///     };
///     constexpr auto kRoutes = sorted(kHandlers, stored_routes<kStored, &Core::some>);
///
/// How long a value is kept depends on the struct that it is a member of: the service's `power_on` and
/// `restore_defaults` say which of the structs start anew.
namespace modembench::modem {

/// A value that a response tells. A `bool` of the state is told as a number.
template <class Get, class Tlv, class State, class Value>
struct ToldValue {
  using Request = void;
  using Response = Get;
  static constexpr bool kMandatory = false;

  Tlv Get::*get;
  Value State::*member;

  void tell(const State& state, Get& response) const {
    if constexpr (std::is_same_v<Value, bool>) {
      response.*get = std::uint8_t{state.*member};
    } else {
      response.*get = state.*member;
    }
  }
  /// Whether a request may set this value to what it says; always true, as no request sets it.
  template <class Set>
  [[nodiscard]] bool is_allowed(const Set&) const {
    return true;
  }
  template <class Set>
  void store(const Set&, State&) const {}
};

template <class Tlv>
struct SetTlv {
  static constexpr bool kMandatory = true;
  static const Tlv* find(const Tlv& tlv) { return &tlv; }
};
template <class Tlv>
struct SetTlv<std::optional<Tlv>> {
  static constexpr bool kMandatory = false;
  static const Tlv* find(const std::optional<Tlv>& tlv) { return tlv ? &*tlv : nullptr; }
};

/// A value that a request sets, too, if `allows` is true of it. A TLV that is left out leaves the value as it is.
template <class Set, class Wanted, class Told, class Value, class Allows>
struct StoredValue {
  using Request = Set;
  using Response = typename Told::Response;
  static constexpr bool kMandatory = SetTlv<Wanted>::kMandatory;

  Wanted Set::*set;
  Told told;
  Allows allows;

  template <class State>
  void tell(const State& state, Response& response) const {
    told.tell(state, response);
  }
  [[nodiscard]] bool is_allowed(const Set& request) const {
    const auto* wanted = SetTlv<Wanted>::find(request.*set);
    return wanted == nullptr || allows(*wanted);
  }
  template <class State>
  void store(const Set& request, State& state) const {
    const auto* wanted = SetTlv<Wanted>::find(request.*set);
    if (wanted == nullptr) return;
    if constexpr (std::is_same_v<Value, bool>) {
      state.*told.member = *wanted != 0;
    } else {
      state.*told.member = *wanted;
    }
  }
};

template <class Get, class Tlv, class State, class Value>
constexpr ToldValue<Get, Tlv, State, Value> told(Tlv Get::*response, Value State::*member) {
  return {response, member};
}

struct AllowsAll {
  template <class Value>
  constexpr bool operator()(const Value&) const {
    return true;
  }
};

/// Allows the values of an enum up to its last one.
template <class Enum>
constexpr auto at_most(Enum last) {
  return [last](Enum value) { return value <= last; };
}

template <class Set, class Wanted, class Get, class Tlv, class State, class Value, class Allows = AllowsAll>
constexpr auto stored(Wanted Set::*request, Tlv Get::*response, Value State::*member, Allows allows = {}) {
  return StoredValue<Set, Wanted, ToldValue<Get, Tlv, State, Value>, Value, Allows>{
      request, {response, member}, allows};
}

/// A row of a service's table: all values of a Get message and, if the first of them is `stored`, of the Set message.
template <class First, class... Others>
struct StoredMessages {
  using Request = typename First::Request;
  using Response = typename First::Response;
  static constexpr bool kMaySetNothing = !(First::kMandatory || ... || Others::kMandatory);

  std::tuple<First, Others...> values;

  template <class State>
  [[nodiscard]] Response tell(const State& state) const {
    Response response;
    std::apply([&](const auto&... value) { (value.tell(state, response), ...); }, values);
    return response;
  }
  /// Stores what a Set request says. Returns InvalidArgument for a value that isn't allowed, and MissingArgument for a
  /// request that could set something and sets nothing; all values then stay as they are.
  template <class Set, class State>
  [[nodiscard]] qmi::ErrorCode store(const Set& request, State& state) const {
    if (kMaySetNothing && request == Set{}) return qmi::ErrorCode::MissingArgument;
    const bool allowed = std::apply([&](const auto&... value) { return (value.is_allowed(request) && ...); }, values);
    if (!allowed) return qmi::ErrorCode::InvalidArgument;
    std::apply([&](const auto&... value) { (value.store(request, state), ...); }, values);
    return qmi::ErrorCode::None;
  }
};

template <class... Values>
constexpr StoredMessages<Values...> messages(Values... values) {
  return {{values...}};
}

/// The struct at the end of a path of members.
template <auto first, auto... others, class Object>
constexpr auto& member_of(Object& object) {
  if constexpr (sizeof...(others) == 0) {
    return object.*first;
  } else {
    return member_of<others...>(object.*first);
  }
}

template <const auto& table, std::size_t row>
using RowOf = std::tuple_element_t<row, std::remove_cvref_t<decltype(table)>>;

template <const auto& table, std::size_t row, auto... place>
void get_stored(Core& core, const qmi::Received& request) {
  core.send(
      qmi::Sendable::response(request.header(), std::get<row>(table).tell(member_of<place...>(std::as_const(core)))));
}

template <const auto& table, std::size_t row, auto... place>
void set_stored(Core& core, const Asked<typename RowOf<table, row>::Request>& request) {
  core.answer(request, std::get<row>(table).store(request.tlvs, member_of<place...>(core)));
}

template <const auto& table, std::size_t row, auto... place>
consteval auto routes_of_row() {
  using Row = RowOf<table, row>;
  constexpr Route kGet{Row::Response::kMessage, get_stored<table, row, place...>};
  if constexpr (std::is_void_v<typename Row::Request>) {
    return std::array{kGet};
  } else {
    return std::array{kGet, route<set_stored<table, row, place...>>};
  }
}

/// The routes of a table. Its values are members of the struct at the end of a path: `&Core::dms, &DmsState::memory`.
template <const auto& table, auto... place>
inline constexpr auto stored_routes = []<std::size_t... row>(std::index_sequence<row...>) {
  return sorted(routes_of_row<table, row, place...>()...);
}
(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<decltype(table)>>>{});

}  // namespace modembench::modem
