#include <string>

#include <domain/sha256.h>
#include <gtest/gtest.h>

namespace sekisho {
namespace {

std::string hash_of(std::initializer_list<std::string_view> parts) {
  Sha256Stream stream;
  for (const auto part : parts)
    stream.add(part);
  return hex_encode(view_of(stream.finish()));
}

// The vectors are those of FIPS 180-4's examples.
TEST(Sha256Stream, HashesWhatArrivesInParts) {
  EXPECT_EQ(hash_of({"abc"}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of({"a", "", "bc"}), hash_of({"abc"}));
  EXPECT_EQ(hash_of({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace sekisho
