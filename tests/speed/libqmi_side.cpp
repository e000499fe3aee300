#include "tests/speed/libqmi_side.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace modembench::speed {

namespace {

/// Reads the fields of one TLV one after the other. After a failure all others fail too.
class Reader {
 public:
  Reader(QmiMessage* message, std::uint8_t tlv)
      : message_(message), begin_(qmi_message_tlv_read_init(message, tlv, nullptr, nullptr)) {}

  [[nodiscard]] bool good() const { return begin_ != 0; }

  void get(std::uint8_t& out) { check(qmi_message_tlv_read_guint8(message_, begin_, &at_, &out, nullptr)); }
  void get(std::int8_t& out) { check(qmi_message_tlv_read_gint8(message_, begin_, &at_, &out, nullptr)); }
  void get(std::uint16_t& out) {
    check(qmi_message_tlv_read_guint16(message_, begin_, &at_, QMI_ENDIAN_LITTLE, &out, nullptr));
  }
  void get(std::int16_t& out) {
    check(qmi_message_tlv_read_gint16(message_, begin_, &at_, QMI_ENDIAN_LITTLE, &out, nullptr));
  }
  void get(std::uint32_t& out) {
    check(qmi_message_tlv_read_guint32(message_, begin_, &at_, QMI_ENDIAN_LITTLE, &out, nullptr));
  }
  void get(std::int32_t& out) {
    check(qmi_message_tlv_read_gint32(message_, begin_, &at_, QMI_ENDIAN_LITTLE, &out, nullptr));
  }
  void get(std::uint64_t& out) {
    guint64 read = 0;
    check(qmi_message_tlv_read_guint64(message_, begin_, &at_, QMI_ENDIAN_LITTLE, &read, nullptr));
    out = read;
  }
  void get(gchar*& out, std::uint8_t prefix = 1) {
    check(qmi_message_tlv_read_string(message_, begin_, &at_, prefix, 0, &out, nullptr));
  }

 private:
  void check(gboolean read) {
    if (read == FALSE) begin_ = 0;
  }

  QmiMessage* message_;
  gsize begin_;
  gsize at_ = 0;
};

class Writer {
 public:
  Writer(QmiMessage* message, std::uint8_t tlv)
      : message_(message), begin_(qmi_message_tlv_write_init(message, tlv, nullptr)), good_(begin_ != 0) {}

  void put(std::uint8_t in) { check(qmi_message_tlv_write_guint8(message_, in, nullptr)); }
  void put(std::int8_t in) { check(qmi_message_tlv_write_gint8(message_, in, nullptr)); }
  void put(std::uint16_t in) { check(qmi_message_tlv_write_guint16(message_, QMI_ENDIAN_LITTLE, in, nullptr)); }
  void put(std::int16_t in) { check(qmi_message_tlv_write_gint16(message_, QMI_ENDIAN_LITTLE, in, nullptr)); }
  void put(std::uint32_t in) { check(qmi_message_tlv_write_guint32(message_, QMI_ENDIAN_LITTLE, in, nullptr)); }
  void put(std::int32_t in) { check(qmi_message_tlv_write_gint32(message_, QMI_ENDIAN_LITTLE, in, nullptr)); }
  void put(std::uint64_t in) { check(qmi_message_tlv_write_guint64(message_, QMI_ENDIAN_LITTLE, in, nullptr)); }
  void put(const gchar* in, std::uint8_t prefix = 1) {
    check(qmi_message_tlv_write_string(message_, prefix, in, -1, nullptr));
  }
  [[nodiscard]] bool complete() { return good_ && qmi_message_tlv_write_complete(message_, begin_, nullptr) != FALSE; }

 private:
  void check(gboolean written) { good_ = good_ && written != FALSE; }

