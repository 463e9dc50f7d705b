# Run by the build: writes every FOLDER/NNNN_name.sql into the C++ file OUT, in order of its number.
file(GLOB files "${FOLDER}/*.sql")
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(stem "${file}" NAME_WE)
  if(NOT stem MATCHES "^([0-9][0-9][0-9][0-9])_([a-z_]+)$")
    message(FATAL_ERROR "${file}: a migration is called NNNN_name.sql")
  endif()
  set(name "${CMAKE_MATCH_2}")
  string(REGEX REPLACE "^0+" "" version "${CMAKE_MATCH_1}")
  file(SHA256 "${file}" digest)
  file(READ "${file}" sql)
  string(APPEND rows "    {${version}, \"${name}\", \"${digest}\", R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE "${OUT}" "#include \"sqlite/migrations.h\"

namespace sekisho::storage {
namespace {

constexpr Migration migrations[] = {
${rows}};

}  // namespace

std::span<const Migration> embedded_migrations() { return migrations; }

}  // namespace sekisho::storage
")
