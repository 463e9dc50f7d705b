#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::scoring {

/// The shipped tables, as text: postal codes, mail domains by class, phone number plan, names. Reading files
/// is the caller's business; each member is the content of the file of the same name in scoring/data.
struct ReferenceTexts {
  std::string postal_codes;     ///< postal-codes.tsv
  std::string town_chome;       ///< town-chome.tsv
  std::string kanji_variants;   ///< kanji-variants.tsv
  std::string disposable_mail;  ///< mail-disposable.txt
  std::string relay_mail;       ///< mail-relay.txt
  std::string free_mail;        ///< mail-free.txt
  std::string carrier_mail;     ///< mail-carrier.txt
  std::string phone_plan;       ///< phone-jp.json
  std::string prank_names;      ///< names-prank.txt
  std::string name_readings;    ///< name-readings.tsv
  std::string modern_names;     ///< names-modern.tsv
  std::string kanji_readings;   ///< kanji-readings.tsv
  std::string ip_countries;     ///< ip-country.bin
  std::string networks;         ///< networks.tsv
};

struct ReferenceTables;

/// What scoring knows of the world. Immutable after load and safe to share between threads.
class ReferenceData {
 public:
  /// Fails with the file and line of the first row that is not of the table's form.
  [[nodiscard]] static Result<ReferenceData> load(const ReferenceTexts& texts);

  [[nodiscard]] const ReferenceTables& tables() const { return *tables_; }

 private:
  explicit ReferenceData(std::shared_ptr<const ReferenceTables> tables);
  std::shared_ptr<const ReferenceTables> tables_;
};

}  // namespace sekisho::scoring
