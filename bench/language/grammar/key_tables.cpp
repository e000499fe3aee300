#include "bench/language/grammar/key_tables.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "bench/language/expectation_kinds.hpp"
#include "bench/language/grammar/maps.hpp"

namespace modembench::bench::grammar {
namespace {

/// The words for a kind that needs nothing else of its form.
std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::pattern:
      return "pattern";
    case Kind::truth:
      return "true or false";
    case Kind::only_true:
      return "true";
    case Kind::wrong_number:
      return "number or +number";
    case Kind::percent:
      return "percent";
    case Kind::count:
      return "count";
    case Kind::duration:
      return "time";
    case Kind::span:
      return "time or range";
    case Kind::at:
    case Kind::at_time:
    case Kind::moment:
    case Kind::within:
      return "moment";
    case Kind::date:
    case Kind::utc:
      return "date";
    case Kind::version:
      return "version";
    case Kind::rate:
      return "data rate";
    case Kind::ipv4:
    case Kind::ipv6:
      return "address";
    case Kind::bytes:
      return "bytes";
    case Kind::port:
      return "port";
    case Kind::serial_port:
      return "serial port";
    case Kind::event:
      return "milestone";
    case Kind::message:
      return "message";
    case Kind::any_message:
      return "message, or any";
    case Kind::indication:
      return "indication";
    case Kind::any_indication:
      return "indication, or any";
    case Kind::service:
      return "service";
    case Kind::error:
      return "error";
    case Kind::call_end_reason:
      return "reason";
    case Kind::named:
      return "name";
    case Kind::tlvs:
      return "TLVs";
    case Kind::tlv:
      return "TLV";
    case Kind::client:
      return "client";
    case Kind::modem:
      return "modem";
    case Kind::choices:
      return "values";
    case Kind::anything:
      return "anything";
    default:
      return "text";
  }
}

std::string in_words(const Value& value);
std::string one_in_words(const Form& form);

std::string_view suffix(Many many) { return many == Many::one_or_list ? ", or a list" : ""; }

std::string in_words(const Value& value) {
  std::vector<std::string> words;
  const auto many = value.forms[0].many;
  for (const auto& form : value.all()) {
    auto one = one_in_words(form);
    if (form.many != many) one = fmt::format("{}{}", one, suffix(form.many));
    if (std::find(words.begin(), words.end(), one) == words.end()) words.push_back(std::move(one));
  }
  const auto all = fmt::format("{}", fmt::join(words, " or "));
  return many == Many::list ? fmt::format("list of {}", all) : fmt::format("{}{}", all, suffix(many));
}

/// A link to the map's heading in the reference.
std::string link_to(const MapSpec& spec) {
  std::string anchor(spec.name);
  std::replace(anchor.begin(), anchor.end(), ' ', '-');
  return fmt::format("[{}](#{})", spec.name, anchor);
}

std::string one_in_words(const Form& form) {
  switch (form.kind) {
    case Kind::choice:
      return fmt::format("`{}`", fmt::join(form.names, "`, `"));
    case Kind::integer:
    case Kind::decimal:
      return form.most == INT64_MAX ? fmt::format("number from {}", form.least)
                                    : fmt::format("number {} to {}", form.least, form.most);
    case Kind::digits:
      return form.least == form.most ? fmt::format("{} digits", form.least)
                                     : fmt::format("{} to {} digits", form.least, form.most);
    case Kind::map:
      return form.of_map == nullptr ? "[expectation](#expectations)" : link_to(*form.of_map);
    case Kind::map_of:
      return fmt::format("names: {}", in_words(*form.of));
    case Kind::map_of_ports:
      return fmt::format("serial ports: {}", in_words(*form.of));
    default:
      return std::string(word(form.kind));
  }
}

/// A text for a cell, which '|' would end.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

}  // namespace

std::string key_table(const MapSpec& spec) {
  std::string table =
      fmt::format("#### {}\n\n{}\n\n| key | value | example | |\n|---|---|---|---|\n", spec.name, spec.about);
  for (const auto& key : spec.keys) {
    if (key.value.forms[0].kind == Kind::misplaced) continue;
    const std::string_view mark = key.presence == Presence::required ? "**" : "";
    table += fmt::format("| {0}`{1}`{0} | {2} | `{3}` | {4} |\n", mark, key.name, cell(in_words(key.value)),
                         cell(key.example), cell(key.about));
  }
  return table;
}

std::vector<const MapSpec*> all_maps() {
  std::vector<const MapSpec*> all = {&scenario, &client_use,      &known_issue,       &rule,
                                     &on,       &action_on_modem, &action_on_request, &action_on_message,
                                     &unplug,   &reboot,          &indicate,          &set_while_running};
  for (const auto& kind : expectation_kinds()) all.push_back(kind.map);
  all.insert(all.end(), {&step,         &settings,      &sim,
                         &locks,        &lock,          &call,
                         &data,         &ipv4,          &ipv6,
                         &rates,        &client_ids,    &control,
                         &power,        &usb_settings,  &usb_while_running,
                         &device,       &activation,    &user_lock,
                         &firmware,     &image,         &home_network,
                         &registration, &signal,        &reading,
                         &scan,         &other_network, &gps,
                         &sms,          &stored_sms,    &arriving_sms,
                         &ussd_reply,   &oma,           &voice,
                         &noise,        &diag,          &at,
                         &at_answer,    &unsolicited,   &nmea,
                         &modem_file,   &usb,           &usb_interface,
                         &usb_endpoint, &action});
  return all;
}

const MapSpec* find_map(std::string_view name) {
  for (const auto* spec : all_maps()) {
    if (spec->name == name) return spec;
  }
  return nullptr;
}

}  // namespace modembench::bench::grammar
