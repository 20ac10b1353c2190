// Who signed: published vectors of ECDSA on P-256 with SHA-256, and what no verifier may
// take for a signature.
#include "controller/signature.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/heap_guard.h"

namespace homeostat::controller {
namespace {

std::vector<std::uint8_t> bytes_of(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

template <class Array>
Array array_of(const std::string& hex) {
  const std::vector<std::uint8_t> bytes = bytes_of(hex);
  Array array{};
  EXPECT_EQ(bytes.size(), array.size());
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return array;
}

struct Vector {
  std::string source;
  std::string x, y;
  std::vector<std::uint8_t> message;
  std::string r, s;

  PublicKey key() const { return array_of<PublicKey>("04" + x + y); }
  Signature signature() const { return array_of<Signature>(r + s); }
};

std::vector<std::uint8_t> text(const std::string& words) {
  return {words.begin(), words.end()};
}

const std::string kRfcX =
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
const std::string kRfcY =
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
// The order of P-256 and half of it (FIPS 186-4 D.1.2.3).
const std::string kOrder =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const std::string kHalf =
    "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
const std::string kZero(64, '0');

std::vector<Vector> published() {
  return {
      {"RFC 6979 A.2.5, SHA-256, sample", kRfcX, kRfcY, text("sample"),
       "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
       "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
      {"RFC 6979 A.2.5, SHA-256, test", kRfcX, kRfcY, text("test"),
       "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
       "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"},
      {"NIST CAVP FIPS 186-4 ECDSA SigGen.txt, [P-256,SHA-256], the first",
       "1ccbe91c075fc7f4f033bfa248db8fccd3565de94bbfb12f3c59ff46c271bf83",
       "ce4014c68811f9a21a1fdb2c0e6113e06db7ca93b7404e78dc7ccd5ca89a4ca9",
       bytes_of(
           "5905238877c77421f73e43ee3da6f2d9e2ccad5fc942dcec0cbd25482935faaf416983fe165b"
           "1a045ee2bcd2e6dca3bdf46c4310a7461f9a37960ca672d3feb5473e253605fb1ddfd28065b5"
           "3cb5858a8ad28175bf9bd386a5e471ea7a65c17cc934a9d791e91491eb3754d03799790fe2d3"
           "08d16146d5c9b0d0debd97d79ce8"),
       "f3ac8061b514795b8843e3d6629527ed2afd6b1f6a555a7acabb5e6f79c8c2ac",
       "8bf77819ca05a6b2786c76262bf7371cef97b218e96f175a3ccdda2acc058903"}};
}

bool holds(const Vector& vector) {
  return verifies(vector.key(), {vector.message}, vector.signature());
}

// n - s, big-endian.
std::string rest_to_order(const std::string& s) {
  const std::vector<std::uint8_t> n = bytes_of(kOrder), from = bytes_of(s);
  std::string hex(64, '0');
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    int digit = n[i] - from[i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    digit += 256 * borrow;
    hex[2 * i] = "0123456789abcdef"[digit >> 4];
    hex[2 * i + 1] = "0123456789abcdef"[digit & 15];
  }
  return hex;
}

TEST(Signature, Saf310_PublishedSignaturesHold) {
  for (const Vector& vector : published()) EXPECT_TRUE(holds(vector)) << vector.source;
}

TEST(Signature, Saf310_AMessageMayComeInAnyPieces) {
  const Vector whole = published().back();
  const std::span<const std::uint8_t> message(whole.message);
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    EXPECT_TRUE(verifies(whole.key(), {message.first(cut), message.subspan(cut)},
                         whole.signature()))
        << cut;
  }
}

TEST(Signature, Saf310_NoBitOfMessageKeyOrSignatureMayChange) {
  const Vector good = published().front();
  for (std::size_t bit = 0; bit < 8 * good.message.size(); ++bit) {
    Vector changed = good;
    changed.message[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(holds(changed)) << bit;
  }
  for (std::size_t bit = 0; bit < 8 * sizeof(PublicKey); ++bit) {
    PublicKey key = good.key();
    key[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(verifies(key, {good.message}, good.signature())) << bit;
  }
  for (std::size_t bit = 0; bit < 8 * sizeof(Signature); ++bit) {
    Signature signature = good.signature();
    signature[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(verifies(good.key(), {good.message}, signature)) << bit;
  }
}

TEST(Signature, Saf317_NumbersOutsideOfTheCurvesOrderAreNoSignature) {
  const Vector good = published().front();
  std::string above = kOrder;
  above.back() = '2';
  const std::string numbers[] = {kZero, kOrder, above, std::string(64, 'f')};
  for (const std::string& number : numbers) {
    Vector changed = good;
    changed.r = number;
    EXPECT_FALSE(holds(changed)) << "r " << number;
    changed.s = number;
    EXPECT_FALSE(holds(changed)) << "r and s " << number;
    changed.r = good.r;
    EXPECT_FALSE(holds(changed)) << "s " << number;
  }
}

// s + n is s again to whoever reduces it first. No published vector has room for it in 32
// bytes: of this one, nonce 7 and s = 1 were chosen, and the key worked out from them.
TEST(Signature, Saf317_ANumberIsNotReducedUntilItFits) {
  Vector chosen{"",
                "cf56c5320bbbcc607835fdd49246ed90a9a2b1223cc21b8a79c144a8e7ff733a",
                "2aef7771c563c14c5a0516f1f42e4c2c8e3d3d65e9166edd45f968d4b6c94fd9",
                text("sample"),
                "8e533b6fa0bf7b4625bb30667c01fb607ef9f8b8a80fef5b300628703187b2a3",
                kZero.substr(0, 63) + "1"};
  EXPECT_TRUE(holds(chosen));
  chosen.s = kOrder.substr(0, 63) + "2";
  EXPECT_FALSE(holds(chosen));
}

TEST(Signature, Saf317_AKeyThatIsNoPointOfTheCurveVerifiesNothing) {
  const Vector good = published().front();
  const std::string keys[] = {"04" + kZero + kZero, "00" + kRfcX + kRfcY,
                              "02" + kRfcX + kRfcY, "04" + kRfcY + kRfcX,
                              "04" + std::string(128, 'f')};
  for (const std::string& key : keys) {
    EXPECT_FALSE(verifies(array_of<PublicKey>(key), {good.message}, good.signature()))
        << key;
  }
}

TEST(Signature, Saf317_OfTwoThatBothVerifyOneIsLow) {
  for (const Vector& vector : published()) {
    Vector other = vector;
    other.s = rest_to_order(vector.s);
    EXPECT_TRUE(holds(other)) << vector.source;
    EXPECT_NE(has_low_s(vector.signature()), has_low_s(other.signature()));
  }
  EXPECT_FALSE(has_low_s(published()[0].signature()));
  EXPECT_TRUE(has_low_s(published()[1].signature()));
}

TEST(Signature, Saf317_HalfOfTheOrderIsTheLastThatIsLow) {
  const std::string r = published()[0].r;
  std::string above = kHalf, below = kHalf;
  above.back() = '9';
  below.back() = '7';
  EXPECT_TRUE(has_low_s(array_of<Signature>(r + kHalf)));
  EXPECT_TRUE(has_low_s(array_of<Signature>(r + below)));
  EXPECT_FALSE(has_low_s(array_of<Signature>(r + above)));
  EXPECT_FALSE(has_low_s(array_of<Signature>(kZero + rest_to_order(kZero))));
}

TEST(Signature, AnIdentityIsTheFirstBytesOfTheKeysSha256) {
  // printf '\x04...' | sha256sum, of the key of RFC 6979 A.2.5.
  EXPECT_EQ(identity_of(published()[0].key()), array_of<KeyIdentity>("b18b86ce1389e46d"));
}

TEST(Signature, Saf322_VerifyingTakesNoHeap) {
  const Vector good = published().front();
  const PublicKey key = good.key();
  const Signature signature = good.signature();
  const testing::HeapGuard heap;
  const bool good_one = verifies(key, {good.message}, signature);
  EXPECT_EQ(heap.allocations(), 0);
  EXPECT_TRUE(good_one);
}

}  // namespace
}  // namespace homeostat::controller
