#include "fuzz/campaign/store.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "bench/language/yaml_node.hpp"
#include "emulator/trace/fnv.hpp"
#include "files/whole_file.hpp"

namespace modembench::fuzz {
namespace {

namespace fs = std::filesystem;

std::string name_by_hash(std::string_view text) {
  trace::Fnv hash;
  hash.text(text);
  return fmt::format("{:016x}", hash.value());
}

std::string text_of(const Try& what) {
  std::string text;
  for (const auto& twist : what.twists) text += to_yaml(twist) + '\n';
  return text;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Somebody's folder that happens to have these names in it (this project's own fuzz/, for one) is none of ours.
std::string foreign_file_in(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename();
    if (name != "corpus" && name != "findings") return name.string();
  }
  return {};
}

}  // namespace

tl::expected<Store, std::string> Store::open(const std::string& folder) {
  if (const auto foreign = foreign_file_in(folder); !foreign.empty()) {
    return tl::unexpected(fmt::format(
        "{}: holds '{}', which is no campaign's; a new folder is wanted, an empty one, or an earlier campaign's",
        folder, foreign));
  }
  for (const auto* part : {"corpus", "findings"}) {
    std::error_code error;
    fs::create_directories(fs::path(folder) / part, error);
    if (error) return tl::unexpected(fmt::format("{}/{}: {}", folder, part, error.message()));
  }
  return Store(folder);
}

tl::expected<std::vector<Try>, std::string> Store::corpus() const {
  std::vector<Try> corpus;
  for (const auto& file : files_in(fs::path(folder_) / "corpus")) {
    const auto text = files::read_whole(file, bench::kMaxYamlText);
    if (!text) return tl::unexpected(text.error());
    auto what = read_try(*text, file);
    if (!what) return tl::unexpected(what.error());
    if (!what->twists.empty()) corpus.push_back(std::move(*what));
  }
  return corpus;
}

tl::expected<void, std::string> Store::keep(const Scene& scene, const Try& what) {
  // The scene's own rules come with the scene, not with what is done to it.
  Scene bare = scene;
  bare.rules.clear();
  const auto name =
      fmt::format("{:06}-{}.yaml", files_in(fs::path(folder_) / "corpus").size() + 1, name_by_hash(text_of(what)));
  return write((fs::path(folder_) / "corpus" / name).string(),
               to_yaml(bare, what, "A try that showed something new.", {"client: exits"}));
}

std::string Store::path_of(const Complaint& complaint) const {
  auto name = complaint.kind;
  std::replace(name.begin(), name.end(), ' ', '-');
  return (fs::path(folder_) / "findings" / fmt::format("{}-{}.yaml", name, name_by_hash(complaint.cause).substr(0, 8)))
      .string();
}

tl::expected<void, std::string> Store::write(const std::string& path, const std::string& text) const {
  return files::write_whole(path, text);  // whole or not at all: a campaign may be ended at any moment
}

}  // namespace modembench::fuzz
