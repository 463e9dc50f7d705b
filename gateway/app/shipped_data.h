#pragma once

#include <filesystem>

#include <domain/result.h>
#include <scoring/engine.h>
#include <scoring/reference_data.h>

namespace sekisho::gateway {

/// The shipped tables alone. Fails, naming the file and what is wrong with it.
[[nodiscard]] Result<scoring::ReferenceData> load_reference(const std::filesystem::path& data);

/// The engine over the shipped tables and the built-in scorecard. Fails, naming the file and what is wrong
/// with it.
[[nodiscard]] Result<scoring::Engine> load_engine(const std::filesystem::path& data);

}  // namespace sekisho::gateway
