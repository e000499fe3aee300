#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// A TLV of a loose message, named by the member of the typed message that holds it. It can be had from a message that
/// isn't as it should be, and from a failure, whose mandatory TLVs may be there or not.
namespace modembench::qmi {

namespace typed {

/// The type of the value that a member of a typed message holds: X for X (a mandatory TLV) and for std::optional<X>.
template <class Member>
struct HeldBy {
  using Type = Member;
  static constexpr bool kOptional = false;
};
template <class X>
struct HeldBy<std::optional<X>> {
  using Type = X;
  static constexpr bool kOptional = true;
};

/// Reads the TLV whose member stands at `offset` in the typed message `into`; `optional` says whether that is a
/// std::optional. Returns false if the message is another one, or has no such TLV, or a value of another shape in it.
[[nodiscard]] bool read_tlv(const Message& message, const MessageLayout& layout, std::size_t offset, bool optional,
                            void* into);

}  // namespace typed

/// The value of a TLV: `tlv_in(answer, &dms::get_ids::Response::imei)`. Returns nothing if the message isn't the
/// member's, if it doesn't have the TLV, mandatory or not, or if the value has another shape than the schema gives it.
/// The other TLVs and the Result don't matter. A member of a group can't be named here: it is read with the whole
/// message.
template <class Typed, class Member>
[[nodiscard]] std::optional<typename typed::HeldBy<Member>::Type> tlv_in(const Message& message, Member Typed::*tlv) {
  Typed made{};
  Member& held = made.*tlv;
  const auto offset = reinterpret_cast<const std::byte*>(&held) - reinterpret_cast<const std::byte*>(&made);
  const bool found = typed::read_tlv(message, Typed::layout, static_cast<std::size_t>(offset),
                                     typed::HeldBy<Member>::kOptional, &made);
  if (!found) return std::nullopt;
  return std::move(held);
}

}  // namespace modembench::qmi
