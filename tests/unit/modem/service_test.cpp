#include "emulator/modem/service.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "emulator/qmi/schema.hpp"

namespace modembench::modem::test {

TEST_CASE("services: each has one row, and its handlers are for requests that the schema knows") {
  std::set<std::uint8_t> seen;
  for (const Service& service : services()) {
    CAPTURE(service.id);
    CHECK(seen.insert(service.id).second);
    CHECK(find_service(service.id) == &service);
    for (const Route& route : service.routes()) {
      CAPTURE(route.message);
      const qmi::MessageSpec* spec = qmi::find_message(service.id, route.message);
      REQUIRE(spec != nullptr);
      CHECK(spec->has_request);
      CHECK(route.handler != nullptr);
    }
  }
}

TEST_CASE("services: what has a deadline does what is due") {
  for (const Service& service : services()) {
    CAPTURE(service.id);
    CHECK((service.next_deadline == nullptr || service.advance != nullptr));
  }
}

TEST_CASE("services: one that is no code has no row") { CHECK(find_service(0xFE) == nullptr); }

}  // namespace modembench::modem::test
