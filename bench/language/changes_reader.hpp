#pragma once

#include "bench/language/yaml_reader.hpp"
#include "bench/plan/changes.hpp"

namespace modembench::bench {

/// What `read` reads from a map of `set`, as changes. A change is read anew when it is made, into settings as they are
/// then; mistakes are found now.
template <class Settings, class Read>
Changes<Settings> changes_of(Reader& reader, const YamlNode& node, Read read) {
  if (node.kind == YamlNode::Kind::map && node.entries.empty()) reader.mistake(node, "sets nothing");
  Settings checked;
  read(reader, node, checked);
  return {[node, read](Settings& settings) {
    Reader again("");
    read(again, node, settings);
  }};
}

}  // namespace modembench::bench
