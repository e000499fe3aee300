#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/descriptor.hpp"
#include "files/identity.hpp"
#include "files/record.hpp"
#include "files/result.hpp"

namespace modembench::files {

/// Descriptors kept for when there are none left: looking into a folder takes some.
using SpareDescriptors = std::vector<Descriptor>;
[[nodiscard]] Result<SpareDescriptors> keep_spare_descriptors();

/// An open folder, shared by all that make things in it.
struct Ground {
  std::filesystem::path path;
  Descriptor folder;
  int error = 0;  ///< the errno that says why it isn't open
  std::string token = unguessable_token();
  bool wholly_ours = false;      ///< it is a run's: what stands in the way there is ours, too
  std::optional<Record> record;  ///< the record of what is made: in a folder that isn't wholly ours
  SpareDescriptors spare{};

  static std::string unguessable_token();
};

class Node;

/// A folder in which ports are made, or a folder in such a one. Cheap to copy.
class Place {
 public:
  /// A place in a folder that is there. Nothing is recorded of what is made in it.
  Place(std::filesystem::path folder);  // NOLINT(google-explicit-constructor): a folder is a place
  explicit Place(std::shared_ptr<Ground> ground);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Makes something. Called with an open folder, a name in it that nothing else has, and a path to that (which may be
  /// by way of /proc). Returns an errno, or 0.
  using Maker = std::function<int(int folder, const std::string& name, const std::filesystem::path& path)>;
  /// Makes something that has its own name at once and whole, and is recorded before. Refused if something stands there
  /// already.
  [[nodiscard]] Result<Node> make(const std::string& name, const Maker& maker) const;
  [[nodiscard]] Result<Node> make_link(const std::string& name, const std::string& target) const;
  /// Makes a new folder in this one, which goes with the owner of the ground.
  [[nodiscard]] Result<Place> make_folder(const std::string& name) const;

 private:
  friend class Node;
  struct At {
    Descriptor own;
    int folder = -1;
    int error = 0;
  };
  [[nodiscard]] At open() const;
  [[nodiscard]] std::string recorded(const std::string& name) const;
  [[nodiscard]] Result<void> clear_way(int folder, const std::string& name) const;
  [[nodiscard]] Result<Identity> make_thing(const std::string& name, const Maker& maker) const;

  std::shared_ptr<Ground> ground_;
  std::filesystem::path path_;
  std::string inner_;  ///< the folder within the ground's; empty: the ground's itself
  Identity identity_;  ///< the identity of the inner folder
};

/// Something in a place that the owner of this object has made. The thing goes with the object, unless something else
/// has its name by then.
class Node {
 public:
  Node() = default;
  Node(Node&& other) noexcept;
  Node& operator=(Node&& other) noexcept;
  ~Node() { remove(); }

  void remove();
  /// Lets the thing stay when this object goes, recorded as it is. Returns its name in the place, and its identity.
  std::pair<std::string, Identity> keep();
  explicit operator bool() const { return place_.has_value(); }

 private:
  friend class Place;
  Node(Place place, std::string name, Identity identity)
      : place_(std::move(place)), name_(std::move(name)), identity_(identity) {}

  std::optional<Place> place_;
  std::string name_;
  Identity identity_;
};

}  // namespace modembench::files
