#pragma once

namespace sekisho::scoring {

/// A sum that keeps the rounding error of each step (Knuth's TwoSum): what is added and taken away again
/// leaves nothing behind, however long it goes on.
class ExactSum {
 public:
  void add(double number) {
    const double sum = high_ + number;
    const double part = sum - high_;
    low_ += (high_ - (sum - part)) + (number - part);
    high_ = sum;
  }

  void subtract(double number) { add(-number); }

  [[nodiscard]] double value() const { return high_ + low_; }

 private:
  double high_ = 0;
  double low_ = 0;
};

}  // namespace sekisho::scoring
