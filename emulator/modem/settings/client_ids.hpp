#pragma once

#include <cstdint>

namespace modembench::modem {

/// How client ids are given out and taken back.
struct ClientIdSettings {
  enum class Numbering : std::uint8_t { lowest_free, round_robin };
  enum class Sync : std::uint8_t { drops, keeps, unknown };
  std::uint16_t limit = 32;       ///< how many can be allocated at once over all services; then 5 ClientIdsExhausted
  bool unique_over_modem = true;  ///< false: every service counts from 1
  Numbering numbering = Numbering::lowest_free;
  Sync sync = Sync::drops;         ///< what CTL Sync does to allocated ids; unknown: it is refused with 71
  bool sync_after_restart = true;  ///< a Sync indication says that all ids are gone
  bool invalid_indicated = false;  ///< a request with an unknown id also causes CTL Invalid CID
  bool release_indicated = false;  ///< CTL Release CID Indication follows the answer to a release
};

}  // namespace modembench::modem
