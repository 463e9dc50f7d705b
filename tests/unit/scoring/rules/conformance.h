#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace sekisho::scoring::rules {

/// How one case of the specification's conformance suite ended.
enum class Verdict {
  passed,
  refused,  ///< not taken at compile time: honest, but not supported
  wrong,    ///< another answer than the specification's
};

struct CaseResult {
  std::string section;
  std::string name;
  Verdict verdict = Verdict::wrong;
  std::string said;  ///< what we said, where it did not pass
};

/// Runs every case of tests/data/cel.
[[nodiscard]] std::vector<CaseResult> run_conformance();

/// The table of docs/rules.md: passed and refused by section.
[[nodiscard]] std::string conformance_table(const std::vector<CaseResult>& results);

}  // namespace sekisho::scoring::rules
