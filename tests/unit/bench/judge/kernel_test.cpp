#include <catch2/catch.hpp>

#include "tests/unit/bench/scenario_support.hpp"

using namespace scenario_support;

TEST_CASE("who expects something of a kernel's log needs a kernel, in an order and in a never, too", "[scenario]") {
  const auto needs = [](const std::string& expect) { return sc::needs_kernel(load_with("client: client\n" + expect)); };
  CHECK(needs("expect: [{kernel: register}]\n"));
  CHECK(needs("expect: [{client: exits}, {order: [WDS Start Network, {kernel: register}]}]\n"));
  CHECK(needs("expect: [{never: {kernel: USB disconnect}}]\n"));
  CHECK_FALSE(needs("expect: [{client: exits}, {says: kernel}, {order: [WDS Start Network, {says: kernel}]}]\n"));
}
