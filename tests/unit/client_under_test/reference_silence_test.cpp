#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

// What is lost, late or somebody else's.

namespace {

const std::string kConnectedAtOnce = R"(expect:
  - {client: exits, status: success}
  - balance: clean
  - says: "IPv4 address: 192.0.2.10"
)";

}  // namespace

TEST_CASE("the reference client asks again when the first request is lost", "[reference]") {
  const std::string lost = R"(when:
  - {on: CTL Get Version Info, times: 1, do: {drop: true}}
  - {on: CTL Allocate CID, times: 1, do: {drop: true}}
)";
  Run run(lost + kConnectedAtOnce, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.asked("CTL Get Version Info").size() == 2);
  CHECK(run.status() == 0);
  CHECK(run.ended_at() <= mb::Instant(10s));
}

TEST_CASE("the naive client waits for ever when the first request is lost", "[reference]") {
  Run run("when:\n  - {on: CTL Allocate CID, times: 1, do: {drop: true}}\n" + kConnectedAtOnce, Who::naive, once());
  INFO(run.to_the_end().text());
  CHECK(run.exit() == nullptr);
}

TEST_CASE("a modem that needs 60 s to its first answer is waited for", "[reference]") {
  const std::string slow = "deadline: 120s\nwhen:\n  - {on: CTL Get Version Info, times: 30, do: {drop: true}}\n";
  Run run(slow + kConnectedAtOnce, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
}

TEST_CASE("a modem that never answers is given up", "[reference]") {
  Run run("deadline: 300s\nwhen:\n  - {on: CTL Get Version Info, do: {drop: true}}\n" + kConnectedAtOnce,
          Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.status() == 1);
  CHECK(run.ended_at() == mb::Instant(92s));
  CHECK(run.said("CTL Get Version Info: no answer within 2s") > 0);
}

TEST_CASE("answers that come after their request was given up are no answers to the next one", "[reference]") {
  // Each a second after the limit; the second one to Get PIN Status comes in time.
  const std::string late = R"(when:
  - {on: CTL Get Version Info, times: 1, do: {delay: 2.5s}}
  - {on: DMS UIM Get PIN Status, times: 1, do: {delay: 6s}}
  - {on: WDS Get Current Settings, times: 1, do: {delay: 6s}}
)";
  Run run(late + kConnectedAtOnce, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("ignored: nobody waits for CTL Get Version Info") == 1);
}

TEST_CASE("a client id that comes too late is given back", "[reference]") {
  Run run("when:\n  - {on: CTL Allocate CID, times: 1, do: {delay: 6s}}\n" + kConnectedAtOnce, Who::reference, once());
  INFO(run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("came too late: gives it back") == 1);
}

TEST_CASE("an answer with another transaction, client id, service or message isn't taken", "[reference]") {
  const auto wrong = GENERATE(0, 1, 2, 3);
  const auto wire =
      on_response(qmi::wds::service, qmi::wds::get_current_settings::id, 1, [wrong](const qmi::Message& right) {
        auto other = qmi::response_to(right.header);
        if (wrong == 0) other.header.transaction = static_cast<std::uint16_t>(right.header.transaction + 1);
        if (wrong == 1) other.header.client = static_cast<std::uint8_t>(right.header.client + 1);
        if (wrong == 2) other.header.service = qmi::dms::service;
        if (wrong == 3) other.header.message = qmi::wds::start_network::id;
        other.set(qmi::wds::get_current_settings::response::ipv4_address, "198.51.100.66");
        if (wrong >= 2) other.tlvs.resize(1);
        return std::vector{other, right};
      });
  Run run(kConnectedAtOnce, Who::reference, once(), wire);
  INFO("wrong is " << wrong << "\n" << run.to_the_end().text());
  CHECK(run.passed());
  CHECK(run.said("IPv4 address: 198.51.100.66") == 0);
  CHECK(run.said("ignored: nobody waits for") == 1);
}

TEST_CASE("the naive client believes an answer that isn't its own", "[reference]") {
  const auto wire =
      on_response(qmi::wds::service, qmi::wds::get_current_settings::id, 1, [](const qmi::Message& right) {
        auto other = qmi::response_to(right.header);
        other.header.client = static_cast<std::uint8_t>(right.header.client + 1);
        other.set(qmi::wds::get_current_settings::response::ipv4_address, "198.51.100.66");
        return std::vector{other, right};
      });
  Run run(kConnectedAtOnce, Who::naive, once(), wire);
  INFO(run.to_the_end().text());
  CHECK(run.said("IPv4 address: 198.51.100.66") == 1);
}

TEST_CASE("an id of another service is given back, not used", "[reference]") {
  const auto wire = on_response(qmi::ctl::service, qmi::ctl::allocate_cid::id, 1, [](const qmi::Message& right) {
    auto other = right;
    other.set(qmi::ctl::allocate_cid::response::allocation_info,
              qmi::Struct{{"service", qmi::nas::service}, {"cid", std::uint8_t{7}}});
    return std::vector{other};
  });
  Run run(kConnectedAtOnce, Who::reference, once(), wire);
  INFO(run.to_the_end().text());
  CHECK(run.status() == 1);
  CHECK(run.said("no client id of DMS in the answer") == 1);
  CHECK(run.asked("CTL Release CID").size() == 1);
}

TEST_CASE("garbage before an answer is left out", "[reference]") {
  const auto wire = [](mb::PortName, qmi::Bytes bytes, mb::Instant) {
    qmi::Bytes garbled{0xFF, 0xFF, 0x00};
    garbled.insert(garbled.end(), bytes.begin(), bytes.end());
    // And cut into two reads.
    const auto middle = garbled.begin() + 7;
    return std::vector{qmi::Bytes(garbled.begin(), middle), qmi::Bytes(middle, garbled.end())};
  };
  Run run(kConnectedAtOnce, Who::reference, once(), wire);
  INFO(run.to_the_end().text());
  CHECK(run.passed());
}

TEST_CASE("a modem that falls silent once it gave a client id is left within the limits", "[reference]") {
  const std::string silent = R"(deadline: 120s
when:
  - {on: DMS Get Operating Mode, do: {drop: true}}
  - {on: CTL Release CID, do: {drop: true}}
expect:
  - {client: exits, status: failure, within: 18s}
  - request: CTL Release CID
)";
  Run run(silent, Who::reference, once());
  INFO(run.to_the_end().text());
  INFO(run.verdict());
  CHECK(run.passed());
  CHECK(run.said("no answer to the release of client id 1 of DMS") == 1);
}

TEST_CASE("indications before the answer don't disturb", "[reference]") {
  const auto wire = [](mb::PortName, qmi::Bytes bytes, mb::Instant) {
    const auto message = qmi::decode(bytes);
    std::vector<qmi::Bytes> all;
    if (message && message->header.kind == qmi::MessageKind::response) {
      auto indication = qmi::indication(qmi::nas::service, 0xFF, qmi::nas::get_serving_system::id);
      for (int i = 0; i < 50; ++i) all.push_back(scenario_support::Bench::frame(indication));
    }
    all.push_back(std::move(bytes));
    return all;
  };
  Run run(kConnectedAtOnce, Who::reference, once(), wire);
  INFO(run.to_the_end().verdict());
  CHECK(run.passed());
}
