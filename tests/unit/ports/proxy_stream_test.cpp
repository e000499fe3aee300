#include "emulator/ports/proxy_stream.hpp"
#include "emulator/qmi/qmux.hpp"
#include "tests/unit/ports/proxy_support.hpp"

namespace modembench {
namespace {

using ports::ProxyStream;
using testing::bytes_of;
using testing::proxy_open;
using testing::request;
using testing::text_of;

/// What comes out, as words: "frames 2 <bytes>", "open 1 /dev/x", "garbage <bytes>".
std::vector<std::string> say(const std::vector<ProxyStream::Piece>& pieces) {
  std::vector<std::string> said;
  for (const auto& piece : pieces) {
    if (const auto* frames = std::get_if<ProxyStream::Frames>(&piece)) {
      said.push_back(fmt::format("frames {} {}", frames->count, text_of(frames->bytes)));
    } else if (const auto* open = std::get_if<ProxyStream::Open>(&piece)) {
      said.push_back(fmt::format("open {} {}", open->transaction, open->path));
    } else {
      said.push_back(fmt::format("garbage {}", text_of(std::get<ProxyStream::Garbage>(piece).bytes)));
    }
  }
  return said;
}

using Said = std::vector<std::string>;

TEST_CASE("proxy stream: what is for the proxy is cut out of what is for the modem") {
  ProxyStream stream;
  const auto all = request(1) + request(2) + proxy_open("/dev/a", 9) + request(3) + proxy_open("/dev/b", 10);
  CHECK(say(stream.append(bytes_of(all))) ==
        Said{"frames 2 " + request(1) + request(2), "open 9 /dev/a", "frames 1 " + request(3), "open 10 /dev/b"});
  CHECK(stream.held() == 0);
}

TEST_CASE("proxy stream: byte by byte comes out the same as at once") {
  ProxyStream stream;
  Said said;
  for (const char byte : proxy_open("/dev/a") + request(1)) {
    for (const auto& one : say(stream.append(bytes_of(std::string(1, byte))))) said.push_back(one);
  }
  CHECK(said == Said{"open 1 /dev/a", "frames 1 " + request(1)});
  CHECK(stream.held() == 0);
}

TEST_CASE("proxy stream: at whatever two places a stream is cut, the same comes out in the end") {
  const auto all = request(1) + proxy_open("/dev/a") + request(2) + request(3);
  for (std::size_t first = 0; first <= all.size(); ++first) {
    for (std::size_t second = first; second <= all.size(); ++second) {
      ProxyStream stream;
      std::string frames;
      int opens = 0;
      for (const auto& part : {all.substr(0, first), all.substr(first, second - first), all.substr(second)}) {
        const auto bytes = bytes_of(part);
        for (const auto& piece : stream.append(bytes)) {
          if (const auto* some = std::get_if<ProxyStream::Frames>(&piece)) frames += text_of(some->bytes);
          if (std::holds_alternative<ProxyStream::Open>(piece)) ++opens;
        }
      }
      REQUIRE(frames == request(1) + request(2) + request(3));
      REQUIRE(opens == 1);
    }
  }
}

TEST_CASE("proxy stream: after what can't begin a frame nothing comes any more") {
  ProxyStream stream;
  CHECK(say(stream.append(bytes_of(request(1) + "AT\r"))) == Said{"frames 1 " + request(1), "garbage AT\r"});
  CHECK(stream.append(bytes_of(request(2))).empty());
  CHECK(stream.held() == 0);
  ProxyStream short_one;
  CHECK(say(short_one.append(bytes_of({"\x01\x02\x00", 3}))) == Said{"garbage " + std::string("\x01\x02\x00", 3)});
}

TEST_CASE("proxy stream: an open that can't be read is left out") {
  // Without its TLV, with a TLV that says more than there is, and as an answer.
  const std::string no_path("\x01\x0b\x00\x00\x00\x00\x00\x01\x00\xff\x00\x00", 12);
  const std::string lying("\x01\x0f\x00\x00\x00\x00\x00\x01\x00\xff\x04\x00\x01\x09\x00/", 16);
  const std::string answer = testing::proxy_opened();
  ProxyStream stream;
  CHECK(say(stream.append(bytes_of(no_path + lying + request(1)))) == Said{"frames 1 " + request(1)});
  CHECK(say(stream.append(bytes_of(answer))) == Said{"frames 1 " + answer});
}

TEST_CASE("proxy stream: holds less than the largest frame, and that comes through") {
  std::string largest("\x01\xff\xff\x00\x01\x01", 6);
  largest.resize(qmi::kMaxFrame, 'x');
  ProxyStream stream;
  for (int i = 0; i < 3; ++i) {
    CHECK(stream.append(bytes_of(largest.substr(0, qmi::kMaxFrame - 1))).empty());
    CHECK(stream.held() == qmi::kMaxFrame - 1);
    CHECK(say(stream.append(bytes_of(largest.substr(qmi::kMaxFrame - 1)))) == Said{"frames 1 " + largest});
    CHECK(stream.held() == 0);
  }
}

}  // namespace
}  // namespace modembench
