#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "files/place.hpp"
#include "files/removal.hpp"
#include "vm/result.hpp"

namespace modembench::vm {

/// The open record of what we have made in a cache. In contrast to a run's record it outlives the process that has
/// written it.
class CacheRecord {
 public:
  /// Opens the record of a cache. Refused if it can't be written, or isn't this user's.
  static Result<CacheRecord> open(const std::filesystem::path& cache);

  [[nodiscard]] int folder() const { return ground_->folder.get(); }
  [[nodiscard]] files::Place place() const { return files::Place(ground_); }
  /// Whether we have made the thing with this identity, whatever its name is now.
  [[nodiscard]] bool has(const files::Identity& identity) const;
  Result<void> add(const std::string& name, const files::Identity& identity);
  void forget(const files::Identity& identity);

  /// Removes an entry with all that we have put in it, if it is ours. Returns false, with a doubt, if something stays.
  bool remove(const std::string& name, files::Doubts& doubts);

 private:
  explicit CacheRecord(std::shared_ptr<files::Ground> ground) : ground_(std::move(ground)) {}
  std::shared_ptr<files::Ground> ground_;
};

}  // namespace modembench::vm
