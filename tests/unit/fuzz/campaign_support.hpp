#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "bench/language/load.hpp"
#include "bench/language/yaml_node.hpp"
#include "bench/plan/scenario.hpp"
#include "client_under_test/client.hpp"
#include "client_under_test/run.hpp"
#include "files/whole_file.hpp"
#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/steps.hpp"

/// Campaigns without processes of clients: the reference client and its counterpart, on a clock that jumps.
namespace fuzz_campaign_support {

namespace mb = modembench;
namespace cut = modembench::client_under_test;
namespace fz = modembench::fuzz;

inline mb::files::Result<std::string> read_file(const std::string& path) {
  return mb::files::read_whole(path, mb::bench::kMaxYamlText);
}

inline std::string content_of(const std::string& path) { return read_file(path).value_or(""); }

inline cut::RunResult run_text(const std::string& text, const std::string& file) {
  auto loaded = mb::bench::load_scenarios(text, file, {read_file, {}});
  if (!loaded) FAIL(loaded.error().front().to_string() << "\n" << text);
  const auto& scenario = loaded->front();
  const auto client = cut::find_client(scenario.clients.front(), file);
  if (!client) FAIL(client.error().front().to_string());
  cut::RunOptions options;
  options.on = cut::find_attachment_kind("in-process");
  return cut::run(scenario, scenario.clients.front(), *client, options);
}

inline cut::RunResult healthy_run(const std::string& client) {
  fz::Scene scene;
  scene.client = client;
  return run_text(fz::to_yaml(scene, {}, "Nothing goes wrong.", {"client: exits"}), "healthy.yaml");
}

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string path = (std::filesystem::temp_directory_path() / "modembench-fuzz-XXXXXX").string();
    path_ = mkdtemp(path.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::vector<std::string> files(const std::string& part) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_ + "/" + part)) {
      names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::string path_;
};

inline fz::Campaign campaign(const std::string& client, const std::string& folder, std::size_t runs,
                             std::size_t jobs = 1) {
  fz::Campaign campaign;
  campaign.scene.client = client;
  campaign.runs = runs;
  campaign.jobs = jobs;
  campaign.folder = folder;
  mb::bench::ClientUse use;
  use.client = client;
  campaign.oracles.claims = cut::find_client(use, "")->claims;
  campaign.run = run_text;
  return campaign;
}

}  // namespace fuzz_campaign_support