  QmiMessage* message_;
  gsize begin_;
  bool good_;
};

/// A TLV that is a few numbers.
template <class... Numbers>
bool read_tlv(QmiMessage* message, std::uint8_t tlv, Numbers&... numbers) {
  Reader reader(message, tlv);
  (reader.get(numbers), ...);
  return reader.good();
}

template <class... Numbers>
bool write_tlv(QmiMessage* message, std::uint8_t tlv, const Numbers&... numbers) {
  Writer writer(message, tlv);
  (writer.put(numbers), ...);
  return writer.complete();
}

/// A TLV that is one string.
bool read_text(QmiMessage* message, std::uint8_t tlv, gchar*& out) {
  Reader reader(message, tlv);
  reader.get(out, 0);
  return reader.good();
}

bool write_text(QmiMessage* message, std::uint8_t tlv, const gchar* in) {
  Writer writer(message, tlv);
  writer.put(in, 0);
  return writer.complete();
}

template <class Element>
GArray* new_array(std::size_t size) {
  return g_array_sized_new(FALSE, FALSE, sizeof(Element), static_cast<guint>(size));
}

template <class Element>
Element& element(GArray* array, guint i) {
  return reinterpret_cast<Element*>(array->data)[i];
}

void free_array(GArray* array) {
  if (array != nullptr) g_array_unref(array);
}

template <class Fields>
std::unique_ptr<LibqmiFields> read_fields(QmiMessage* message) {
  auto fields = std::make_unique<Fields>();
  if (!fields->read(message)) return nullptr;
  return fields;
}

struct Result {
  std::uint16_t status = 0;
  std::uint16_t error = 0;
  bool read(QmiMessage* message) { return read_tlv(message, 0x02, status, error); }
  bool write(QmiMessage* message) const { return write_tlv(message, 0x02, status, error); }
};

struct OperatingMode final : LibqmiFields {
  Result result;
  std::uint8_t mode = 0;
  bool read(QmiMessage* message) { return result.read(message) && read_tlv(message, 0x01, mode); }
  bool write(QmiMessage* message) const override { return result.write(message) && write_tlv(message, 0x01, mode); }
};

struct SignalInfo final : LibqmiFields {
  Result result;
  std::int8_t wcdma_rssi = 0, lte_rssi = 0, rsrq = 0;
  std::int16_t ecio = 0, rsrp = 0, snr = 0;
  bool read(QmiMessage* message) {
    return result.read(message) && read_tlv(message, 0x13, wcdma_rssi, ecio) &&
           read_tlv(message, 0x14, lte_rssi, rsrq, rsrp, snr);
  }
  bool write(QmiMessage* message) const override {
    return result.write(message) && write_tlv(message, 0x13, wcdma_rssi, ecio) &&
           write_tlv(message, 0x14, lte_rssi, rsrq, rsrp, snr);
  }
};

struct ServingSystem final : LibqmiFields {
  Result result;
  std::uint8_t registration = 0, cs = 0, ps = 0, selected = 0;
  GArray* interfaces = nullptr;
  std::uint8_t roaming = 0;
  GArray* capabilities = nullptr;
  std::uint16_t mcc = 0, mnc = 0;
  gchar* description = nullptr;

  ~ServingSystem() override {
    free_array(interfaces);
    free_array(capabilities);
    g_free(description);
  }
  bool read(QmiMessage* message) {
    if (!result.read(message)) return false;
    Reader system(message, 0x01);
    system.get(registration);
    system.get(cs);
    system.get(ps);
    system.get(selected);
    std::uint8_t count = 0;
    system.get(count);
    interfaces = new_array<std::int8_t>(count);
    for (unsigned i = 0; i < count && system.good(); ++i) {
      std::int8_t number = 0;
      system.get(number);
      g_array_insert_vals(interfaces, i, &number, 1);
    }
    if (!system.good() || !read_tlv(message, 0x10, roaming)) return false;
    Reader capability(message, 0x11);
    capability.get(count);
    capabilities = new_array<std::uint8_t>(count);
    for (unsigned i = 0; i < count && capability.good(); ++i) {
      std::uint8_t number = 0;
      capability.get(number);
      g_array_insert_vals(capabilities, i, &number, 1);
    }
    Reader plmn(message, 0x12);
    plmn.get(mcc);
    plmn.get(mnc);
    plmn.get(description);
    return capability.good() && plmn.good();
  }
  bool write(QmiMessage* message) const override {
    if (!result.write(message)) return false;
    Writer system(message, 0x01);
    system.put(registration);
    system.put(cs);
    system.put(ps);
    system.put(selected);
    system.put(static_cast<std::uint8_t>(interfaces->len));
    for (guint i = 0; i < interfaces->len; ++i) system.put(element<std::int8_t>(interfaces, i));
    if (!system.complete() || !write_tlv(message, 0x10, roaming)) return false;
    Writer capability(message, 0x11);
    capability.put(static_cast<std::uint8_t>(capabilities->len));
    for (guint i = 0; i < capabilities->len; ++i) capability.put(element<std::uint8_t>(capabilities, i));
    if (!capability.complete()) return false;
    Writer plmn(message, 0x12);
    plmn.put(mcc);
    plmn.put(mnc);
    plmn.put(description);
    return plmn.complete();
  }
};

struct StartNetworkRequest final : LibqmiFields {
  gchar* apn = nullptr;
  std::uint8_t authentication = 0;
  gchar* username = nullptr;
  gchar* password = nullptr;
  std::uint8_t family = 0;

