#pragma once

#include <filesystem>
#include <string>

#include <domain/result.h>
#include <simulation/population.h>

namespace sekisho::gateway {

/// Writes a population into `directory`, which is made if need be and must not hold one already:
/// events.jsonl, labels.csv, the tables for `sekisho import`, manifest.json and a README. Fails with a
/// sentence that names the file and the system's reason.
[[nodiscard]] Result<void> write_simulation(const std::filesystem::path& directory,
                                            const simulation::Parameters& parameters,
                                            const simulation::Population& population);

}  // namespace sekisho::gateway
