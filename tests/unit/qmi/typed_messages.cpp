#include "tests/unit/qmi/typed_messages.hpp"

#include "emulator/qmi/messages/atr.hpp"
#include "emulator/qmi/messages/auth.hpp"
#include "emulator/qmi/messages/cat.hpp"
#include "emulator/qmi/messages/ctl.hpp"
#include "emulator/qmi/messages/dms.hpp"
#include "emulator/qmi/messages/dpm.hpp"
#include "emulator/qmi/messages/dsd.hpp"
#include "emulator/qmi/messages/fox.hpp"
#include "emulator/qmi/messages/gas.hpp"
#include "emulator/qmi/messages/gms.hpp"
#include "emulator/qmi/messages/ims.hpp"
#include "emulator/qmi/messages/imsa.hpp"
#include "emulator/qmi/messages/imsp.hpp"
#include "emulator/qmi/messages/loc.hpp"
#include "emulator/qmi/messages/nas.hpp"
#include "emulator/qmi/messages/oma.hpp"
#include "emulator/qmi/messages/pbm.hpp"
#include "emulator/qmi/messages/pdc.hpp"
#include "emulator/qmi/messages/pds.hpp"
#include "emulator/qmi/messages/qos.hpp"
#include "emulator/qmi/messages/rms.hpp"
#include "emulator/qmi/messages/sar.hpp"
#include "emulator/qmi/messages/uim.hpp"
#include "emulator/qmi/messages/voice.hpp"
#include "emulator/qmi/messages/wda.hpp"
#include "emulator/qmi/messages/wds.hpp"
#include "emulator/qmi/messages/wms.hpp"

namespace modembench::qmi::test {

namespace {

/// The loose message of a typed one, with the header (and of a response the error) of `like`.
Message write_like(const Message& like, const MessageLayout& layout, const void* from) {
  Message written = like.error() ? response_to(like.header, *like.error()) : Message{like.header, {}};
  typed::write(layout, from, written);
  return written;
}

Expected<Message> come_back(const Expected<void>& made, const Message& like, const MessageLayout& layout,
                            const void* from) {
  if (!made) return tl::unexpected(made.error());
  return write_like(like, layout, from);
}

template <class T>
std::optional<Sendable> sent_like(const Message& like, const T& parsed) {
  const auto error = like.error();
  if (!error) return std::nullopt;
  return Sendable::response(like.header, parsed, static_cast<ErrorCode>(*error));
}

// Of each type as little as can be: there are hundreds.
template <class T>
Passage pass(ByteView frame, const Message& message) {
  T parsed{};
  T taken{};
  const auto has_parsed = typed::parse(frame, T::layout, &parsed);
  const auto has_taken = typed::read(message, T::layout, &taken);
  return {come_back(has_parsed, message, T::layout, &parsed), come_back(has_taken, message, T::layout, &taken),
          has_parsed && has_taken && parsed == taken, has_parsed ? sent_like(message, parsed) : std::nullopt};
}

template <class... Types>
void add(std::vector<TypedMessage>& all, MessageList<Types...> /*types*/) {
  (all.push_back({&Types::layout, pass<Types>}), ...);
}

}  // namespace

std::vector<TypedMessage> typed_messages() {
  std::vector<TypedMessage> all;
  add(all, atr::Messages{});
  add(all, auth::Messages{});
  add(all, cat::Messages{});
  add(all, ctl::Messages{});
  add(all, dms::Messages{});
  add(all, dpm::Messages{});
  add(all, dsd::Messages{});
  add(all, fox::Messages{});
  add(all, gas::Messages{});
  add(all, gms::Messages{});
  add(all, ims::Messages{});
  add(all, imsa::Messages{});
  add(all, imsp::Messages{});
  add(all, loc::Messages{});
  add(all, nas::Messages{});
  add(all, oma::Messages{});
  add(all, pbm::Messages{});
  add(all, pdc::Messages{});
  add(all, pds::Messages{});
  add(all, qos::Messages{});
  add(all, rms::Messages{});
  add(all, sar::Messages{});
  add(all, uim::Messages{});
  add(all, voice::Messages{});
  add(all, wda::Messages{});
  add(all, wds::Messages{});
  add(all, wms::Messages{});
  return all;
}

}  // namespace modembench::qmi::test
