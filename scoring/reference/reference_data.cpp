#include <utility>

#include <scoring/reference_data.h>

#include "reference/tables.h"

namespace sekisho::scoring {
namespace {

Result<MailDomains> load_mail(const ReferenceTexts& texts) {
  auto disposable = SortedLines::parse("mail-disposable.txt", texts.disposable_mail);
  if (!disposable) return std::unexpected(disposable.error());
  auto relay = SortedLines::parse("mail-relay.txt", texts.relay_mail);
  if (!relay) return std::unexpected(relay.error());
  auto free = SortedLines::parse("mail-free.txt", texts.free_mail);
  if (!free) return std::unexpected(free.error());
  auto carrier = SortedLines::parse("mail-carrier.txt", texts.carrier_mail);
  if (!carrier) return std::unexpected(carrier.error());
  return MailDomains(std::move(*disposable), std::move(*relay), std::move(*free), std::move(*carrier));
}

}  // namespace

ReferenceData::ReferenceData(std::shared_ptr<const ReferenceTables> tables) : tables_(std::move(tables)) {}

Result<ReferenceData> ReferenceData::load(const ReferenceTexts& texts) {
  auto postal_codes = PostalCodes::parse(texts.postal_codes);
  if (!postal_codes) return std::unexpected(postal_codes.error());
  auto letters = PlaceLetters::parse(texts.kanji_variants);
  if (!letters) return std::unexpected(letters.error());
  auto book = AddressBook::build(*postal_codes, std::move(*letters), texts.town_chome);
  if (!book) return std::unexpected(book.error());
  auto mail = load_mail(texts);
  if (!mail) return std::unexpected(mail.error());
  auto phones = PhonePlan::parse(texts.phone_plan);
  if (!phones) return std::unexpected(phones.error());
  auto prank_names = SortedLines::parse("names-prank.txt", texts.prank_names);
  if (!prank_names) return std::unexpected(prank_names.error());
  auto names = NameDictionary::parse(texts.name_readings, texts.modern_names, texts.kanji_readings);
  if (!names) return std::unexpected(names.error());
  auto ip_countries = IpCountries::parse(texts.ip_countries);
  if (!ip_countries) return std::unexpected(ip_countries.error());
  auto networks = NetworkClasses::parse(texts.networks);
  if (!networks) return std::unexpected(networks.error());
  return ReferenceData(std::make_shared<const ReferenceTables>(
      std::move(*postal_codes), std::move(*book), std::move(*mail), std::move(*phones),
      std::move(*prank_names), std::move(*names), std::move(*ip_countries), std::move(*networks)));
}

}  // namespace sekisho::scoring
