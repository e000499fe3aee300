#include "bench/engine/outgoing.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bench/plan/tampering.hpp"
#include "emulator/qmi/schema.hpp"

namespace modembench::bench {
namespace {

using trace::EventKind;

std::string name_of(const qmi::Header& message) {
  const auto name = qmi::message_name(message.service, message.message);
  return (message.is_response() ? "the answer to " : "the indication ") + name;
}

}  // namespace

Duration Outgoing::send(ConnectionId connection, qmi::Sendable message, const Fate& fate, Duration delay) {
  const auto opening = connections_.opening(connection);
  Waiting one{connection, opening.value_or(0), std::move(message), fate};
  const Tamper* tamper = fate.tamper;
  if (tamper == nullptr) {
    if (delay == Duration{0} && opening) {
      send_to_open(std::move(one));
    } else if (delay == Duration{0}) {
      note_lost(one.message.header());
    } else {
      wait_until(journal_.time() + delay, std::move(one));
    }
    return delay;
  }
  if (tamper->lost) {
    if (fate.act) met_.push_back(fate.rule);
    return delay;
  }
  if (tamper->delay) delay += rules_.draw(*tamper->delay);
  if (tamper->held) {
    if (held_.size() == kMaxHeldBack) {
      note_lost(one.message.header(), fmt::format("{} are held back already", kMaxHeldBack));
    } else {
      held_.push_back(std::move(one));
    }
    return delay;
  }
  const Instant first = journal_.time() + delay;
  for (std::uint32_t i = 1; i < tamper->repeat; ++i) {
    Waiting again = one;
    again.fate.act = false;
    wait_until(first + i * tamper->gap, std::move(again));
  }
  if (tamper->right_after) {
    Waiting right = one;
    right.fate = {};
    wait_until(first + *tamper->right_after, std::move(right));
  }
  if (delay == Duration{0}) {
    send_now(std::move(one));
  } else {
    wait_until(first, std::move(one));
  }
  return delay;
}

void Outgoing::send_raw(ConnectionId connection, const qmi::Bytes& bytes) {
  const auto opening = connections_.opening(connection);
  if (!opening) return;
  journal_.add({.kind = EventKind::raw_out, .connection = connection, .bytes = bytes});
  write_at(free_from(connection), {connection, *opening, bytes, false}, {});
}

void Outgoing::let_out(const Rule& rule) {
  std::vector<Waiting> out;
  for (auto& one : held_) {
    if (one.fate.rule == &rule) out.push_back(std::move(one));
  }
  std::erase_if(held_, [&](const Waiting& one) { return one.fate.rule == &rule; });
  for (auto& one : out) send_now(std::move(one));
}

const Rule* Outgoing::take_met() {
  if (met_.empty()) return nullptr;
  const Rule* rule = met_.front();
  met_.pop_front();
  return rule;
}

void Outgoing::forget_all() {
  waiting_.clear();
  pieces_.clear();
  held_.clear();
  merged_.clear();
}

std::optional<Instant> Outgoing::next_deadline() const {
  if (waiting_.empty() && pieces_.empty()) return std::nullopt;
  if (waiting_.empty()) return pieces_.begin()->first;
  if (pieces_.empty()) return waiting_.begin()->first;
  return std::min(waiting_.begin()->first, pieces_.begin()->first);
}

// A piece of what was begun before a message that begins now.
void Outgoing::step() {
  if (!pieces_.empty() && pieces_.begin()->first == next_deadline()) {
    auto first = pieces_.extract(pieces_.begin());
    write_now(std::move(first.mapped()));
  } else if (!waiting_.empty()) {
    auto first = waiting_.extract(waiting_.begin());
    send_now(std::move(first.mapped()));
  }
}

void Outgoing::wait_until(Instant due, Waiting one) {
  if (waiting_.size() < kMaxHeldBack) {
    waiting_.emplace(due, std::move(one));
  } else {
    note_lost(one.message.header(), fmt::format("{} answers are held back already", kMaxHeldBack));
  }
}

void Outgoing::send_now(Waiting one) {
  if (connections_.opening(one.connection) != one.opening) {
    return note_lost(one.message.header());
  }
  send_to_open(std::move(one));
}

void Outgoing::send_to_open(Waiting one) {
  const Fate fate = one.fate;
  if (fate.tamper != nullptr) one.message = tampered(*one.message.message(), *fate.tamper, rules_.captured());
  const auto tree = journal_.wanted() ? one.message.message() : nullptr;
  auto bytes = std::move(one.message).frame();
  if (!bytes) {
    return journal_.note(
        fmt::format("{} can't be put into bytes: {}", name_of(one.message.header()), bytes.error().to_string()));
  }
  if (fate.tamper != nullptr) {
    *bytes = tampered(std::move(*bytes), *fate.tamper);
    if (const auto why = why_too_much(bytes->size(), *fate.tamper); !why.empty()) return give_up(one, why);
  }
  if (journal_.wanted()) {
    const auto kind = one.message.is_response() ? EventKind::response : EventKind::indication;
    journal_.add({.kind = kind, .connection = one.connection, .bytes = *bytes, .message = tree});
  }
  write(one, std::move(*bytes));
  if (fate.act) met_.push_back(fate.rule);
}

/// Its repeats, which wait, are as much too much.
void Outgoing::give_up(const Waiting& one, std::string_view why) {
  std::erase_if(waiting_, [&](const auto& other) {
    const auto& waiting = other.second;
    return waiting.fate.tamper == one.fate.tamper && waiting.connection == one.connection &&
           waiting.message.header() == one.message.header();
  });
  note_lost(one.message.header(), why);
  if (one.fate.act) met_.push_back(one.fate.rule);
}

void Outgoing::write(const Waiting& to, qmi::Bytes bytes) {
  const Tamper* tamper = to.fate.tamper;
  const Instant begin = free_from(to.connection);
  if (tamper == nullptr) {
    return write_at(begin, {to.connection, to.opening, std::move(bytes), false}, to.message.header());
  }
  if (tamper->merged) {
    auto& kept = merged_[{to.connection, to.opening}];
    kept.insert(kept.end(), bytes.begin(), bytes.end());
    return;
  }
  auto parts = pieces(bytes, *tamper);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Piece piece{to.connection, to.opening, std::move(parts[i]), tamper->hang_up && i + 1 == parts.size()};
    write_at(begin + static_cast<std::int64_t>(i) * tamper->gap, std::move(piece), to.message.header());
  }
}

