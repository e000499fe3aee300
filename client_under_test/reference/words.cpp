#include "client_under_test/reference/words.hpp"

#include <fmt/format.h>

#include "bench/plan/duration.hpp"
#include "client_under_test/reference/naive_client.hpp"
#include "client_under_test/reference/reference_client.hpp"

namespace modembench::client_under_test::reference {
namespace {

/// "--apn net" and "--apn=net" are the same.
class Words {
 public:
  explicit Words(std::span<const std::string> words) : words_(words) {}

  [[nodiscard]] bool at_end() const { return next_ == words_.size(); }
  [[nodiscard]] std::string take_flag() {
    const std::string& word = words_[next_++];
    const std::size_t equals = word.find('=');
    has_value_ = equals != std::string::npos;
    if (has_value_) value_ = word.substr(equals + 1);
    return word.substr(0, equals);
  }
  [[nodiscard]] tl::expected<std::string, std::string> take_value(const std::string& flag) {
    if (has_value_) return value_;
    if (at_end()) return tl::unexpected(fmt::format("{} needs a value", flag));
    return words_[next_++];
  }

 private:
  std::span<const std::string> words_;
  std::size_t next_ = 0;
  bool has_value_ = false;
  std::string value_;
};

tl::expected<void, std::string> put(Options& options, const std::string& flag, const std::string& value) {
  if (flag == "--qmi") {
    options.qmi = value;
  } else if (flag == "--proxy") {
    if (value != "yes" && value != "no") return tl::unexpected(fmt::format("--proxy is yes or no, not '{}'", value));
    options.proxy = value == "yes";
  } else if (flag == "--probe") {
    options.probe.push_back(value);
  } else if (flag == "--apn") {
    options.apn = value;
  } else if (flag == "--pin") {
    options.pin = value;
  } else if (flag == "--for") {
    const auto stay = bench::parse_duration(value);
    if (!stay) return tl::unexpected("--for: " + stay.error());
    options.stay = *stay;
  } else {
    return tl::unexpected(fmt::format("a client knows no {}", flag));
  }
  return {};
}

}  // namespace

tl::expected<Wanted, std::string> read_words(std::span<const std::string> words) {
  if (words.empty() || (words[0] != "reference" && words[0] != "naive")) {
    return tl::unexpected(std::string("there are two clients, reference and naive"));
  }
  Wanted wanted;
  wanted.naive = words[0] == "naive";
  for (Words rest(words.subspan(1)); !rest.at_end();) {
    const auto flag = rest.take_flag();
    if (flag == "--once") {
      wanted.options.once = true;
      continue;
    }
    const auto value = rest.take_value(flag);
    if (!value) return tl::unexpected(value.error());
    if (const auto good = put(wanted.options, flag, *value); !good) return tl::unexpected(good.error());
  }
  if (wanted.options.qmi.empty() && wanted.options.probe.empty()) {
    return tl::unexpected(std::string("a client needs a port: --qmi PATH or --probe PATH"));
  }
  return wanted;
}

std::unique_ptr<ClientLogic> make_client(const Wanted& wanted) {
  if (wanted.naive) return std::make_unique<NaiveClient>(wanted.options);
  return std::make_unique<ReferenceClient>(wanted.options);
}

}  // namespace modembench::client_under_test::reference
