// Writes the HTML report of a made-up suite to the file it is given: what the test of the page opens in a browser.

#include <fstream>
#include <memory>

#include "emulator/qmi/messages/wds.hpp"
#include "report/output_formats.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using trace::EventKind;

namespace {

constexpr std::size_t kManyEvents = 10000;
constexpr const char* kHostile =
    "</script><img src=x onerror=\"document.title='taken over'\"><!-- \xF0\x9F\x92\xA3 \x1b[31m";

client_under_test::RunResult result(const std::string& scenario, const std::string& client, bench::Verdict verdict) {
  client_under_test::RunResult out;
  out.scenario = scenario;
  out.client = client;
  out.place = "pty, in a stage as root";
  out.took = 1280ms;
  out.judgement.verdict = verdict;
  out.trace.add({.at = modembench::Instant(0us), .kind = EventKind::registered});
  return out;
}

void add_exchange(trace::Trace& trace, Instant at, std::uint16_t transaction) {
  const qmi::Header header{qmi::wds::service, 3, qmi::MessageKind::request, transaction, qmi::wds::start_network::id};
  auto request = std::make_shared<qmi::Message>(qmi::Message{header, {}});
  request->set(qmi::wds::start_network::request::apn, "internet");
  auto answer = std::make_shared<qmi::Message>(qmi::response_to(header, transaction % 7 == 0 ? 14 : 0));
  answer->set(qmi::wds::start_network::response::packet_data_handle, std::uint32_t{0x20000001});
  trace.add({.at = at, .kind = EventKind::request, .bytes = {0x01, 0x0c, 0x00}, .message = request});
  trace.add({.at = at + 300ms, .kind = EventKind::response, .bytes = {0x01, 0x20, 0x00}, .message = answer});
}

client_under_test::RunResult long_run() {
  auto out = result("scenarios/long/ten-thousand-events.yaml", "floods", bench::Verdict::failed);
  out.judgement.findings = {{bench::Verdict::failed, "never: client says anything", "ten-thousand-events.yaml:9:5",
                             std::string("it said ") + kHostile}};
  for (std::uint16_t i = 1; out.trace.events().size() < kManyEvents; ++i) {
    const Instant at(i * 1s);
    add_exchange(out.trace, at, i);
    if (i % 5 == 0) out.trace.add({.at = at + 400ms, .kind = EventKind::client_says, .text = kHostile});
    if (i % 11 == 0)
      out.trace.add({.at = at + 500ms, .kind = EventKind::rule, .text = "drop the answer to WDS Start Network"});
    if (i % 13 == 0) {
      out.trace.add({.at = at + 500ms, .kind = EventKind::serial_in, .port = tty_usb(0), .bytes = {'A', 'T', '\r'}});
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::vector<report::Record> records;
  auto passed = result("scenarios/healthy/connect.yaml", "qmicli-connect", bench::Verdict::passed);
  add_exchange(passed.trace, Instant(1s), 1);
  passed.trace.add({.at = modembench::Instant(4s), .kind = EventKind::client_exited, .status = 0});
  records.push_back(report::make_record(std::move(passed), {}));
  auto skipped = result("scenarios/healthy/connect.yaml", "uqmi", bench::Verdict::skipped);
  skipped.why = "uqmi isn't installed";
  records.push_back(report::make_record(std::move(skipped), {}));
  records.push_back(report::make_record(long_run(), {}));
  std::ofstream file(argv[1], std::ios::binary);
  file << report::to_html(records);
  file.close();
  return file ? 0 : 1;
}
