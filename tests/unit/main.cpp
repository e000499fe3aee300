#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

/// The folder below tests/unit that a file is in: "qmi", "bench/judge". That is the room that the test is of.
std::string room_of(const std::string& file) {
  const std::string above = "tests/unit/";
  const std::size_t begin = file.rfind(above);
  const std::size_t end = file.rfind('/');
  if (begin == std::string::npos || end < begin + above.size()) return {};
  return file.substr(begin + above.size(), end - begin - above.size());
}

/// Where a test stands says its room: no test has to, and none can say another.
void tag_by_room(const Catch::IConfig& config) {
  for (const auto& test : Catch::getAllTestCasesSorted(config)) {
    auto tags = test.tags;
    tags.push_back(room_of(test.lineInfo.file));
    // As Catch's own tags by file names (-#) are given.
    Catch::setTags(const_cast<Catch::TestCase&>(test),
                   std::move(tags));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  }
}

}  // namespace

int main(int argc, char** argv) {
  Catch::Session session;
  if (const int wrong = session.applyCommandLine(argc, argv); wrong != 0) return wrong;
  tag_by_room(session.config());
  return session.run();
}
