#pragma once

#include <scoring/reference_data.h>

#include "reference/address_book.h"
#include "reference/ip_countries.h"
#include "reference/mail_domains.h"
#include "reference/name_dictionary.h"
#include "reference/network_classes.h"
#include "reference/phone_plan.h"
#include "reference/postal_codes.h"
#include "reference/sorted_lines.h"

namespace sekisho::scoring {

/// The shipped tables in the form that signals ask them in.
struct ReferenceTables {
  PostalCodes postal_codes;
  AddressBook address_book;  ///< over the text of the postal codes
  MailDomains mail;
  PhonePlan phones;
  SortedLines prank_names;
  NameDictionary names;
  IpCountries ip_countries;
  NetworkClasses networks;
};

}  // namespace sekisho::scoring
