#include "fuzz/seeds/seed_corpus.hpp"

#include <fmt/format.h>

#include "emulator/ascii.hpp"
#include "emulator/qmi/schema.hpp"
#include "fuzz/mutator/generate.hpp"

namespace modembench::fuzz {

namespace {

constexpr std::uint16_t kInvalidArgument = 0x30;  // libqmi, QmiProtocolError

std::string file_name(std::string_view service, std::string_view message) {
  std::string name = fmt::format("{}-{}", service, message);
  for (char& c : name) {
    c = ascii::is_letter(c) || ascii::is_digit(c) ? ascii::lower(c) : '-';
  }
  return name;
}

std::string_view word(qmi::MessageKind kind) {
  switch (kind) {
    case qmi::MessageKind::request:
      return "request";
    case qmi::MessageKind::response:
      return "response";
    case qmi::MessageKind::indication:
      break;
  }
  return "indication";
}

class Corpus {
 public:
  explicit Corpus(Framing framing) : framing_(framing) {}

  void add(const qmi::ServiceSpec& service, const qmi::MessageSpec& spec, qmi::MessageKind kind) {
    const std::string name = fmt::format("{}-{}", file_name(service.name, spec.name), word(kind));
    qmi::Bytes minimal = made(service, spec, kind, Form::minimal);
    qmi::Bytes full = made(service, spec, kind, Form::full);
    if (full != minimal) seeds_.push_back({fmt::format("{}-full", name), std::move(full)});
    seeds_.push_back({name, std::move(minimal)});
  }

  void add_error(const qmi::ServiceSpec& service, const qmi::MessageSpec& spec) {
    Random random(spec.id);
    DraftMessage message = some_message(service.id, spec, qmi::MessageKind::response, Form::minimal, random);
    message.tlvs = {result(kInvalidArgument)};
    seeds_.push_back({fmt::format("{}-error", file_name(service.name, spec.name)), bytes(std::move(message))});
  }

  std::vector<Seed> end() { return std::move(seeds_); }

 private:
  [[nodiscard]] qmi::Bytes bytes(DraftMessage message) const {
    return Draft{framing_, {std::move(message)}, {}, 0}.bytes();
  }

  [[nodiscard]] qmi::Bytes made(const qmi::ServiceSpec& service, const qmi::MessageSpec& spec, qmi::MessageKind kind,
                                Form form) const {
    Random random(mixed(service.id, spec.id));
    return bytes(some_message(service.id, spec, kind, form, random));
  }

  Framing framing_;
  std::vector<Seed> seeds_;
};

}  // namespace

std::vector<Seed> seed_corpus(Framing framing) {
  Corpus corpus(framing);
  for (const auto& service : qmi::services()) {
    if (framing.bare && service.id != framing.service) continue;
    bool has_error = false;
    for (const auto& spec : service.messages) {
      if (spec.has_request) corpus.add(service, spec, qmi::MessageKind::response);
      if (spec.has_indication) corpus.add(service, spec, qmi::MessageKind::indication);
      if (spec.has_request) corpus.add(service, spec, qmi::MessageKind::request);
      if (spec.has_request && !has_error) corpus.add_error(service, spec);
      has_error = has_error || spec.has_request;
    }
  }
  return corpus.end();
}

}  // namespace modembench::fuzz
