#include <fmt/format.h>

#include "bench/language/grammar/maps.hpp"
#include "bench/language/number.hpp"
#include "bench/language/rule_reader.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/language/tlv_reader.hpp"
#include "bench/language/value_reader.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

constexpr std::int64_t kMostLength = 65535;

/// "5", or "+1" and "-1" for one that is added to the right one.
std::optional<WrongNumber> read_wrong_number(Reader& reader, const YamlNode& node, std::int64_t most) {
  YamlNode number = node;
  const bool relative = node.text.starts_with('+') || node.text.starts_with('-');
  if (node.text.starts_with('+')) number.text.erase(0, 1);
  const auto value = reader.integer(number, relative ? -most : 0, most);
  if (!value) return std::nullopt;
  return WrongNumber{*value, relative};
}

/// Reads each of the keys; `message` says which TLVs there are.
class TamperReader {
 public:
  TamperReader(Reader& reader, const MapReader& map, const MessagePattern& pattern) : reader_(reader), map_(map) {
    kind_ = pattern.kind == qmi::Kind::indication ? qmi::Kind::indication : qmi::Kind::response;
    if (!pattern.message) return;
    message_ = MessageId{*pattern.service, *pattern.message, qmi::find_message(*pattern.service, *pattern.message)};
  }

  std::optional<Tamper> read() {
    read_time();
    read_tlvs_of_message();
    read_header();
    read_bytes_of_frame();
    read_stream();
    check_size();
    if (!any_) return std::nullopt;
    return std::move(made_);
  }

 private:
  const YamlNode* find(std::string_view key) {
    const auto* node = map_.find(key);
    if (node != nullptr) any_ = true;
    return node;
  }

  bool is_true(std::string_view key) {
    const auto* node = find(key);
    if (node == nullptr) return false;
    if (node->text == "true") return true;
    if (node->text == "false") {
      reader_.mistake(*node, fmt::format("'{}' can only be true; leave it out otherwise", key));
    } else {
      reader_.mistake(*node, fmt::format("should be true, is {}", describe(*node)));
    }
    return false;
  }

  void read_time() {
    made_.lost = is_true("lose answer");
    made_.held = is_true("hold");
    if (const auto* node = find("delay")) made_.delay = read_span(reader_, *node);
    if (find("repeat") != nullptr) made_.repeat = static_cast<std::uint32_t>(map_.integer("repeat").value_or(2));
    if (const auto* node = find("right one after")) made_.right_after = reader_.duration(*node);
    if (const auto* node = find("gap")) made_.gap = reader_.duration(*node).value_or(Duration{0});
  }

  /// By its number, or "result", a TLV can be meant of any message.
  std::optional<std::uint8_t> read_id(const YamlNode& node, std::string_view key) {
    const bool is_number = parse_whole_number(node.text).has_value();
    if (!message_ && !is_number && !qmi::same_name(node.text, "result")) {
      static_cast<void>(has_message(node, key));
      return std::nullopt;
    }
    return read_tlv_id(reader_, node, message_.value_or(MessageId{}), kind_);
  }

  /// False, with a mistake, where no one message is meant.
  bool has_message(const YamlNode& node, std::string_view key) {
    if (!message_) reader_.mistake(node, fmt::format("'{}' needs one message, not any: its TLVs have names", key));
    return message_.has_value();
  }

  void read_ids(std::string_view key, std::vector<std::uint8_t>& ids) {
    const auto* node = find(key);
    if (node == nullptr) return;
    for (const auto& item : reader_.one_or_list(*node)) {
      if (const auto id = read_id(item, key)) ids.push_back(*id);
    }
  }

  void read_tlvs_of_message() {
    read_ids("without", made_.without);
    read_ids("double", made_.doubled);
    const auto* node = find("change");
    if (node != nullptr && has_message(*node, "change")) made_.change = read_tlvs(reader_, *node, *message_, kind_);
  }

  void read_header() {
    if (const auto* node = find("transaction")) made_.transaction = read_wrong_number(reader_, *node, kMostLength);
    if (const auto* node = find("client id")) made_.client = read_wrong_number(reader_, *node, 255);
    if (const auto* node = find("service")) made_.service = read_service(reader_, *node);
    const auto* node = find("message");
    if (node == nullptr) return;
    if (const auto other = read_request_name(reader_, *node)) made_.message = other->message;
  }

  void read_lie(const YamlEntry& entry) {
    Lie lie;
    const auto length = read_wrong_number(reader_, entry.value, kMostLength);
    if (qmi::same_name(entry.key.text, "qmux")) {
      lie.of = Lie::Of::qmux;
    } else if (qmi::same_name(entry.key.text, "message")) {
      lie.of = Lie::Of::message;
    } else {
      lie.of = Lie::Of::tlv;
      const auto id = read_id(entry.key, "length");
      if (!id) return;
      lie.tlv = *id;
    }
    if (!length) return;
    lie.length = *length;
    made_.lies.push_back(lie);
  }

  void read_bytes_of_frame() {
    if (const auto* node = find("length")) {
      for (const auto& entry : reader_.map(*node, "qmux, message or a TLV, and their length")) read_lie(entry);
    }
    if (find("cut") != nullptr) made_.cut = map_.integer("cut");
    if (const auto* node = find("garbage")) made_.before = read_bytes(reader_, *node).value_or(qmi::Bytes{});
    if (const auto* node = find("trailing")) made_.behind = read_bytes(reader_, *node).value_or(qmi::Bytes{});
  }

  void read_stream() {
    if (const auto* node = find("split")) {
      for (const auto& item : reader_.one_or_list(*node)) {
        const auto size = reader_.integer(item, 1, kMostLength);
        if (size) made_.split.push_back(static_cast<std::size_t>(*size));
      }
    }
    made_.merged = is_true("merge");
    // Of a port it is done to the modem, not to a message.
    const auto* node = map_.find("hang up");
    if (node != nullptr && node->text == "true") made_.hang_up = is_true("hang up");
  }

  /// Of the shortest message there is; a longer one is known when it is sent.
  void check_size() {
    constexpr std::size_t kShortest = 12;
    const std::size_t bytes = made_.before.size() + made_.behind.size() + (made_.cut ? 0 : kShortest);
    const auto why = why_too_much(bytes, made_);
    if (why.empty()) return;
    const auto* at = map_.key_node(made_.repeat > 1 ? "repeat" : "split");
    reader_.mistake(at != nullptr ? *at : map_.node(), why + "; repeat it less often, or split it into larger pieces");
  }

  Reader& reader_;
  const MapReader& map_;
  std::optional<MessageId> message_;
  qmi::Kind kind_ = qmi::Kind::response;
  Tamper made_;
  bool any_ = false;
};

}  // namespace

std::optional<Tamper> read_tamper(Reader& reader, const MapReader& map, const MessagePattern& message) {
  return TamperReader(reader, map, message).read();
}

}  // namespace modembench::bench
