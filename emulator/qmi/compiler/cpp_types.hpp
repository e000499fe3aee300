#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/qmi/compiler/model.hpp"

/// How C++ holds what the schema describes: the plan of the typed messages, which the writers put into a header
/// (the structs) and a source (where in them each value stands).
namespace modembench::qmi::compiler {

/// The C++ type of a value.
struct CppType {
  std::string name{};                        ///< "std::vector<wds::CallRecord>"
  Shape shape = Shape::bytes;                ///< of what it holds
  std::uint32_t size = 0;                    ///< of a number, or of bytes of a fixed length, in bytes; 0 for others
  std::shared_ptr<const CppType> element{};  ///< of a list
};

struct CppMember {
  std::string name{};
  CppType type{};
  bool optional = false;  ///< held as std::optional
  std::string about{};    ///< "TLV 0x14", or nothing
};

struct CppStruct {
  std::string name{};   ///< its own: "ResponseFullListItem"
  std::string scope{};  ///< with which its members are found from `modembench::qmi`: "wds::get_call_list::Response"
  std::string alias{};  ///< what the struct whose member it is calls it: "FullListItem"; "" for what nothing holds
  std::vector<CppStruct> nested{};  ///< what its members are made of, beside it and before it
  std::vector<CppMember> members{};
};

/// One TLV of a typed message.
struct CppTlv {
  const Tlv* tlv = nullptr;
  const CppMember* member = nullptr;  ///< that holds it: of the message, or of the group that brought it
  const CppStruct* owner = nullptr;   ///< whose member that is
  std::string group{};                ///< the message's member of type `owner`; "" where the owner is the message
};

/// The plan of one service.
class CppService {
 public:
  CppService(const Schema& schema, const Service& service);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// The structures with a name, then the groups; what one is made of stands before it.
  [[nodiscard]] const std::vector<CppStruct>& shared() const { return shared_; }

  /// "Request", "Response" or "Indication" of a message, with these TLVs.
  [[nodiscard]] CppStruct message(const Message& message, std::string_view kind, const std::vector<Tlv>& tlvs) const;
  /// Where each TLV stands in what `message` made of the same list.
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

/// The kinds that a message comes in, each with its TLVs; none of one whose TLVs aren't described.
struct CppKind {
  std::string_view kind;  ///< "Request"
  const std::vector<Tlv>* tlvs = nullptr;
};
[[nodiscard]] std::vector<CppKind> kinds_of(const Message& message);

/// The header and the source of one service's typed messages.
[[nodiscard]] std::string write_messages(const Schema& schema, const Service& service);
[[nodiscard]] std::string write_layouts(const Schema& schema, const Service& service);

}  // namespace modembench::qmi::compiler
