#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "report/record.hpp"

/// A suite as a file of our own, from which every other report can be made: what the shards of a suite hand over.
namespace modembench::report {

/// Whether a record is written with its transcript. The page leaves it out, as it has the events.
enum class WithTranscript : std::uint8_t { no, yes };

/// One run as a JSON object on one line, in UTF-8.
[[nodiscard]] std::string to_json(const Record& record, WithTranscript with);
/// The record in a JSON object; or says in words which member is missing or isn't of the right kind.
[[nodiscard]] tl::expected<Record, std::string> record_from_json(std::string_view text);

inline constexpr unsigned kMostShards = 10'000;

/// Which part of a suite this is: the index-th of total.
struct Shard {
  unsigned index = 1;
  unsigned total = 1;
};

struct Results {
  Shard shard;
  std::vector<Record> records;
};

/// The file's text, {"modembench results": 1, "shard": [1, 3], "runs": [...]}, with a line for each run.
[[nodiscard]] std::string to_results(std::span<const Record> records, const Shard& shard = {});
[[nodiscard]] tl::expected<Results, std::string> read_results(std::string_view text);

}  // namespace modembench::report
