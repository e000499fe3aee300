# Writes a C++ file that holds the text of FILES; run by modembench_embed.
set(entries "")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WE)
  # A literal may hold 64 KiB; ours are far below.
  string(APPEND entries "    {\"${name}\", R\"~embed~(${text})~embed~\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"emulator/embedded.hpp\"

namespace modembench {
std::span<const Embedded> ${VARIABLE}() {
  static constexpr Embedded files[] = {
${entries}  };
  return files;
}
}  // namespace modembench
")
