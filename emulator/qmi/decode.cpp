#include <algorithm>
#include <array>
#include <utility>

#include "emulator/qmi/address.hpp"
#include "emulator/qmi/codec.hpp"
#include "emulator/qmi/walk.hpp"

namespace modembench::qmi {

namespace {

/// Makes trees of what a walk meets.
class TreeBuilder {
 public:
  /// Of TLVs it makes `tlvs`, of a value alone `root`.
  explicit TreeBuilder(std::size_t tlvs) { tlvs_.reserve(tlvs); }
  explicit TreeBuilder(Value& root) : root_(&root) {}

  void begin_tlv(std::uint8_t id, const TlvSpec* spec) {
    Tlv& tlv = tlvs_.emplace_back();
    tlv.id = id;
    tlv.spec = spec;
    root_ = &tlv.value;
  }
  void end_tlv() {}

  void number(const TypeSpec& type, std::uint64_t value) {
    if (type.is_signed) return next().become(static_cast<std::int64_t>(value));
    next().become(value);
  }

  void address(const TypeSpec& type, ByteView bytes) {
    if (type.shape == Shape::ipv4) return next().become(format_ipv4({bytes[3], bytes[2], bytes[1], bytes[0]}));
    Ipv6Bytes network_order{};
    std::copy(bytes.begin(), bytes.end(), network_order.begin());
    next().become(format_ipv6(network_order));
  }

  void text(ByteView bytes) { next().become_text(bytes); }
  void raw(ByteView bytes) { next().become_bytes(bytes); }

  void begin_list(std::size_t at_least) {
    List& list = next().become_list();
    list.reserve(at_least);
    levels_[depth_++] = {&list, nullptr, {}};
  }
  void end_list() { --depth_; }

  void begin_structure(const TypeSpec& type) {
    Struct& members = next().become_structure();
    members.reserve(type.members.size());
    levels_[depth_++] = {nullptr, &members, {}};
  }
  void member(const MemberSpec& member) { levels_[depth_ - 1].name = member.name; }
  void end_structure() { --depth_; }

  [[nodiscard]] std::vector<Tlv> take_tlvs() { return std::move(tlvs_); }

 private:
  /// A list or structure that isn't whole yet. It grows only while it is the innermost one, so that what the inner ones
  /// point to stays where it is.
  struct Level {
    List* list;
    Struct* members;
    std::string_view name;  ///< of the member that comes next
  };

  /// Where the next value goes.
  Value& next() {
    if (depth_ == 0) return *root_;
    Level& level = levels_[depth_ - 1];
    if (level.list != nullptr) return level.list->emplace_back();
    Member& member = level.members->emplace_back();
    member.name = level.name;
    return member.value;
  }

  std::vector<Tlv> tlvs_;
  Value* root_ = nullptr;
  std::array<Level, kMaxDepth> levels_;
  std::size_t depth_ = 0;
};

/// How many TLVs a frame has, if its lengths are right.
std::size_t count_tlvs(ByteView frame) {
  if (frame.size() < kSmallestFrame) return 0;
  std::size_t count = 0;
  for (std::size_t at = header_size(frame[4]); at + kTlvHeader <= frame.size(); ++count) {
    at += kTlvHeader + read_u16(frame, at + 1);
  }
  return count;
}

}  // namespace

Expected<Message> decode(ByteView frame) {
  TreeBuilder builder(count_tlvs(frame));
  Expected<Header> header = walk_frame(frame, builder);
  if (!header) return tl::unexpected(std::move(header.error()));
  return Message{*header, builder.take_tlvs()};
}

Expected<Header> decode_header(ByteView frame) { return read_header(frame); }

Expected<Value> decode_value(const TypeSpec& type, ByteView bytes, std::string_view field, std::size_t offset) {
  Value value;
  TreeBuilder builder(value);
  ValueWalker walker(bytes, offset, builder);
  if (!walker.walk_all(type, Path{.name = field})) return tl::unexpected(std::move(walker.error()));
  return value;
}

}  // namespace modembench::qmi
