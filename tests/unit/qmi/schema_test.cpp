// Look-ups in the compiled schema.

#include <algorithm>

#include <catch2/catch.hpp>

#include "emulator/qmi/describe.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/schema.hpp"

namespace {

using namespace modembench::qmi;

TEST_CASE("names are the same whatever their case and what parts their words") {
  CHECK(same_name("packet_data_handle", "Packet Data Handle"));
  CHECK(same_name("low-power", "LowPower"));
  CHECK(same_name("", " _-"));
  CHECK_FALSE(same_name("apn", "apn name"));
  CHECK_FALSE(same_name("apn", ""));
}

TEST_CASE("messages are found by number and by name") {
  const MessageSpec* start = find_message(wds::service, wds::start_network::id);
  REQUIRE(start != nullptr);
  CHECK(start->name == "Start Network");
  CHECK(start->has_request);
  CHECK_FALSE(start->has_indication);
  CHECK(find_message("WDS Start Network").message == start);
  CHECK(find_message("wds start_network").message == start);
  CHECK(find_message("WDS Start Network").service == find_service("wds"));
  CHECK(find_message(*find_service("WDS"), "start-network") == start);
}

TEST_CASE("what isn't there isn't found") {
  CHECK(find_service(0x99) == nullptr);
  CHECK(find_service("XYZ") == nullptr);
  CHECK(find_message(0x99, 0x0020) == nullptr);
  CHECK(find_message(1, 0xFFFF) == nullptr);
  CHECK(find_message("WDS Strat Network").message == nullptr);
  CHECK(find_message("WDS Strat Network").service != nullptr);
  CHECK(find_message("XYZ Start Network").service == nullptr);
  CHECK(find_message("WDS").service != nullptr);
  CHECK(find_message("").service == nullptr);
  CHECK(find_message("  ").service == nullptr);
}

TEST_CASE("services without messages have a name all the same") {
  CHECK(service_name(0x0B) == "UIM");
  CHECK(service_name(uim::service) == "UIM");
  CHECK(service_name(0x99) == "service 0x99");
  CHECK(message_name(1, 0x0020) == "WDS Start Network");
  CHECK(message_name(0x15, 0x0020) == "MFS 0x0020");
  CHECK(message_name(0x42, 0x4321) == "service 0x42 message 0x4321");
}

TEST_CASE("messages of services that a Gobi 3000 lacks have a name, so that a trace can say what was wanted") {
  CHECK(message_name(uim::service, 0x002F) == "UIM Get Card Status");
  CHECK(message_name(wda::service, 0x0020) == "WDA Set Data Format");
  CHECK(message_name(loc::service, 0x0021) == "LOC Register Events");
  CHECK(message_name(dms::service, 0x555F) == "DMS Set FCC Authentication");
  CHECK(find_message("PBM Get All Capabilities").service != nullptr);
  CHECK(find_message("UIM Get Card Status").message->name_only);
  CHECK_FALSE(find_message("DMS Reset").message->name_only);
  // Of theirs no TLV is described: each is shown by its number.
  const Bytes frame = {0x01, 0x10, 0x00, 0x00, 0x0B, 0x01, 0x00, 0x01, 0x00,
                       0x2F, 0x00, 0x04, 0x00, 0x10, 0x01, 0x00, 0x07};
  CHECK(describe_frame(frame) == "UIM Get Card Status request, client id 1, transaction 1: TLV 0x10 [07]");
}

TEST_CASE("control indications have no request") {
  const MessageSpec* revoked = find_message("CTL Release CID Indication").message;
  REQUIRE(revoked != nullptr);
  CHECK(revoked->id == 0x0024);
  CHECK_FALSE(revoked->has_request);
  CHECK(revoked->has_indication);
  const MessageSpec* sync = find_message("CTL Sync").message;
  REQUIRE(sync != nullptr);
  CHECK(sync->has_request);
  CHECK(sync->has_indication);
}

TEST_CASE("TLVs tell whether they must be there, and who knows them") {
  const MessageSpec* modify = find_message(wds::service, wds::modify_profile::id);
  REQUIRE(modify != nullptr);
  const std::span<const TlvSpec> request = tlvs_of(*modify, MessageKind::request);
  CHECK(find_tlv(request, 0x01)->mandatory);
  CHECK_FALSE(find_tlv(request, "apn name")->mandatory);
  CHECK(find_tlv(request, "apn name")->known == Known::everywhere);
  CHECK(find_tlv(request, "apn disabled flag")->known == Known::newer_than_gobi);
  CHECK(find_tlv(request, std::uint8_t{0x77}) == nullptr);
  CHECK(find_tlv(find_message("DMS Get Revision").message->response, "boot revision")->known == Known::gobi_only);
  CHECK(find_tlv(find_message("CTL Set Data Format").message->response, "protocol")->mandatory);
}

TEST_CASE("enum values are found by number and by name") {
  CHECK(error_codes().find(std::uint64_t{14})->name == "CallFailed");
  CHECK(error_codes().find("call failed")->value == 14);
  CHECK(error_codes().find("InvalidQmiCommand")->value == static_cast<std::uint64_t>(ErrorCode::InvalidQmiCommand));
  CHECK(error_codes().find(std::uint64_t{9999}) == nullptr);
  CHECK(error_codes().find("CallFaild") == nullptr);
}

TEST_CASE("the Result is TLV 02, a status and an error code") {
  CHECK(result_tlv().id == 2);
  REQUIRE(result_tlv().type->members.size() == 2);
  CHECK(result_tlv().type->members[1].type->enumeration == &error_codes());
}

void check_sorted(std::span<const TlvSpec> tlvs) {
  CHECK(std::is_sorted(tlvs.begin(), tlvs.end(), [](const TlvSpec& a, const TlvSpec& b) { return a.id < b.id; }));
}

TEST_CASE("all tables are sorted, and every look-up finds what is in them") {
  for (const ServiceSpec& service : services()) {
    CHECK(find_service(service.id) == &service);
    CHECK(find_service(service.name) == &service);
    for (const MessageSpec& message : service.messages) {
      CAPTURE(service.name, message.name);
      CHECK(find_message(service.id, message.id) == &message);
      CHECK(find_message(std::string(service.name) + " " + std::string(message.name)).message == &message);
      for (const MessageKind kind : {MessageKind::request, MessageKind::response, MessageKind::indication})
        check_sorted(tlvs_of(message, kind));
    }
  }
}

TEST_CASE("a slip of the pen is told the nearest names") {
  const std::vector<std::string> names{"Start Network", "Stop Network", "Network Scan", "Get Model"};
  CHECK(nearest_names("Strat Network", names).at(0) == "Start Network");
  CHECK(nearest_names("stopnetwrk", names, 1) == std::vector<std::string>{"Stop Network"});
  CHECK(nearest_names("Get Modle", names) == std::vector<std::string>{"Get Model"});
  CHECK(nearest_names("Open Door", names).empty());
  CHECK(nearest_names("", names).empty());
  CHECK(nearest_names("network", names, 0).empty());
}

}  // namespace
