#include <array>
#include <cstddef>

#include <scoring/linkage.h>

namespace sekisho::scoring {
namespace {

struct Words {
  std::string_view code;
  TouchPointText text;
};

// In the order of TouchPoint.
constexpr std::array<Words, 24> words{{
    {"mailbox", {"同じメールボックス", "same mailbox"}},
    {"card", {"同じカード", "same card"}},
    {"phone", {"同じ携帯電話番号", "same mobile phone"}},
    {"device", {"同じ端末", "same device"}},
    {"name", {"同じ氏名", "same name"}},
    {"name_reading", {"氏名の読みが同じ", "same reading of the name"}},
    {"name_typo", {"氏名の読みが一字違い", "reading of the name one slip apart"}},
    {"room", {"同じ住所・部屋", "same address and room"}},
    {"lot", {"同じ番地", "same lot"}},
    {"other_room", {"同じ番地の別の部屋", "another room at the same lot"}},
    {"lot_near", {"番地が一字違い", "lot one digit apart"}},
    {"fixed_phone", {"同じ電話番号（携帯以外）", "same phone, not a mobile"}},
    {"phone_near", {"電話番号が一桁違い", "phone one digit apart"}},
    {"mail_sibling", {"連番などの似たメールアドレス", "mailboxes of one stem"}},
    {"ip", {"同じ IP アドレス", "same IP address"}},
    {"recipient", {"同じ届け先", "same recipient"}},
    {"family_name", {"同じ姓", "same family name"}},
    {"other_family", {"姓が違う", "another family name"}},
    {"other_given", {"同じ姓で名が違う", "same family name, another given name"}},
    {"other_name", {"氏名が違う", "another name"}},
    {"other_phone", {"電話番号が違う", "another phone"}},
    {"other_mailbox", {"メールアドレスが違う", "another mailbox"}},
    {"other_lot", {"番地が違う", "another lot"}},
    {"household", {"家族や職場で共有されるものは割り引く", "shared by a household or an office"}},
}};

const Words& words_of(TouchPoint point) {
  return words[static_cast<std::size_t>(point)];
}

}  // namespace

std::string_view to_string(TouchPoint point) {
  return words_of(point).code;
}

TouchPointText text_of(TouchPoint point) {
  return words_of(point).text;
}

}  // namespace sekisho::scoring
