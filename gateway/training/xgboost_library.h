#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <domain/result.h>
#include <scoring/booster.h>

namespace sekisho::gateway {

/// libxgboost, loaded when it is needed: only training needs it, so the program does not link it.
class XgboostLibrary final : public scoring::Booster {
 public:
  /// Loads the library from where the system keeps libraries. `unavailable` when it is not installed, saying
  /// what to install. Up to `threads` fits (1 or more) run at once, each on a thread and a copy of its rows
  /// of its own.
  [[nodiscard]] static Result<XgboostLibrary> load(std::size_t threads);

  XgboostLibrary(XgboostLibrary&&) noexcept;
  XgboostLibrary& operator=(XgboostLibrary&&) noexcept;
  ~XgboostLibrary() override;

  /// Beside what the interface says: fails when the trees, as this program evaluates them, do not give the
  /// probabilities that the library itself gives.
  [[nodiscard]] Result<std::vector<scoring::Trees>> fit(std::span<const scoring::BoosterJob> jobs) override;

  /// Trees as the library writes them, and the probabilities that the library gives the rows they were fitted
  /// to.
  struct Fitted {
    std::string json;
    std::vector<float> probabilities;
  };

  [[nodiscard]] Result<Fitted> fit(const scoring::BoosterJob& job) const;

 private:
  struct Functions;

  explicit XgboostLibrary(std::unique_ptr<const Functions> functions, std::size_t threads);

  std::unique_ptr<const Functions> functions_;
  std::size_t threads_;
};

}  // namespace sekisho::gateway
