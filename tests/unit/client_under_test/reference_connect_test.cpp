#include "tests/unit/client_under_test/reference_support.hpp"

using namespace reference_support;

namespace {

const std::string kConnects = R"(expect:
  - client: exits
    status: success
    within: 20s
  - request: WDS Start Network
    where: {apn: internet}
    count: 1
  - order: [WDS Start Network, WDS Get Current Settings, WDS Stop Network]
  - balance: clean
  - says: "IPv4 address: 192.0.2.10"
)";

}  // namespace

TEST_CASE("the reference client connects on a healthy modem and leaves nothing behind", "[reference]") {
  Run run(kConnects, Who::reference, once());
  run.to_the_end();
  INFO(run.text());
  INFO(run.verdict());
  CHECK(run.passed());
}

TEST_CASE("the naive client connects on a healthy modem, and leaves call and client id behind", "[reference]") {
  Run run(kConnects, Who::naive, once());
  run.to_the_end();
  INFO(run.text());
  CHECK(run.status() == 0);
  CHECK(run.said("IPv4 address: 192.0.2.10") == 1);
  CHECK_FALSE(run.passed());
}
