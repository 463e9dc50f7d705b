#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/order.h>
#include <domain/result.h>
#include <scoring/reference_data.h>

namespace sekisho::scoring {

/// What a buyer or a recipient is recognised by, each part in its canonical spelling; `""` is not told.
/// Personal data throughout: plain in memory only, see LinkRecord.
struct LinkParty {
  std::string family;       ///< variant kanji folded: `高橋`; empty when the name could not be parted
  std::string given;        ///< `翔`
  std::string name;         ///< both in one, without spaces, however it was parted
  std::string family_kana;  ///< katakana: `タカハシ`; empty when the reading could not be parted
  std::string given_kana;   ///< `ショウ`
  std::string kana;         ///< both in one
  std::string phone;        ///< E.164
  std::string mailbox;      ///< canonical_email
  std::string
      mail_stem;  ///< the mailbox without digits and separators, `tanaka@example.jp`; empty when too short
  std::string postal_code;  ///< seven digits
  std::string lot;          ///< the canonical address down to the lot; empty when it does not go down to one
  std::string building;     ///< in the spelling of comparisons
  std::string wing;         ///< `b` of B棟
  std::string room;         ///< `102`
  bool family_known = false;  ///< `family_kana` is the reading of a family name that the dictionary knows
  bool given_known = false;   ///< the same of `given_kana` and given names
  bool mobile = false;        ///< `phone` is of a mobile range: one person's, not a household's
  bool operator==(const LinkParty&) const = default;
};

/// The identity of one order, as judge() compares it: well below a kilobyte. It holds what people typed, so
/// it is personal data: keep it in memory only as long as its order, and at rest only sealed
/// (encode_link_record and the vault's encryption); never a log line, never a plain hash.
struct LinkRecord {
  LinkParty buyer;
  std::optional<LinkParty> recipient;  ///< when the goods go to somebody else
  std::string device;
  std::string ip;
  std::string card;  ///< the vendor's token
  bool operator==(const LinkRecord&) const = default;
};

/// Pure; a few microseconds, most of them the address. Thread-safe.
[[nodiscard]] LinkRecord make_link_record(const Order& order, const ReferenceData& reference);

/// One text that decode_link_record gives back; it is for sealing, its form is nobody's business.
[[nodiscard]] std::string encode_link_record(const LinkRecord& record);
/// Fails with ErrorKind::malformed on what encode_link_record did not write.
[[nodiscard]] Result<LinkRecord> decode_link_record(std::string_view text);

/// By what a past order is found again. Exact kinds come first, fuzzy blocks after.
enum class BlockingKind {
  phone,
  mailbox,
  device,
  card,
  room,          ///< lot and room
  lot,           ///< large for apartment houses
  kana_postal,   ///< reading of the name and postal code
  name_ip,       ///< name and IP
  mail_sibling,  ///< stem and domain of the mailbox
  phone_prefix   ///< all but the last two digits
};

/// One key for the search of candidates. `canonical` is personal data: look it up as a keyed hash, with
/// to_string(kind) as the hash's own kind.
struct BlockingKey {
  BlockingKind kind = BlockingKind::phone;
  std::string canonical;
  bool operator==(const BlockingKey&) const = default;
};

/// Under which keys the order is to be found, and by which its candidates are sought: both with this
/// function. Orders of one person share at least one, unless everything was changed. The recipient's phone,
/// mailbox, room and lot are among them. No key stands twice. At most 16.
[[nodiscard]] std::vector<BlockingKey> blocking_keys(const LinkRecord& record);
[[nodiscard]] std::string_view to_string(BlockingKind kind);  ///< `phone`, `kana_postal`; stable

/// Where two orders touch, or speak against each other. The first group speaks for one person.
enum class TouchPoint {
  mailbox,
  card,
  phone,
  device,
  name,          ///< the same name, variant kanji and swapped order included
  name_reading,  ///< the same reading, written differently or in one script only
  name_typo,     ///< one slip of the pen apart
  room,          ///< the same lot and the same room
  lot,           ///< the same lot, at most one of them with a room
  other_room,    ///< the same lot, another room
  lot_near,      ///< lots of one digit's difference
  fixed_phone,   ///< the same phone, of a household or an office
  phone_near,    ///< phones of one digit's difference
  mail_sibling,  ///< mailboxes of one stem: tanaka01, tanaka02
  ip,
  recipient,      ///< the same recipient at the same place
  family_name,    ///< the same family name alone
  other_family,   ///< against: the same given name, another family name
  other_given,    ///< against: the same family name, another given name
  other_name,     ///< against
  other_phone,    ///< against
  other_mailbox,  ///< against
  other_lot,      ///< against
  household       ///< against: what a household or an office shares counts only so much for two names
};

[[nodiscard]] std::string_view to_string(TouchPoint point);  ///< `mail_sibling`; stable

/// The words for people.
struct TouchPointText {
  std::string_view ja;
  std::string_view en;
};

[[nodiscard]] TouchPointText text_of(TouchPoint point);

/// One piece of evidence and what it weighs, in bits: the binary logarithm of how much more often it is seen
/// between two orders of one person than between two of strangers that a blocking key brought together.
struct Evidence {
  TouchPoint point = TouchPoint::mailbox;
  double bits = 0;
  bool operator==(const Evidence&) const = default;
};

struct LinkJudgement {
  double score = 0;                ///< 0..1; one half is the threshold: 1 / (1 + 2^(threshold - sum of bits))
  bool same_person = false;        ///< score >= 0.5
  std::vector<Evidence> evidence;  ///< the heaviest first, those against at the end; names what was compared
  bool operator==(const LinkJudgement&) const = default;
};

/// Are the buyers of two orders one person? Symmetric, pure, about a microsecond. What is missing on either
/// side says nothing. The weights and why they are so: linkage/weights.h and docs/linkage.md.
[[nodiscard]] LinkJudgement judge(const LinkRecord& a, const LinkRecord& b);

}  // namespace sekisho::scoring
