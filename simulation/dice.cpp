#include "dice.h"

#include <algorithm>
#include <cstring>

namespace sekisho::simulation {
namespace {

constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15U;

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

/// (1 + x/1024)^1024 by ten squarings: e^x to a thousandth, which is plenty for a sampler.
double growth(double x) {
  double power = 1.0 + x / 1024.0;
  for (int i = 0; i < 10; ++i)
    power *= power;
  return power;
}

}  // namespace

void SeededStream::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const std::uint64_t word = mix(state_.fetch_add(golden_gamma) + golden_gamma);
    const std::size_t size = std::min(out.size(), sizeof word);
    std::memcpy(out.data(), &word, size);
    out = out.subspan(size);
  }
}

std::uint64_t seed_for(std::uint64_t seed, std::string_view purpose, std::uint64_t number) {
  std::uint64_t state = mix(seed + golden_gamma);
  for (const char c : purpose)
    state = mix(state ^ static_cast<unsigned char>(c));
  return mix(state ^ (number * golden_gamma));
}

std::int64_t Dice::between(std::int64_t low, std::int64_t high) {
  const auto size = static_cast<double>(high - low + 1);
  return low + std::min(static_cast<std::int64_t>(unit() * size), high - low);
}

std::size_t Dice::index(std::size_t size) {
  return static_cast<std::size_t>(between(std::int64_t{0}, static_cast<std::int64_t>(size) - 1));
}

std::size_t Dice::weighted(std::span<const double> weights) {
  double sum = 0;
  for (const double weight : weights)
    sum += weight;
  double left = unit() * sum;
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return weights.size() - 1;
}

double Dice::normal() {
  double sum = -6.0;
  for (int i = 0; i < 12; ++i)
    sum += unit();
  return sum;
}

double Dice::lognormal(double median, double sigma) {
  return median * growth(sigma * normal());
}

double Dice::exponential(double mean) {
  for (double whole = 0;; whole += 1) {
    const double first = unit();
    double last = first;
    bool odd = true;  // the length of the falling run so far
    for (double next = unit(); next < last; next = unit()) {
      last = next;
      odd = !odd;
    }
    if (odd) return mean * (whole + first);
  }
}

std::string Dice::digits(std::size_t size) {
  return from("0123456789", size);
}

std::string Dice::letters(std::size_t size) {
  return from("abcdefghijklmnopqrstuvwxyz", size);
}

std::string Dice::hex(std::size_t size) {
  return from("0123456789abcdef", size);
}

std::string Dice::from(std::string_view alphabet, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i)
    text += alphabet[index(alphabet.size())];
  return text;
}

}  // namespace sekisho::simulation