  ~StartNetworkRequest() override {
    g_free(apn);
    g_free(username);
    g_free(password);
  }
  bool read(QmiMessage* message) {
    return read_text(message, 0x14, apn) && read_tlv(message, 0x16, authentication) &&
           read_text(message, 0x17, username) && read_text(message, 0x18, password) && read_tlv(message, 0x19, family);
  }
  bool write(QmiMessage* message) const override {
    return write_text(message, 0x14, apn) && write_tlv(message, 0x16, authentication) &&
           write_text(message, 0x17, username) && write_text(message, 0x18, password) &&
           write_tlv(message, 0x19, family);
  }
};

struct StartNetworkResponse final : LibqmiFields {
  Result result;
  std::uint32_t handle = 0;
  bool read(QmiMessage* message) { return result.read(message) && read_tlv(message, 0x01, handle); }
  bool write(QmiMessage* message) const override { return result.write(message) && write_tlv(message, 0x01, handle); }
};

struct CurrentSettings final : LibqmiFields {
  Result result;
  std::uint8_t pdp_type = 0;
  gchar* apn = nullptr;
  std::uint32_t dns1 = 0, dns2 = 0, address = 0;
  std::uint8_t profile_type = 0, profile_index = 0;
  std::uint32_t gateway = 0, mask = 0, mtu = 0;
  GArray* domains = nullptr;
  std::uint8_t family = 0;

  ~CurrentSettings() override {
    g_free(apn);
    free_array(domains);
  }
  bool read(QmiMessage* message) {
    const bool good = result.read(message) && read_tlv(message, 0x11, pdp_type) && read_text(message, 0x14, apn) &&
                      read_tlv(message, 0x15, dns1) && read_tlv(message, 0x16, dns2) &&
                      read_tlv(message, 0x1E, address) && read_tlv(message, 0x1F, profile_type, profile_index) &&
                      read_tlv(message, 0x20, gateway) && read_tlv(message, 0x21, mask) &&
                      read_tlv(message, 0x29, mtu) && read_tlv(message, 0x2B, family);
    if (!good) return false;
    Reader list(message, 0x2A);
    std::uint8_t count = 0;
    list.get(count);
    domains = new_array<gchar*>(count);
    g_array_set_clear_func(domains, [](gpointer text) { g_free(*static_cast<gchar**>(text)); });
    for (unsigned i = 0; i < count && list.good(); ++i) {
      gchar* text = nullptr;
      list.get(text, 2);
      g_array_insert_vals(domains, i, &text, 1);
    }
    return list.good();
  }
  bool write(QmiMessage* message) const override {
    const bool good = result.write(message) && write_tlv(message, 0x11, pdp_type) && write_text(message, 0x14, apn) &&
                      write_tlv(message, 0x15, dns1) && write_tlv(message, 0x16, dns2) &&
                      write_tlv(message, 0x1E, address) && write_tlv(message, 0x1F, profile_type, profile_index) &&
                      write_tlv(message, 0x20, gateway) && write_tlv(message, 0x21, mask) &&
                      write_tlv(message, 0x29, mtu);
    if (!good) return false;
    Writer list(message, 0x2A);
    list.put(static_cast<std::uint8_t>(domains->len));
    for (guint i = 0; i < domains->len; ++i) list.put(element<gchar*>(domains, i), 2);
    return list.complete() && write_tlv(message, 0x2B, family);
  }
};

struct EventReport final : LibqmiFields {
  struct Band {
    std::int8_t interface;
    std::uint16_t band, channel;
  };
  std::int8_t strength = 0, strength_interface = 0;
  GArray* bands = nullptr;
  std::uint8_t domain = 0;
  std::uint16_t cause = 0;
  std::uint8_t rssi = 0, ecio = 0, sinr = 0;
  std::int8_t rssi_interface = 0, ecio_interface = 0, rate_interface = 0;
  std::int32_t io = 0;
  std::uint16_t rate = 0;

