#include "bench/language/expectation_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bench/language/expectation_kinds.hpp"
#include "bench/language/grammar/maps.hpp"
#include "bench/language/time_reader.hpp"
#include "bench/words/expectation_words.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

std::string_view key_of(const grammar::ExpectationKind& kind) { return kind.map->keys.front().name; }

/// The kind of expectation that an entry is; null if it is of none.
const grammar::ExpectationKind* find_kind(const YamlNode& node) {
  for (const auto& kind : grammar::expectation_kinds()) {
    for (const auto& entry : node.entries) {
      if (qmi::same_name(entry.key.text, key_of(kind))) return &kind;
    }
  }
  return nullptr;
}

/// Reads one entry. All expectations of an entry have its `within` and `for`.
class ExpectationReader {
 public:
  ExpectationReader(Reader& reader, const YamlNode& node, const std::vector<std::string>& clients)
      : reader_(reader), node_(node), clients_(clients) {}

  std::vector<Expectation> read() {
    const auto* kind = find_kind(node_);
    if (kind == nullptr) {
      note_unknown();
    } else if (kind->map == &grammar::never) {
      read_never();
    } else {
      read_kind(*kind);
    }
    for (auto& expectation : made_) expectation.text = in_words(expectation);
    return std::move(made_);
  }

 private:
  void note_unknown() {
    std::vector<std::string_view> kinds;
    for (const auto& kind : grammar::expectation_kinds()) kinds.push_back(key_of(kind));
    static_cast<void>(MapReader(reader_, node_, kinds));
    if (node_.kind == YamlNode::Kind::map && node_.entries.empty()) reader_.mistake(node_, "expects nothing");
  }

  void read_kind(const grammar::ExpectationKind& kind) {
    MapReader map(reader_, node_, *kind.map);
    if (auto expected = kind.read(reader_, map, *kind.map)) add(node_, std::move(*expected));
    if (kind.map == &grammar::client_exits) read_says(map);
    if (kind.map->find("within") != nullptr) read_within(map, "within");
    read_for(map);
  }

  void add(const YamlNode& where, Condition what) {
    Expectation expectation;
    expectation.what = std::move(what);
    expectation.where = reader_.position(where);
    made_.push_back(std::move(expectation));
  }

  // Lines that a client says before it ends are expectations of their own.
  void read_says(const MapReader& map) {
    const auto* says = map.find("says");
    if (says == nullptr) return;
    for (const auto& item : reader_.one_or_list(*says)) {
      if (auto pattern = reader_.pattern(item)) add(item, ExpectClientSays{std::move(*pattern), {}});
    }
  }

  void read_within(const MapReader& map, std::string_view key) {
    const auto* node = map.find(key);
    auto time = node != nullptr ? read_time_since(reader_, *node) : std::nullopt;
    if (!time) return;
    for (auto& expectation : made_) {
      expectation.within = time->time.most;
      if (time->is_range) expectation.not_before = time->time.least;
      if (time->since) expectation.since = *time->since;
    }
  }

  void read_for(const MapReader& map) {
    const auto* node = map.find("for");
    if (node == nullptr) return;
    std::vector<std::string> names;
    for (const auto& item : reader_.one_or_list(*node)) {
      auto name = reader_.text(item);
      if (!name) continue;
      if (std::find(clients_.begin(), clients_.end(), *name) == clients_.end()) {
        reader_.unknown(item, "client of this scenario", *name, clients_);
      }
      names.push_back(std::move(*name));
    }
    if (names.empty()) reader_.mistake(*node, "should name one client or more");
    for (auto& expectation : made_) expectation.only_for = names;
  }

  void read_never() {
    MapReader map(reader_, node_, grammar::never);
    const auto& inner = *map.find("never");
    if (const auto* kind = find_kind(inner); kind != nullptr && kind->map == &grammar::never)
      return reader_.mistake(inner, "never never: say it without both");
    made_ = ExpectationReader(reader_, inner, clients_).read();
    // "Never both" could mean several things.
    if (made_.size() > 1) reader_.mistake(inner, "'never' takes one thing: write a second 'never' for 'says'");
    for (auto& expectation : made_) expectation.never = true;
    // For something that must never be there, `within` is the while in which it isn't.
    if (map.find("within") != nullptr && map.find("during") != nullptr) {
      reader_.mistake(*map.key_node("during"), "'within' and 'during' say the same: one of them is enough");
    }
    read_within(map, map.find("within") != nullptr ? "within" : "during");
    read_for(map);
  }

  Reader& reader_;
  const YamlNode& node_;
  const std::vector<std::string>& clients_;
  std::vector<Expectation> made_;
};

}  // namespace

std::vector<Expectation> read_expectation(Reader& reader, const YamlNode& node,
                                          const std::vector<std::string>& clients) {
  return ExpectationReader(reader, node, clients).read();
}

}  // namespace modembench::bench
