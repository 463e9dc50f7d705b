#include "training/xgboost_library.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <fmt/format.h>

namespace sekisho::gateway {
namespace {

using scoring::BoosterJob;
using scoring::BoosterParameters;
using scoring::RowsView;
using scoring::Trees;

struct CloseLibrary {
  void operator()(void* library) const noexcept { ::dlclose(library); }
};

std::unexpected<Error> not_installed(std::string_view why) {
  return fail(
      ErrorKind::unavailable,
      fmt::format("training needs libxgboost ({}): install it with: apt-get install libxgboost0", why));
}

}  // namespace

/// The functions of libxgboost's C interface that are used here, as its documentation declares them.
struct XgboostLibrary::Functions {
  using Matrix = void*;
  using Booster = void*;

  std::unique_ptr<void, CloseLibrary> library;
  const char* (*last_error)() = nullptr;
  int (*matrix_create)(const float*, std::uint64_t, std::uint64_t, float, Matrix*) = nullptr;
  int (*matrix_set)(Matrix, const char*, const float*, std::uint64_t) = nullptr;
  int (*matrix_free)(Matrix) = nullptr;
  int (*booster_create)(const Matrix*, std::uint64_t, Booster*) = nullptr;
  int (*booster_set)(Booster, const char*, const char*) = nullptr;
  int (*booster_update)(Booster, int, Matrix) = nullptr;
  int (*booster_predict)(Booster, Matrix, int, unsigned, int, std::uint64_t*, const float**) = nullptr;
  int (*booster_save)(Booster, const char*, std::uint64_t*, const char**) = nullptr;
  int (*booster_free)(Booster) = nullptr;

  /// False when the library lacks one of them.
  [[nodiscard]] bool find_all() {
    return find("XGBGetLastError", last_error) && find("XGDMatrixCreateFromMat", matrix_create) &&
           find("XGDMatrixSetFloatInfo", matrix_set) && find("XGDMatrixFree", matrix_free) &&
           find("XGBoosterCreate", booster_create) && find("XGBoosterSetParam", booster_set) &&
           find("XGBoosterUpdateOneIter", booster_update) && find("XGBoosterPredict", booster_predict) &&
           find("XGBoosterSaveModelToBuffer", booster_save) && find("XGBoosterFree", booster_free);
  }

 private:
  template <class Function>
  [[nodiscard]] bool find(const char* name, Function*& function) const {
    function = reinterpret_cast<Function*>(::dlsym(library.get(), name));
    return function != nullptr;
  }
};

namespace {

/// A handle of the library with the function that frees it.
class Handle {
 public:
  explicit Handle(int (*free)(void*)) : free_(free) {}

  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  ~Handle() {
    if (handle_ != nullptr) free_(handle_);
  }

  [[nodiscard]] void** out() { return &handle_; }

  [[nodiscard]] void* get() const { return handle_; }

 private:
  int (*free_)(void*);
  void* handle_ = nullptr;
};

/// XGBoost takes its parameters as texts.
std::vector<std::pair<std::string, std::string>> settings_of(const BoosterParameters& parameters,
                                                             double base) {
  return {
      {"objective", "binary:logistic"},
      {"tree_method", "hist"},
      {"verbosity", "0"},
      // One thread a fit: sums are always in the same order, and so the trees are the same on any machine.
      {"nthread", "1"},
      {"base_score", fmt::format("{}", base)},
      {"max_depth", fmt::format("{}", parameters.max_depth)},
      {"eta", fmt::format("{}", parameters.eta)},
      {"min_child_weight", fmt::format("{}", parameters.min_child_weight)},
      {"lambda", fmt::format("{}", parameters.lambda)},
      {"subsample", fmt::format("{}", parameters.subsample)},
      {"colsample_bytree", fmt::format("{}", parameters.colsample)},
      {"seed", fmt::format("{}", parameters.seed)}};
}

/// The share of positive rows: where the trees start from.
double share_of_positives(const RowsView& rows) {
  const double all = std::accumulate(rows.weights.begin(), rows.weights.end(), 0.0);
  const double positive =
      std::inner_product(rows.weights.begin(), rows.weights.end(), rows.labels.begin(), 0.0);
  constexpr double least = 1e-6;
  return std::clamp(positive / all, least, 1 - least);
}

/// One job on its way through the library. A call that fails ends it.
template <class Functions>
class Fit {
 public:
  Fit(const Functions& functions, const BoosterJob& job)
      : functions_(functions), job_(job), matrix_(functions.matrix_free), booster_(functions.booster_free) {}

  [[nodiscard]] Result<void> run() {
    if (!make_matrix() || !make_booster()) return refused();
    for (int round = 0; round < job_.parameters.rounds; ++round)
      if (functions_.booster_update(booster_.get(), round, matrix_.get()) != 0) return refused();
    return {};
  }

