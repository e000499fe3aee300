#include <algorithm>

#include "fuzz/mutator/generate.hpp"
#include "fuzz/mutator/work.hpp"

/// Strings and arrays that become longer or shorter, with a count that tells so as far as its bytes can.
namespace modembench::fuzz {

namespace {

/// Sizes at which buffers end (failures: "string-longer-than-client-buffer").
constexpr std::size_t kStringSizes[] = {0,   1,   2,   15,  16,  17,   31,   32,   33,   63,  64,
                                        127, 128, 255, 256, 257, 1024, 2047, 2048, 2049, 4000};
constexpr std::size_t kArraySizes[] = {0, 1, 2, 3, 4, 8, 9, 16, 17, 32, 33, 64, 65, 128, 255, 256};

/// The largest count that stands before this string or array.
std::size_t most_counted(const Site& site) {
  const std::size_t width = count_width(site.type->length);
  return width == 0 || width > 2 ? 0xFFFFU : (std::size_t{1} << (8U * width)) - 1;
}

void put_count(const Found& found, std::size_t count) {
  if (found.at().count_site == Site::kNone) return;
  const Site& site = found.sites[found.at().count_site];
  write_number(std::span(found.tlv->value).subspan(site.offset, site.size), count, false);
}

bool is_text(const Site& site) { return site.kind == Site::Kind::text; }
bool is_fixed(const Site& site) { return site.type->length == qmi::Length::fixed; }

bool string_size(Work& work) {
  const auto found = find_site(work, [](const Site& site) { return is_text(site) && !is_fixed(site); });
  if (!found) return false;
  const std::size_t room = std::min(most_counted(found->at()), work.limits.max_bytes);
  const std::size_t size = std::min(work.random.pick(kStringSizes), room);
  const auto old = found->bytes();
  qmi::Bytes text(size, 'A');
  for (std::size_t i = 0; i < size && !old.empty(); ++i) text[i] = old[i % old.size()];
  put_count(*found, size);
  work.say("{}: {} -> {} bytes", found->words(), old.size(), size);
  found->replace(text);
  return true;
}

bool text(Work& work) {
  using namespace std::string_view_literals;
  static constexpr std::string_view kOddTexts[] = {
      ""sv,           "\xff\xff\xff"sv, "\xc3\x28"sv, "\xed\xa0\x80"sv,     "a\0b"sv,        "%s%n%n%n"sv,  "-1"sv,
      "4294967296"sv, "0x7fffffff"sv,   "\x00"sv,     "\xf4\x90\x80\x80"sv, "\n\r\x1b[2J"sv, "../../etc"sv, "\x80"sv,
      " "sv};
  const auto found = find_site(work, is_text);
  if (!found) return false;
  const bool fixed = is_fixed(found->at());
  const std::string_view chosen =
      work.random.one_in(5) ? some_text(found->at().name, work.random) : work.random.pick(kOddTexts);
  qmi::Bytes bytes(chosen.begin(), chosen.end());
  if (fixed) bytes.resize(found->at().size, chosen.empty() ? std::uint8_t{0xFF} : std::uint8_t{0});
  put_count(*found, bytes.size());
  work.say("{}: text [{}]", found->words(), qmi::to_hex(bytes));
  found->replace(bytes);
  return true;
}

/// The bytes of the elements that `found`'s array shall have.
qmi::Bytes elements(Work& work, const Found& found, std::size_t& count) {
  std::vector<const Site*> old;
  for (const Site& site : found.sites.all()) {
    if (site.kind == Site::Kind::element && site.parent == found.site) old.push_back(&site);
  }
  const std::size_t room = std::min(most_counted(found.at()), work.limits.max_bytes);
  const std::size_t near[] = {old.size() + 1, old.empty() ? 0 : old.size() - 1};
  count = work.random.one_in(2) ? work.random.pick(near) : std::min(work.random.pick(kArraySizes), room);
  count = std::min(count, room);
  const std::size_t skipped = count < old.size() ? work.random.below(old.size()) : 0;
  qmi::Bytes bytes;
  for (std::size_t i = 0; i < count; ++i) {
    if (bytes.size() > work.limits.max_bytes) break;
    const bool fresh = old.empty() || (i >= old.size() && work.random.one_in(4));
    if (fresh) {
      const qmi::Bytes one = some_value(*found.at().type->element, Form::random, work.random);
      bytes.insert(bytes.end(), one.begin(), one.end());
      continue;
    }
    const Site& one = *old[(i + skipped) % old.size()];
    const auto from = found.tlv->value.begin() + static_cast<std::ptrdiff_t>(one.offset);
    bytes.insert(bytes.end(), from, from + static_cast<std::ptrdiff_t>(one.size));
  }
  return bytes;
}

bool array_size(Work& work) {
  const auto found =
      find_site(work, [](const Site& site) { return site.kind == Site::Kind::array && !is_fixed(site); });
  if (!found) return false;
  std::size_t count = 0;
  const qmi::Bytes bytes = elements(work, *found, count);
  put_count(*found, count);
  work.say("{}: now {} elements in {} bytes", found->words(), count, bytes.size());
  found->replace(bytes);
  return true;
}

}  // namespace

Mutate sizes_of(Kind kind) {
  switch (kind) {
    case Kind::text:
      return text;
    case Kind::string_size:
      return string_size;
    case Kind::array_size:
      return array_size;
    default:
      return nullptr;
  }
}

}  // namespace modembench::fuzz
