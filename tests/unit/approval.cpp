#include "tests/unit/approval.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

void approve(const std::string& name, const std::string& text) {
  namespace fs = std::filesystem;
  const fs::path approved_path = fs::path(APPROVED_DIR) / (name + ".txt");
  std::ifstream file(approved_path, std::ios::binary);
  const std::string approved{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.good() && approved == text) return;
  const fs::path received_path = fs::path(RECEIVED_DIR) / (name + ".txt");
  fs::create_directories(received_path.parent_path());
  std::ofstream(received_path, std::ios::binary) << text;
  INFO("approved: " << approved_path << ", received: " << received_path);
  CHECK(text == approved);
}