  ~EventReport() override { free_array(bands); }
  bool read(QmiMessage* message) {
    Reader list(message, 0x11);
    std::uint8_t count = 0;
    list.get(count);
    bands = new_array<Band>(count);
    for (unsigned i = 0; i < count && list.good(); ++i) {
      Band band{};
      list.get(band.interface);
      list.get(band.band);
      list.get(band.channel);
      g_array_insert_vals(bands, i, &band, 1);
    }
    return list.good() && read_tlv(message, 0x10, strength, strength_interface) &&
           read_tlv(message, 0x12, domain, cause) && read_tlv(message, 0x13, rssi, rssi_interface) &&
           read_tlv(message, 0x14, ecio, ecio_interface) && read_tlv(message, 0x15, io) &&
           read_tlv(message, 0x16, sinr) && read_tlv(message, 0x17, rate, rate_interface);
  }
  bool write(QmiMessage* message) const override {
    if (!write_tlv(message, 0x10, strength, strength_interface)) return false;
    Writer list(message, 0x11);
    list.put(static_cast<std::uint8_t>(bands->len));
    for (guint i = 0; i < bands->len; ++i) {
      const Band& band = element<Band>(bands, i);
      list.put(band.interface);
      list.put(band.band);
      list.put(band.channel);
    }
    return list.complete() && write_tlv(message, 0x12, domain, cause) &&
           write_tlv(message, 0x13, rssi, rssi_interface) && write_tlv(message, 0x14, ecio, ecio_interface) &&
           write_tlv(message, 0x15, io) && write_tlv(message, 0x16, sinr) &&
           write_tlv(message, 0x17, rate, rate_interface);
  }
};

struct TrafficReport final : LibqmiFields {
  std::uint32_t tx_ok = 0, rx_ok = 0, tx_error = 0, rx_error = 0;
  std::int32_t tx_rate = 0, rx_rate = 0;
  std::uint8_t dormancy = 0;
  std::uint64_t tx_bytes = 0, rx_bytes = 0;
  bool read(QmiMessage* message) {
    return read_tlv(message, 0x10, tx_ok) && read_tlv(message, 0x11, rx_ok) && read_tlv(message, 0x12, tx_error) &&
           read_tlv(message, 0x13, rx_error) && read_tlv(message, 0x16, tx_rate, rx_rate) &&
           read_tlv(message, 0x18, dormancy) && read_tlv(message, 0x19, tx_bytes) && read_tlv(message, 0x1A, rx_bytes);
  }
  bool write(QmiMessage* message) const override {
    return write_tlv(message, 0x10, tx_ok) && write_tlv(message, 0x11, rx_ok) && write_tlv(message, 0x12, tx_error) &&
           write_tlv(message, 0x13, rx_error) && write_tlv(message, 0x16, tx_rate, rx_rate) &&
           write_tlv(message, 0x18, dormancy) && write_tlv(message, 0x19, tx_bytes) &&
           write_tlv(message, 0x1A, rx_bytes);
  }
};

struct NetworkScan final : LibqmiFields {
  struct Network {
    std::uint16_t mcc, mnc;
    std::uint8_t status;
    gchar* description;
  };
  struct Technology {
    std::uint16_t mcc, mnc;
    std::int8_t interface;
  };
  Result result;
  GArray* networks = nullptr;
  GArray* technologies = nullptr;

  ~NetworkScan() override {
    free_array(networks);
    free_array(technologies);
  }
  bool read(QmiMessage* message) {
    if (!result.read(message)) return false;
    Reader network_list(message, 0x10);
    std::uint16_t count = 0;
    network_list.get(count);
    networks = new_array<Network>(count);
    g_array_set_clear_func(networks, [](gpointer network) { g_free(static_cast<Network*>(network)->description); });
    for (unsigned i = 0; i < count && network_list.good(); ++i) {
      Network network{};
      network_list.get(network.mcc);
      network_list.get(network.mnc);
      network_list.get(network.status);
      network_list.get(network.description);
      g_array_insert_vals(networks, i, &network, 1);
    }
    Reader technology_list(message, 0x11);
    technology_list.get(count);
    technologies = new_array<Technology>(count);
    for (unsigned i = 0; i < count && technology_list.good(); ++i) {
      Technology technology{};
      technology_list.get(technology.mcc);
      technology_list.get(technology.mnc);
      technology_list.get(technology.interface);
      g_array_insert_vals(technologies, i, &technology, 1);
    }
    return network_list.good() && technology_list.good();
  }
  bool write(QmiMessage* message) const override {
    if (!result.write(message)) return false;
    Writer network_list(message, 0x10);
    network_list.put(static_cast<std::uint16_t>(networks->len));
    for (guint i = 0; i < networks->len; ++i) {
      const Network& network = element<Network>(networks, i);
      network_list.put(network.mcc);
      network_list.put(network.mnc);
      network_list.put(network.status);
      network_list.put(network.description);
    }
    if (!network_list.complete()) return false;
    Writer technology_list(message, 0x11);
    technology_list.put(static_cast<std::uint16_t>(technologies->len));
    for (guint i = 0; i < technologies->len; ++i) {
      const Technology& technology = element<Technology>(technologies, i);
      technology_list.put(technology.mcc);
      technology_list.put(technology.mnc);
      technology_list.put(technology.interface);
    }
    return technology_list.complete();
  }
};

struct ProfileList final : LibqmiFields {
  struct Profile {
    std::uint8_t type, index;
    gchar* name;
  };
  Result result;
  GArray* profiles = nullptr;

