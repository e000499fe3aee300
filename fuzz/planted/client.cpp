// A small client of QMI, of the kind that is found in firmware: it checks frames and reads typed TLVs. Seven bugs are
// planted in it, each of a kind that such clients have had; PLANTED_BUG=1..7 in the environment says which one is live.
// ci/speed-fuzz measures how soon a fuzzer finds each. (They are told, not done: a bug that is reached aborts.)

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

enum Bug {
  kLengthLie = 1,  // the last TLV says more than is left: the rest is subtracted from, and wraps (ofono's tlv_get)
  kCountOverflow,  // a count of 8 bits times the size of an element, in 8 bits
  kMissingTlv,     // success without its mandatory TLV: a null pointer
  kRepeatedTlv,    // the same string twice: the first is freed, and used
  kUnknownEnum,    // a value as an index of a table of names
  kNestedString,   // the length of a string within an element of an array
  kOrder,          // a call that ends twice: its session is freed twice
};

int live_bug() {
  static const int live = [] {
    const char* value = std::getenv("PLANTED_BUG");
    return value == nullptr ? 0 : std::atoi(value);
  }();
  return live;
}

void bug(Bug which) {
  if (live_bug() != which) return;
  std::fprintf(stderr, "planted bug %d\n", static_cast<int>(which));
  std::abort();
}

struct View {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  std::uint8_t u8(std::size_t at) const { return at < size ? data[at] : std::uint8_t{0}; }
  std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(u8(at) | (u8(at + 1) << 8)); }
  View from(std::size_t at) const { return at < size ? View{data + at, size - at} : View{}; }
  View first(std::size_t count) const { return {data, count < size ? count : size}; }
};

struct Client {
  bool connecting = true;
  bool session = false;
  bool ended = false;
};

/// The first TLV of that id; `count` is how many there are.
View find(View tlvs, std::uint8_t id, unsigned& count) {
  View found;
  count = 0;
  while (tlvs.size >= 3) {
    const std::size_t length = tlvs.u16(1);
    if (length > tlvs.size - 3) {
      // Whoever got so far has checked the message's own length.
      if (tlvs.u8(0) == id && tlvs.size > 3) bug(kLengthLie);
      return {};
    }
    if (tlvs.u8(0) == id && count++ == 0) found = tlvs.from(3).first(length);
    tlvs = tlvs.from(3 + length);
  }
  return found;
}

View find(View tlvs, std::uint8_t id) {
  unsigned count = 0;
  return find(tlvs, id, count);
}

bool succeeded(View tlvs) {
  const View result = find(tlvs, 0x02);
  return result.size == 4 && result.u16(0) == 0 && result.u16(2) == 0;
}

// DMS Get IDs: IMEI, a string.
void ids(View tlvs) {
  if (!succeeded(tlvs)) return;
  unsigned count = 0;
  const View imei = find(tlvs, 0x11, count);
  if (count < 2 || imei.size != 15) return;
  for (std::size_t i = 0; i < imei.size; ++i) {
    if (imei.u8(i) < '0' || imei.u8(i) > '9') return;
  }
  bug(kRepeatedTlv);
}

// DMS Get Operating Mode: 0 to 11.
void operating_mode(View tlvs) {
  if (!succeeded(tlvs)) return;
  const View mode = find(tlvs, 0x01);
  const View offline = find(tlvs, 0x10);
  if (mode.size == 1 && mode.u8(0) > 11 && offline.size == 2) bug(kUnknownEnum);
}

// NAS Get Serving System: {u8, u8, u8, u8, count u8, interfaces i8[]}.
void serving_system(View tlvs) {
  if (!succeeded(tlvs)) return;
  const View serving = find(tlvs, 0x01);
  if (serving.size < 6) return;
  const unsigned bytes = serving.u8(4) * 8U;
  if (bytes > 0xFF && (bytes & 0xFFU) != 0 && find(tlvs, 0x12).size > 5) bug(kCountOverflow);
}

// NAS Network Scan: count u16 of {mcc u16, mnc u16, status u8, description: length u8, text}.
void scan(View tlvs) {
  if (!succeeded(tlvs)) return;
  View list = find(tlvs, 0x10);
  const unsigned count = list.u16(0);
  list = list.from(2);
  for (unsigned i = 0; i < count && list.size >= 6; ++i) {
    const std::size_t length = list.u8(5);
    if (length > list.size - 6) {
      if (i > 0) bug(kNestedString);
      return;
    }
    list = list.from(6 + length);
  }
}

// WDS Start Network: the packet data handle.
void start_network(Client& client, View tlvs) {
  if (!client.connecting || !succeeded(tlvs)) return;
  const View handle = find(tlvs, 0x01);
  if (handle.size == 0 && tlvs.size > 7) bug(kMissingTlv);
  if (handle.size != 4) return;
  client.connecting = false;
  client.session = true;
}

// WDS Packet Service Status: {connection status u8, reconfiguration u8}.
void packet_status(Client& client, View tlvs) {
  const View status = find(tlvs, 0x01);
  if (status.size != 2 || status.u8(0) != 1 || !client.session) return;
  if (client.ended) bug(kOrder);
  client.ended = true;
}

void message(Client& client, std::uint8_t service, View sdu) {
  if (sdu.size < 7 || sdu.u16(5) != sdu.size - 7) return;
  const View tlvs = sdu.from(7);
  const bool indication = sdu.u8(0) == 0x04;
  if (!indication && sdu.u8(0) != 0x02) return;
  switch (service << 16 | sdu.u16(3)) {
    case 0x010020:
      if (!indication) start_network(client, tlvs);
      return;
    case 0x010022:
      if (indication) packet_status(client, tlvs);
      return;
    case 0x020025:
      if (!indication) ids(tlvs);
      return;
    case 0x02002D:
      if (!indication) operating_mode(tlvs);
      return;
    case 0x030021:
      if (!indication) scan(tlvs);
      return;
    case 0x030024:
      if (!indication) serving_system(tlvs);
      return;
    default:
      return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Client client;
  View left{data, size};
  while (left.size >= 13) {
    const std::size_t length = left.u16(1);
    if (left.u8(0) != 0x01 || left.u8(3) != 0x80 || length < 12 || length > left.size - 1) break;
    const std::uint8_t service = left.u8(4);
    if (service != 0 && left.u8(5) == 1) message(client, service, left.from(6).first(length - 5));
    left = left.from(1 + length);
  }
  return 0;
}
