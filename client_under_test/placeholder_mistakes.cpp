#include "client_under_test/placeholder_mistakes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "bench/language/load.hpp"
#include "client_under_test/placeholders.hpp"
#include "client_under_test/shell_command.hpp"
#include "client_under_test/shell_text.hpp"
#include "emulator/port_name.hpp"

namespace modembench::client_under_test {
namespace {

using bench::YamlNode;

// What the bench itself has a value for.
constexpr std::array kOurNames = std::to_array<std::string_view>({"modembench", "folder", "open_flag", "proxy"});

bool is_ours(std::string_view name) {
  return port_from_string(name) || std::find(kOurNames.begin(), kOurNames.end(), name) != kOurNames.end();
}

bool has_value(const Client& client, const Placeholder& place) {
  return place.filled || is_ours(place.name) || client.variables.contains(place.name);
}

std::string no_value_for(const Client& client, const std::string& name) {
  std::vector<std::string> known;
  for (const auto port : bench::built_in_ports()) known.push_back(to_string(port));
  known.insert(known.end(), kOurNames.begin(), kOurNames.end());
  for (const auto& [variable, value] : client.variables) known.push_back(variable);
  return no_value(name, known);
}

std::size_t occurrences(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

/// The byte at that line and column (in characters), both from 1.
std::size_t offset_of(std::string_view text, int line, int column) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    const auto end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  for (; column > 1 && at < text.size(); --column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  }
  return at;
}

void move_to(YamlNode& node, std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  const auto line = before.rfind('\n');
  const auto in_line = line == std::string_view::npos ? before : before.substr(line + 1);
  node.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  node.column = 1 + static_cast<int>(std::count_if(in_line.begin(), in_line.end(), [](char c) {
                  return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
                }));
}

}  // namespace

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

bool is_shell_file(std::string_view text) {
  if (!text.starts_with("#!")) return false;
  // "#!/bin/sh -e", "#!/usr/bin/env bash"
  auto line = text.substr(2, text.find('\n') - 2);
  while (!line.empty()) {
    const auto begin = std::min(line.find_first_not_of(" \t"), line.size());
    const auto end = std::min(line.find_first_of(" \t", begin), line.size());
    if (is_shell(line.substr(begin, end - begin))) return true;
    line.remove_prefix(end);
  }
  return false;
}

std::string_view not_plain(std::string_view value) {
  for (const char c : value) {
    if (c == '\'' || c == '"' || c == '`') return "a quote";
    if (c == '\\') return "a backslash";
    if (c == '$') return "a '$'";
    if (c == '\n') return "a second line";
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "a control character";
  }
  return {};
}

std::vector<std::string> mistakes_of_script(const Client& client) {
  const auto cut = cut_placeholders(client.script, client.filled);
  std::vector<std::string> mistakes;
  for (const auto& place : cut.places) {
    if (!has_value(client, place)) mistakes.push_back(no_value_for(client, place.name));
  }
  if (const auto quoted = quote_values(cut); !quoted) {
    for (const auto& misplaced : quoted.error()) mistakes.push_back(misplaced.why);
  }
  return mistakes;
}

void PlaceholderCheck::mistake(const YamlNode& node, std::string_view name, std::size_t at, std::string what) const {
  // However the text is written in YAML, its placeholders stand in it as they are, one behind the other.
  const auto written = fmt::format("{{{}}}", name);
  auto before = occurrences(std::string_view(node.text).substr(0, at), written);
  YamlNode there;
  there.file = node.file;
  there.line = node.line;
  there.column = node.column;
  auto offset = yaml_.find(written, offset_of(yaml_, node.line, node.column));
  for (; before > 0 && offset != std::string_view::npos; --before) offset = yaml_.find(written, offset + 1);
  if (offset != std::string_view::npos) move_to(there, yaml_, offset);
  reader_.mistake(there, std::move(what));
}

void PlaceholderCheck::names(const YamlNode& node) const {
  for (const auto& place : cut_placeholders(node.text).places) {
    if (!has_value(client_, place)) mistake(node, place.name, place.at, no_value_for(client_, place.name));
  }
}

void PlaceholderCheck::script(const YamlNode& node) const {
  names(node);
  const auto cut = cut_placeholders(node.text);
  const auto quoted = quote_values(cut);
  if (quoted) return;
  for (const auto& misplaced : quoted.error()) {
    const auto& place = cut.places[misplaced.place];
    mistake(node, place.name, place.at, misplaced.why);
  }
}

void PlaceholderCheck::command(const YamlNode& node) const {
  ShellCommand command;
  for (const auto& item : reader_.one_or_list(node)) {
    const auto cut = cut_placeholders(item.text);
    const auto takes = command.take(cut.text);
    if (takes == ShellCommand::Takes::code && command.code_is_a_shells()) {
      script(item);
      continue;
    }
    names(item);
    for (const auto& place : cut.places) {
      const bool benchs_own = place.name == "modembench" || place.name == "folder";
      if (takes == ShellCommand::Takes::command && !benchs_own) {
        mistake(item, place.name, place.at,
                fmt::format("{{{}}} can't be the name of a command: a value is no command", place.name));
      }
      if (takes == ShellCommand::Takes::code) {
        mistake(
            item, place.name, place.at,
            fmt::format("{{{}}} stands in what is read as a program once more: pass it as an argument", place.name));
      }
    }
  }
}

void PlaceholderCheck::files(const YamlNode& node) const {
  for (const auto& entry : node.entries) {
    if (is_shell_file(entry.value.text)) {
      script(entry.value);
      continue;
    }
    names(entry.value);
    const auto cut = cut_placeholders(entry.value.text);
    std::size_t number = 0;
    bool begins_line = true;
    for (const char c : cut.text) {
      if (c == CutText::kPlace) {
        const auto& place = cut.places[number++];
        if (begins_line && !is_ours(place.name)) {
          mistake(
              entry.value, place.name, place.at,
              fmt::format("{{{}}} can't begin a line of a file: what reads it may take it for a command", place.name));
        }
      }
      begins_line = c == '\n' || (begins_line && (c == ' ' || c == '\t'));
    }
  }
}

}  // namespace modembench::client_under_test
