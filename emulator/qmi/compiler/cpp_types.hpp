#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/qmi/compiler/model.hpp"

/// The plan of the typed messages: which C++ types hold the values that the schema describes. One writer makes the
/// structs of it, in a header, another the layouts (the place of each value in them), in a source.
namespace modembench::qmi::compiler {

/// The C++ type of a value.
struct CppType {
  std::string name{};                        ///< "std::vector<wds::CallRecord>"
  Shape shape = Shape::bytes;                ///< of the value that it holds
  std::uint32_t size = 0;                    ///< bytes of a number or of bytes of a fixed length; 0 for others
  std::shared_ptr<const CppType> element{};  ///< of a list
};

/// A member of a struct.
struct CppMember {
  std::string name{};
  CppType type{};
  bool optional = false;  ///< held as std::optional
  std::string about{};    ///< a comment, "TLV 0x14"; empty for none
};

/// A struct of the typed messages.
struct CppStruct {
  std::string name{};   ///< "ResponseFullListItem"
  std::string scope{};  ///< its name seen from `modembench::qmi`: "wds::get_call_list::Response"
  std::string alias{};  ///< its name in the struct that has a member of it: "FullListItem"; empty if none has
  std::vector<CppStruct> nested{};  ///< the structs of its members, which are written before it
  std::vector<CppMember> members{};
};

/// A TLV of a typed message, with its place.
struct CppTlv {
  const Tlv* tlv = nullptr;
  const CppMember* member = nullptr;  ///< the member that holds it, of the message or of the group that it belongs to
  const CppStruct* owner = nullptr;   ///< the struct that has the member
  std::string group{};                ///< the message's member of the type `owner`; empty if the owner is the message
};

/// The plan of one service.
class CppService {
 public:
  CppService(const Schema& schema, const Service& service);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The named structures, then the groups. A struct stands behind those that it is made of.
  [[nodiscard]] const std::vector<CppStruct>& shared() const { return shared_; }

  /// The struct for one kind of a message, "Request", "Response" or "Indication", with these TLVs.
  [[nodiscard]] CppStruct message(const Message& message, std::string_view kind, const std::vector<Tlv>& tlvs) const;
  /// The place of each TLV in the struct that message() made of the same list.
  [[nodiscard]] std::vector<CppTlv> places(const CppStruct& message, const std::vector<Tlv>& tlvs) const;

 private:
  [[nodiscard]] CppType type_of(TypeId id, std::string_view called, CppStruct& within) const;
  [[nodiscard]] CppType number(const Type& type) const;
  [[nodiscard]] CppStruct structure(const std::string& name, const std::string& scope, const Type& type) const;
  [[nodiscard]] CppMember member(const Tlv& tlv, CppStruct& within) const;
  [[nodiscard]] const CppStruct& group(std::size_t index) const { return shared_[first_group_ + index]; }

  const Schema& schema_;
  const Service& service_;
  std::string name_;
  std::vector<CppStruct> shared_;
  std::size_t first_group_ = 0;
};

/// A kind of a message, with its TLVs.
struct CppKind {
  std::string_view kind;  ///< "Request"
  const std::vector<Tlv>* tlvs = nullptr;
};
/// The kinds that a message has; none for one whose TLVs aren't described.
[[nodiscard]] std::vector<CppKind> kinds_of(const Message& message);

/// The text of the header with the structs of a service.
[[nodiscard]] std::string write_messages(const Schema& schema, const Service& service);
/// The text of the source with the layouts of a service.
[[nodiscard]] std::string write_layouts(const Schema& schema, const Service& service);

}  // namespace modembench::qmi::compiler