  ~ProfileList() override { free_array(profiles); }
  bool read(QmiMessage* message) {
    if (!result.read(message)) return false;
    Reader list(message, 0x01);
    std::uint8_t count = 0;
    list.get(count);
    profiles = new_array<Profile>(count);
    g_array_set_clear_func(profiles, [](gpointer profile) { g_free(static_cast<Profile*>(profile)->name); });
    for (unsigned i = 0; i < count && list.good(); ++i) {
      Profile profile{};
      list.get(profile.type);
      list.get(profile.index);
      list.get(profile.name);
      g_array_insert_vals(profiles, i, &profile, 1);
    }
    return list.good();
  }
  bool write(QmiMessage* message) const override {
    if (!result.write(message)) return false;
    Writer list(message, 0x01);
    list.put(static_cast<std::uint8_t>(profiles->len));
    for (guint i = 0; i < profiles->len; ++i) {
      const Profile& profile = element<Profile>(profiles, i);
      list.put(profile.type);
      list.put(profile.index);
      list.put(profile.name);
    }
    return list.complete();
  }
};

struct MessageList final : LibqmiFields {
  struct Item {
    std::uint32_t index;
    std::uint8_t tag;
  };
  Result result;
  GArray* items = nullptr;

  ~MessageList() override { free_array(items); }
  bool read(QmiMessage* message) {
    if (!result.read(message)) return false;
    Reader list(message, 0x01);
    std::uint32_t count = 0;
    list.get(count);
    items = new_array<Item>(count);
    for (unsigned i = 0; i < count && list.good(); ++i) {
      Item item{};
      list.get(item.index);
      list.get(item.tag);
      g_array_insert_vals(items, i, &item, 1);
    }
    return list.good();
  }
  bool write(QmiMessage* message) const override {
    if (!result.write(message)) return false;
    Writer list(message, 0x01);
    list.put(std::uint32_t{items->len});
    for (guint i = 0; i < items->len; ++i) {
      list.put(element<Item>(items, i).index);
      list.put(element<Item>(items, i).tag);
    }
    return list.complete();
  }
};

struct RawMessage final : LibqmiFields {
  Result result;
  std::uint8_t tag = 0, format = 0;
  GArray* data = nullptr;

  ~RawMessage() override { free_array(data); }
  bool read(QmiMessage* message) {
    if (!result.read(message)) return false;
    Reader raw(message, 0x01);
    std::uint16_t count = 0;
    raw.get(tag);
    raw.get(format);
    raw.get(count);
    data = new_array<std::uint8_t>(count);
    for (unsigned i = 0; i < count && raw.good(); ++i) {
      std::uint8_t byte = 0;
      raw.get(byte);
      g_array_insert_vals(data, i, &byte, 1);
    }
    return raw.good();
  }
  bool write(QmiMessage* message) const override {
    if (!result.write(message)) return false;
    Writer raw(message, 0x01);
    raw.put(tag);
    raw.put(format);
    raw.put(static_cast<std::uint16_t>(data->len));
    for (guint i = 0; i < data->len; ++i) raw.put(element<std::uint8_t>(data, i));
    return raw.complete();
  }
};

}  // namespace

const std::vector<LibqmiCase>& libqmi_cases() {
  static const std::vector<LibqmiCase> cases{{"DMS Get Operating Mode response", read_fields<OperatingMode>},
                                             {"NAS Get Signal Info response", read_fields<SignalInfo>},
                                             {"NAS Get Serving System response", read_fields<ServingSystem>},
                                             {"WDS Start Network request", read_fields<StartNetworkRequest>},
                                             {"WDS Start Network response", read_fields<StartNetworkResponse>},
                                             {"WDS Get Current Settings response", read_fields<CurrentSettings>},
                                             {"NAS Event Report indication", read_fields<EventReport>},
                                             {"WDS Event Report indication", read_fields<TrafficReport>},
                                             {"NAS Network Scan response", read_fields<NetworkScan>},
                                             {"WDS Get Profile List response", read_fields<ProfileList>},
                                             {"WMS List Messages response", read_fields<MessageList>},
                                             {"WMS Raw Read response", read_fields<RawMessage>}};
  return cases;
}

}  // namespace modembench::speed
