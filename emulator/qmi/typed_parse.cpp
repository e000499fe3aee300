#include <algorithm>
#include <array>
#include <bitset>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/layout.hpp"
#include "emulator/qmi/schema.hpp"
#include "emulator/qmi/typed.hpp"
#include "emulator/qmi/typed_number.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

/// Puts the values that a walk meets into a typed message.
class Filler {
 public:
  Filler(const MessageLayout& layout, void* into) : layout_(layout), into_(into) {}

  void begin_tlv(std::uint8_t id, const TlvSpec* spec) {
    in_result_ = spec == &result_tlv() && !met_.test(id);
    const auto found = std::lower_bound(layout_.tlvs.begin(), layout_.tlvs.end(), id,
                                        [](const TlvPlace& tlv, std::uint8_t wanted) { return tlv.id < wanted; });
    skips_ = found == layout_.tlvs.end() || found->id != id || met_.test(id);
    met_.set(id);
    if (!skips_) root_ = {make(found->place, into_), found->place.layout};
  }
  void end_tlv() {}

  void number(const TypeSpec& /*type*/, std::uint64_t value) {
    if (in_result_) result_ = {result_[1], value};
    if (skips_) return;
    const Slot slot = next();
    put_number(slot.at, slot.layout->size, value);
  }

  void address(const TypeSpec& type, ByteView bytes) {
    if (skips_) return;
    std::string& text = *static_cast<std::string*>(next().at);
    if (type.shape == Shape::ipv4) {
      text = format_ipv4({bytes[3], bytes[2], bytes[1], bytes[0]});
    } else {
      Ipv6Bytes network_order{};
      std::copy(bytes.begin(), bytes.end(), network_order.begin());
      text = format_ipv6(network_order);
    }
  }

  void text(ByteView bytes) {
    if (!skips_) static_cast<std::string*>(next().at)->assign(bytes.begin(), bytes.end());
  }

  void raw(ByteView bytes) {
    if (skips_) return;
    const Slot slot = next();
    if (slot.layout->held == Held::fixed) {
      std::copy(bytes.begin(), bytes.end(), static_cast<std::uint8_t*>(slot.at));
    } else {
      static_cast<Bytes*>(slot.at)->assign(bytes.begin(), bytes.end());
    }
  }

  void begin_list(std::size_t /*at_least*/) { enter(); }
  void end_list() { leave(); }
  void begin_structure(const TypeSpec& /*type*/) { enter(); }
  void member(const MemberSpec& /*member*/) {}
  void end_structure() { leave(); }

  /// Whether the Result says success.
  [[nodiscard]] bool failed() const { return result_[0] != 0 && result_[1] != 0; }
  [[nodiscard]] bool met(std::uint8_t id) const { return met_.test(id); }

 private:
  /// The place that a value goes to.
  struct Slot {
    void* at = nullptr;
    const Layout* layout = nullptr;
  };
  /// A list or structure that isn't whole yet. It grows only while it is the innermost one, so that what the inner ones
  /// point to stays where it is.
  struct Level {
    Slot slot;
    std::size_t next = 0;  ///< member
  };

  void enter() {
    if (skips_) return;
    // Asked for first: the level above says it, and g++ counts `depth_` up before it looks at what is assigned.
    const Slot slot = next();
    levels_[depth_++] = {slot, 0};
  }
  void leave() {
    if (!skips_) --depth_;
  }

  Slot next() {
    if (depth_ == 0) return root_;
    Level& level = levels_[depth_ - 1];
    const Layout& layout = *level.slot.layout;
    if (layout.held == Held::list) return {layout.list->append(level.slot.at), layout.element};
    const Place& place = layout.members[level.next++];
    return {make(place, level.slot.at), place.layout};
  }

  const MessageLayout& layout_;
  void* into_;
  Slot root_;
  std::array<Level, kMaxDepth> levels_;
  std::size_t depth_ = 0;
  std::bitset<256> met_;  ///< TLVs
  bool skips_ = false;    ///< this TLV: it isn't wanted, or was there before
  bool in_result_ = false;
  std::array<std::uint64_t, 2> result_{};  ///< status and error
};

}  // namespace

namespace typed {

Header header(const MessageLayout& layout, std::uint8_t client, std::uint16_t transaction) {
  return {layout.service, client, layout.kind, transaction, layout.message};
}

Expected<void> parse(ByteView frame, const MessageLayout& layout, void* into) {
  Filler filler(layout, into);
  const Expected<Header> head = walk_frame(frame, filler);
  if (!head) return tl::unexpected(head.error());
  if (auto right = check_header(*head, layout); !right) return right;
  if (filler.failed()) return {};
  for (const TlvPlace& tlv : layout.tlvs) {
    if (tlv.mandatory && !filler.met(tlv.id)) return tl::unexpected(missing(layout, tlv.id, frame.size()));
  }
  return {};
}

}  // namespace typed

}  // namespace modembench::qmi