// Only when all of a message is written can the next one begin.
Instant Outgoing::free_from(ConnectionId connection) const {
  Instant free = journal_.time();
  for (const auto& [due, piece] : pieces_) {
    if (piece.connection == connection) free = std::max(free, due);
  }
  return free;
}

void Outgoing::write_at(Instant due, Piece piece, const qmi::Header& of) {
  const bool waits = std::any_of(pieces_.begin(), pieces_.end(),
                                 [&](const auto& other) { return other.second.connection == piece.connection; });
  if (due <= journal_.time() && !waits) {
    write_now(std::move(piece));
  } else if (pieces_.size() < kMaxHeldBack) {
    pieces_.emplace(due, std::move(piece));
  } else {
    note_lost(of, fmt::format("a piece of it, as {} are held back already", kMaxHeldBack));
  }
}

void Outgoing::write_now(Piece piece) {
  if (connections_.opening(piece.connection) != piece.opening) return;
  if (const auto kept = merged_.find({piece.connection, piece.opening}); kept != merged_.end()) {
    kept->second.insert(kept->second.end(), piece.bytes.begin(), piece.bytes.end());
    piece.bytes = std::move(kept->second);
    merged_.erase(kept);
  }
  if (!piece.bytes.empty()) {
    journal_.put({.kind = Output::Kind::send, .connection = piece.connection, .bytes = std::move(piece.bytes)});
  }
  if (!piece.hang_up) return;
  journal_.put({.kind = Output::Kind::hang_up, .connection = piece.connection});
  if (!connections_.close(piece.connection)) return;
  journal_.add({.kind = EventKind::closed, .connection = piece.connection, .text = "hung up"});
  journal_.pass(Milestone::port_closed);
}

void Outgoing::note_lost(const qmi::Header& message) const {
  note_lost(message,
            message.is_response() ? "who asked has closed the port" : "who uses its client id has closed the port");
}

void Outgoing::note_lost(const qmi::Header& message, std::string_view why) const {
  journal_.note(fmt::format("{} is lost: {}", name_of(message), why));
}

}  // namespace modembench::bench