  [[nodiscard]] Result<std::string> json() const {
    std::uint64_t size = 0;
    const char* text = nullptr;
    if (functions_.booster_save(booster_.get(), R"({"format":"json"})", &size, &text) != 0) return refused();
    return std::string(text, size);
  }

  [[nodiscard]] Result<std::vector<float>> probabilities() const {
    std::uint64_t size = 0;
    const float* numbers = nullptr;
    if (functions_.booster_predict(booster_.get(), matrix_.get(), 0, 0, 0, &size, &numbers) != 0)
      return refused();
    return std::vector<float>(numbers, numbers + size);
  }

 private:
  [[nodiscard]] bool make_matrix() {
    const RowsView& rows = job_.rows;
    constexpr float missing = std::numeric_limits<float>::quiet_NaN();
    return functions_.matrix_create(rows.values.data(), rows.rows(), rows.columns, missing, matrix_.out()) ==
               0 &&
           functions_.matrix_set(matrix_.get(), "label", rows.labels.data(), rows.rows()) == 0 &&
           functions_.matrix_set(matrix_.get(), "weight", rows.weights.data(), rows.rows()) == 0;
  }

  [[nodiscard]] bool make_booster() {
    void* const matrix = matrix_.get();
    if (functions_.booster_create(&matrix, 1, booster_.out()) != 0) return false;
    return std::ranges::all_of(
        settings_of(job_.parameters, share_of_positives(job_.rows)), [&](const auto& setting) {
          return functions_.booster_set(booster_.get(), setting.first.c_str(), setting.second.c_str()) == 0;
        });
  }

  [[nodiscard]] std::unexpected<Error> refused() const {
    const std::string_view why = functions_.last_error();
    return fail(ErrorKind::invalid,
                fmt::format("libxgboost refused to fit: {}", why.substr(0, why.find('\n'))));
  }

  const Functions& functions_;
  const BoosterJob& job_;
  Handle matrix_;
  Handle booster_;
};

/// The trees, when they give some of the rows what the library gave them.
Result<Trees> checked(const XgboostLibrary::Fitted& fitted, const RowsView& rows) {
  auto trees = Trees::from_xgboost(fitted.json);
  if (!trees) return trees;
  constexpr float tolerance = 1e-6F;
  constexpr std::size_t sample = 1000;
  for (std::size_t row = 0; row < rows.rows(); row += rows.rows() / sample + 1) {
    const float own = scoring::probability_of(trees->margin(rows.row(row)));
    if (std::fabs(own - fitted.probabilities[row]) > tolerance)
      return fail(ErrorKind::invalid,
                  "this libxgboost computes probabilities otherwise than Sekisho would serve them: "
                  "install the version that deploy/install-deps.sh names");
  }
  return trees;
}

}  // namespace

Result<XgboostLibrary> XgboostLibrary::load(std::size_t threads) {
  auto functions = std::make_unique<Functions>();
  for (const char* name : {"libxgboost.so.0", "libxgboost.so"}) {
    functions->library.reset(::dlopen(name, RTLD_NOW | RTLD_LOCAL));
    if (functions->library) break;
  }
  if (!functions->library) return not_installed("it is not there");
  if (!functions->find_all()) return not_installed("the one that is there is too old");
  return XgboostLibrary(std::move(functions), std::max<std::size_t>(threads, 1));
}

XgboostLibrary::XgboostLibrary(std::unique_ptr<const Functions> functions, std::size_t threads)
    : functions_(std::move(functions)), threads_(threads) {}

XgboostLibrary::XgboostLibrary(XgboostLibrary&&) noexcept = default;
XgboostLibrary& XgboostLibrary::operator=(XgboostLibrary&&) noexcept = default;
XgboostLibrary::~XgboostLibrary() = default;

Result<XgboostLibrary::Fitted> XgboostLibrary::fit(const BoosterJob& job) const {
  Fit fit(*functions_, job);
  if (auto ran = fit.run(); !ran) return std::unexpected(ran.error());
  auto json = fit.json();
  if (!json) return std::unexpected(json.error());
  auto probabilities = fit.probabilities();
  if (!probabilities) return std::unexpected(probabilities.error());
  return Fitted{std::move(*json), std::move(*probabilities)};
}

Result<std::vector<Trees>> XgboostLibrary::fit(std::span<const BoosterJob> jobs) {
  std::vector<std::optional<Result<Trees>>> results(jobs.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      const auto fitted = fit(jobs[i]);
      results[i] = fitted ? checked(*fitted, jobs[i].rows) : std::unexpected(fitted.error());
    }
  };
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 1; i < std::min(threads_, jobs.size()); ++i)
      workers.emplace_back(work);
    work();
  }
  std::vector<Trees> trees;
  for (auto& result : results) {
    if (!*result) return std::unexpected(result->error());
    trees.push_back(std::move(**result));
  }
  return trees;
}

}  // namespace sekisho::gateway
