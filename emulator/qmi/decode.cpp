#include <algorithm>
#include <array>
#include <utility>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

std::string to_text(ByteView bytes) { return std::string(bytes.begin(), bytes.end()); }

/// Makes trees of what a walk meets.
class TreeBuilder {
 public:
  void begin_tlv(std::uint8_t id, const TlvSpec* spec) {
    Tlv& tlv = tlvs_.emplace_back();
    tlv.id = id;
    tlv.spec = spec;
  }
  void end_tlv() { tlvs_.back().value = std::move(done_); }

  void number(const TypeSpec& type, std::uint64_t value) {
    put(type.is_signed ? Value(static_cast<std::int64_t>(value)) : Value(value));
  }

  void address(const TypeSpec& type, ByteView bytes) {
    if (type.shape == Shape::ipv4) return put(format_ipv4({bytes[3], bytes[2], bytes[1], bytes[0]}));
    Ipv6Bytes network_order{};
    std::copy(bytes.begin(), bytes.end(), network_order.begin());
    put(format_ipv6(network_order));
  }

  void text(ByteView bytes) { put(to_text(bytes)); }
  void raw(ByteView bytes) { put(Bytes(bytes.begin(), bytes.end())); }

  void begin_list(std::size_t at_least) {
    List list;
    list.reserve(at_least);
    levels_[depth_++].list = std::move(list);
  }
  void end_list() { put(std::move(levels_[--depth_].list)); }

  void begin_structure(const TypeSpec& type) {
    Struct members;
    members.reserve(type.members.size());
    levels_[depth_].is_structure = true;
    levels_[depth_++].members = std::move(members);
  }
  void member(const MemberSpec& member) { levels_[depth_ - 1].name = member.name; }
  void end_structure() {
    Level& level = levels_[--depth_];
    level.is_structure = false;
    put(std::move(level.members));
  }

  [[nodiscard]] Value take_value() { return std::move(done_); }
  [[nodiscard]] std::vector<Tlv> take_tlvs() { return std::move(tlvs_); }

 private:
  /// A list or structure that isn't whole yet.
  struct Level {
    List list;
    Struct members;
    std::string_view name;  ///< of the member that comes next
    bool is_structure = false;
  };

  void put(Value value) {
    if (depth_ == 0) {
      done_ = std::move(value);
    } else if (Level& level = levels_[depth_ - 1]; level.is_structure) {
      level.members.push_back({level.name, std::move(value)});
    } else {
      level.list.push_back(std::move(value));
    }
  }

  std::vector<Tlv> tlvs_;
  std::array<Level, kMaxDepth> levels_;
  std::size_t depth_ = 0;
  Value done_;
};

}  // namespace

Expected<Message> decode(ByteView frame) {
  TreeBuilder builder;
  Expected<Header> header = walk_frame(frame, builder);
  if (!header) return tl::unexpected(std::move(header.error()));
  return Message{*header, builder.take_tlvs()};
}

Expected<Header> decode_header(ByteView frame) { return read_header(frame); }

Expected<Value> decode_value(const TypeSpec& type, ByteView bytes, std::string_view field, std::size_t offset) {
  TreeBuilder builder;
  ValueWalker walker(bytes, offset, builder);
  if (!walker.walk_all(type, Path{.name = field})) return tl::unexpected(std::move(walker.error()));
  return builder.take_value();
}

}  // namespace modembench::qmi
