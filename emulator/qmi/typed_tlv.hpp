#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "emulator/qmi/message.hpp"
#include "emulator/qmi/message_list.hpp"

/// One TLV of a loose message, by the member of the typed message that holds it: for whoever must get on with messages
/// that aren't as they should be, and for failures, whose mandatory TLVs may be there or not.
namespace modembench::qmi {

namespace typed {

/// What a member of a typed message holds: X of a mandatory TLV, std::optional<X> of another one.
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

/// Reads the TLV whose member, a std::optional or not, stands at `offset` in the typed message `into`. False if the
/// message is another one, has no such TLV, or has a value of another shape there.
[[nodiscard]] bool read_tlv(const Message& message, const MessageLayout& layout, std::size_t offset, bool optional,
                            void* into);

}  // namespace typed

/// What the TLV says: `tlv_in(answer, &dms::get_ids::Response::imei)`. Nothing if the message is another one than the
/// member's, if it has no such TLV (a mandatory one neither becomes 0), or if the TLV's value has another shape than
/// the schema gives it. The other TLVs and the Result don't matter. The members of a group are no TLVs of the message
/// by themselves: they are read with the whole message.
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
