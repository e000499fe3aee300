#include <catch2/catch.hpp>

#include "emulator/trace/hash.hpp"

using namespace modembench;
using namespace std::chrono_literals;
using trace::Clock;
using trace::Event;
using trace::EventKind;
using trace::Trace;

namespace {

Trace made_of(const std::vector<Event>& events) {
  Trace trace;
  for (const auto& event : events) trace.add(event);
  return trace;
}

const Event kRegistered{.at = modembench::Instant(0s), .kind = EventKind::registered};
const Event kRequest{.at = modembench::Instant(1s), .kind = EventKind::request, .bytes = {1, 2, 3}};
const Event kAnswer{.at = modembench::Instant(2s), .kind = EventKind::response, .bytes = {4, 5}};
const Event kSays{.at = modembench::Instant(2s), .kind = EventKind::client_says, .text = "[08:15:00] connected"};
const Event kDial{.at = modembench::Instant(2s), .kind = EventKind::serial_in, .port = tty_usb(0), .bytes = {'A', 'T'}};
const Event kExit{.at = modembench::Instant(3s), .kind = EventKind::client_exited, .text = "exit status 0"};

std::string exchange(const std::vector<Event>& events) { return trace::fingerprint(made_of(events), Clock::real); }
std::string transcript(const std::vector<Event>& events) {
  return trace::fingerprint(made_of(events), Clock::simulated);
}

}  // namespace

TEST_CASE("a fingerprint is the same on every machine: these two are written down", "[trace][hash]") {
  CHECK(transcript({kRegistered, kRequest, kAnswer, kSays, kDial, kExit}) == "transcript 14a89fbdd73a0058");
  CHECK(exchange({kRegistered, kRequest, kAnswer, kSays, kDial, kExit}) == "exchange 517652479a322b9d");
}

TEST_CASE("a transcript has every part of every event, and their order", "[trace][hash]") {
  const auto whole = transcript({kRequest, kAnswer});
  CHECK(whole == transcript({kRequest, kAnswer}));
  CHECK(whole != transcript({kAnswer, kRequest}));
  CHECK(whole != transcript({kRequest}));
  for (const auto& change : std::vector<std::function<void(Event&)>>{
           [](Event& event) { event.at += 1us; },
           [](Event& event) { event.kind = EventKind::indication; },
           [](Event& event) { event.port = tty_usb(1); },
           [](Event& event) { event.connection = 1; },
           [](Event& event) { event.bytes.push_back(0); },
           [](Event& event) { event.text.assign(1, 'x'); },
           [](Event& event) { event.status = 1; },
       }) {
    auto changed = kAnswer;
    change(changed);
    CHECK(whole != transcript({kRequest, changed}));
  }
}

TEST_CASE("an exchange leaves out times, prints, and what the ports' order was among each other", "[trace][hash]") {
  const auto one = exchange({kRegistered, kRequest, kAnswer, kSays, kDial, kExit});
  auto later = kAnswer;
  later.at += 40ms;
  CHECK(one == exchange({kRegistered, kRequest, kDial, later, kExit}));
  CHECK(one != exchange({kRegistered, kAnswer, kRequest, kDial, kExit}));
  auto failed = kExit;
  failed.status = 1;
  CHECK(one != exchange({kRegistered, kRequest, kAnswer, kDial, failed}));
  CHECK(one != exchange({kRegistered, kRequest, kAnswer, kExit}));
}

TEST_CASE("serial bytes count, not how they were cut, but on which port and in which direction", "[trace][hash]") {
  auto first = kDial;
  auto second = kDial;
  first.bytes = {'A'};
  second.bytes = {'T'};
  CHECK(exchange({kDial}) == exchange({first, second}));
  CHECK(exchange({kDial}) != exchange({second, first}));
  auto elsewhere = kDial;
  elsewhere.port = tty_usb(1);
  CHECK(exchange({kDial}) != exchange({elsewhere}));
  auto back = kDial;
  back.kind = EventKind::serial_out;
  CHECK(exchange({kDial}) != exchange({back}));
}

TEST_CASE("of two messages that together have the same bytes, the border counts", "[trace][hash]") {
  const Event first{.kind = EventKind::request, .bytes = {1, 2}};
  const Event second{.kind = EventKind::request, .bytes = {3}};
  const Event shorter{.kind = EventKind::request, .bytes = {1}};
  const Event longer{.kind = EventKind::request, .bytes = {2, 3}};
  CHECK(exchange({first, second}) != exchange({shorter, longer}));
  CHECK(transcript({first, second}) != transcript({shorter, longer}));
}
