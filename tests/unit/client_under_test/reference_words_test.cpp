#include <catch2/catch.hpp>

#include "client_under_test/reference/words.hpp"

namespace reference = modembench::client_under_test::reference;
using namespace std::chrono_literals;

namespace {

std::string refused(const std::vector<std::string>& words) {
  const auto wanted = reference::read_words(words);
  return wanted ? "" : wanted.error();
}

}  // namespace

TEST_CASE("words of a client: both ways of giving a value, and an empty one", "[reference]") {
  const std::vector<std::string> words{"reference", "--qmi",   "qmi", "--apn=net", "--pin=", "--for",
                                       "30s",       "--probe", "a",   "--probe",   "b"};
  const auto wanted = reference::read_words(words);
  REQUIRE(wanted);
  CHECK_FALSE(wanted->naive);
  CHECK(wanted->options.qmi == "qmi");
  CHECK(wanted->options.apn == "net");
  CHECK(wanted->options.pin.empty());
  CHECK(wanted->options.stay == 30s);
  CHECK(wanted->options.probe == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(wanted->options.once);

  const std::vector<std::string> naive{"naive", "--once", "--qmi=q"};
  CHECK(reference::read_words(naive)->naive);
  CHECK(reference::read_words(naive)->options.once);
  CHECK_FALSE(reference::read_words(naive)->options.proxy);

  const std::vector<std::string> by_proxy{"reference", "--qmi", "q", "--proxy=yes"};
  CHECK(reference::read_words(by_proxy)->options.proxy);
}

TEST_CASE("words of a client: what is wrong with them is said", "[reference]") {
  CHECK(refused({}) == "there are two clients, reference and naive");
  CHECK(refused({"clever", "--qmi", "q"}) == "there are two clients, reference and naive");
  CHECK(refused({"naive"}) == "a client needs a port: --qmi PATH or --probe PATH");
  CHECK(refused({"naive", "--qmi"}) == "--qmi needs a value");
  CHECK(refused({"naive", "--qmi", "q", "--proxy", "maybe"}) == "--proxy is yes or no, not 'maybe'");
  CHECK(refused({"naive", "--qmi", "q", "--loud", "1"}) == "a client knows no --loud");
  CHECK(refused({"naive", "--qmi", "q", "--for", "30"}) == "--for: a time needs a unit: 30s, 30ms");
}
