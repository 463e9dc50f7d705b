#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "signals/families.h"
#include "signals/signal.h"

namespace sekisho::scoring {
namespace {

using enum SignalType;

// The one list of signals. A new one is a function in its family's file and a row here.
constexpr std::array table = {
    Signal{{"phone.kind", text, "", "電話番号の種類", "kind of the phone number",
            "mobile|fixed|ip_phone|toll_free|m2m|other|invalid"},
           signals::phone_kind},
    Signal{{"phone.valid", boolean, "", "電話番号が日本の番号計画に合う",
            "the phone number fits Japan's numbering plan"},
           signals::phone_valid},
    Signal{{"phone.reachability", text, "", "電話番号に連絡がつくか（取り込んだ確認結果）",
            "whether the phone can be reached, by the imported checks",
            "reachable|unreachable|unassigned|moved|unknown"},
           signals::phone_reachability},
    Signal{{"phone.reachability_age_days", integer, "days", "電話番号の確認から注文日までの日数",
            "days between the phone's check and the order"},
           signals::phone_reachability_age},
    Signal{{"phone.recipient_reachability", text, "", "届け先の電話番号に連絡がつくか（取り込んだ確認結果）",
            "whether the recipient's phone can be reached, by the imported checks",
            "reachable|unreachable|unassigned|moved|unknown"},
           signals::phone_recipient_reachability},
    Signal{{"email.class", text, "", "メールアドレスのドメインの種類", "class of the e-mail domain",
            "disposable|relay|free|carrier|other|invalid"},
           signals::email_class},
    Signal{{"email.alias", boolean, "", "メールアドレスに「+」の別名が付いている",
            "the e-mail address carries a + tag"},
           signals::email_alias},
    Signal{{"email.random_local", boolean, "", "メールアドレスの@より前が無作為な文字列に見える",
            "the part before the @ looks random"},
           signals::email_random_local},
    Signal{{"address.postal_code", text, "", "郵便番号と住所の町域が合うか",
            "whether the postal code fits the town", "match|mismatch|unknown_code"},
           signals::address_postal_code},
    Signal{{"address.lot_number", boolean, "", "住所に番地がある", "the address goes down to a lot number"},
           signals::address_lot_number},
    Signal{{"name.script", text, "", "氏名の文字種", "script of the name",
            "kanji|kana|japanese|latin|mixed|other"},
           signals::name_script_class},
    Signal{{"name.prank", boolean, "", "氏名がいたずらやテスト用に見える",
            "the name is a placeholder or a prank"},
           signals::name_prank},
    Signal{{"name.kana_valid", boolean, "", "フリガナがかなだけで書かれている",
            "the reading is written in kana alone"},
           signals::name_kana_valid},
    Signal{{"payment.method", text, "", "支払い方法", "payment method",
            "card|deferred|cod|konbini|bank_transfer|carrier|wallet"},
           signals::payment_method},
    Signal{{"payment.unsecured_first_offer", boolean, "", "初回限定価格を後払いまたは代金引換で注文している",
            "a first-time offer on deferred payment or cash on delivery"},
           signals::payment_unsecured_first_offer},
    Signal{{"payment.three_ds", text, "", "カードの3Dセキュアの結果", "3-D Secure state of the card",
            "authenticated|attempted|not_attempted|failed"},
           signals::payment_three_ds},
    Signal{{"payment.failed_attempts", integer, "attempts", "この注文でのカード決済の失敗回数",
            "failed card attempts before this order"},
           signals::payment_failed_attempts},
    Signal{{"payment.holder", text, "", "カード名義と氏名の読みが合うか",
            "whether the card holder's name fits the reading of the buyer's", "match|partial|mismatch"},
           signals::payment_holder},
    Signal{{"cart.total", integer, "JPY", "注文の合計金額", "total of the order"}, signals::cart_total},
    Signal{{"cart.largest_quantity", integer, "pieces", "同じ商品の最大数量", "largest quantity of one item"},
           signals::cart_largest_quantity},
    Signal{{"cart.first_time_offer", boolean, "", "初回限定の商品を含む", "the cart has a first-time offer"},
           signals::cart_first_time_offer},
    Signal{{"chat.duration_ms", integer, "ms", "最初の回答から最後の回答までの時間",
            "time from the visitor's first answer to the last"},
           signals::chat_duration},
    Signal{{"chat.typing_ms_per_character", number, "ms", "1文字あたりの入力時間の中央値（貼り付けを除く）",
            "median typing time per character, pasted answers left out"},
           signals::chat_typing_per_character},
    Signal{{"chat.pasted_share", number, "1", "本人情報の回答のうち貼り付けられた割合",
            "share of the identity answers that were pasted"},
           signals::chat_pasted_share},
    Signal{{"chat.identity_edits", integer, "edits", "本人情報の回答を書き直した回数",
            "corrections of the identity answers"},
           signals::chat_identity_edits},
    Signal{{"chat.rhythm_repeats_30d", integer, "orders",
            "回答の間隔と入力時間がまったく同じ30日間の過去の注文数",
            "earlier orders in 30 days whose chat had the very same timing"},
           signals::chat_rhythm_repeats},
    Signal{{"chat.faster_chats", number, "1",
            "同じフォームの最近のチャットのうち、これより短時間だったものの割合",
            "share of the form's recent chats that were over sooner"},
           signals::chat_faster_chats},
    Signal{{"chat.faster_typing", number, "1",
            "同じフォームの最近のチャットのうち、入力がこれより速かったものの割合",
            "share of the form's recent chats that were typed faster"},
           signals::chat_faster_typing},
    Signal{{"distinct.phone.names_30d", integer, "names", "同じ電話番号の30日間の氏名の数（この注文を含む）",
            "names with this phone in 30 days, this one included"},
           signals::distinct_phone_names_30d},
    Signal{{"distinct.email.names_30d", integer, "names",
            "同じメールアドレスの30日間の氏名の数（この注文を含む）",
            "names with this e-mail address in 30 days, this one included"},
           signals::distinct_email_names_30d},
    Signal{{"distinct.device.names_24h", integer, "names", "同じ端末の24時間の氏名の数（この注文を含む）",
            "names from this device in 24 hours, this one included"},
           signals::distinct_device_names_24h},
    Signal{{"distinct.device.names_30d", integer, "names", "同じ端末の30日間の氏名の数（この注文を含む）",
            "names from this device in 30 days, this one included"},
           signals::distinct_device_names_30d},
    Signal{{"distinct.card.names_30d", integer, "names", "同じカードの30日間の氏名の数（この注文を含む）",
            "names with this card in 30 days, this one included"},
           signals::distinct_card_names_30d},
    Signal{{"distinct.ip.names_24h", integer, "names", "同じIPアドレスの24時間の氏名の数（この注文を含む）",
            "names from this IP address in 24 hours, this one included"},
           signals::distinct_ip_names_24h},
    Signal{{"distinct.room.names_30d", integer, "names", "同じ部屋の30日間の氏名の数（この注文を含む）",
            "names at this room in 30 days, this one included"},
           signals::distinct_room_names_30d},
    Signal{
        {"distinct.device.phones_30d", integer, "phones", "同じ端末の30日間の電話番号の数（この注文を含む）",
         "phones from this device in 30 days, this one included"},
        signals::distinct_device_phones_30d},
    Signal{{"distinct.device.cards_24h", integer, "cards", "同じ端末の24時間のカードの数（この注文を含む）",
            "cards from this device in 24 hours, this one included"},
           signals::distinct_device_cards_24h},
    Signal{{"distinct.device.cards_30d", integer, "cards", "同じ端末の30日間のカードの数（この注文を含む）",
            "cards from this device in 30 days, this one included"},
           signals::distinct_device_cards_30d},
    Signal{{"distinct.building.family_rooms_30d", integer, "rooms",
            "同じ建物で同じ姓の30日間の部屋の数（この注文を含む）",
            "rooms of this building under this family name in 30 days, this one included"},
           signals::distinct_family_rooms_30d},
    Signal{{"distinct.building.device_rooms_30d", integer, "rooms",
            "同じ建物で同じ端末の30日間の部屋の数（この注文を含む）",
            "rooms of this building from this device in 30 days, this one included"},
           signals::distinct_device_rooms_30d},
    Signal{{"distinct.building.phone_prefix_rooms_30d", integer, "rooms",
            "同じ建物で電話番号の上の桁が同じ30日間の部屋の数（この注文を含む）",
            "rooms of this building with phones of this block of numbers in 30 days, this one included"},
           signals::distinct_phone_prefix_rooms_30d},
    Signal{{"link.orders_24h", integer, "orders", "同一人物とみられる24時間の過去の注文数",
            "earlier orders in 24 hours that look like the same person's"},
           signals::link_orders_24h},
    Signal{{"link.orders_30d", integer, "orders", "同一人物とみられる30日間の過去の注文数",
            "earlier orders in 30 days that look like the same person's"},
           signals::link_orders_30d},
    Signal{{"link.altered_orders_30d", integer, "orders",
            "同一人物とみられるが氏名・電話番号・メールアドレスのいずれかが異なる30日間の過去の注文数",
            "of these in 30 days, the orders under another name, phone or e-mail address"},
           signals::link_altered_30d},
    Signal{{"link.first_offers_taken", integer, "orders",
            "同一人物とみられる、同じ商品の初回限定価格での過去の注文数",
            "earlier orders of the same person that took this product's first-time price"},
           signals::link_first_offer_again},
    Signal{{"link.merchants_7d", integer, "merchants",
            "同一人物とみられる注文が7日間にあった店舗の数（この店舗を含む）",
            "shops that the same person ordered at in 7 days, this one included"},
           signals::link_merchants_7d},
    Signal{{"link.fraud_outcomes", integer, "orders", "同一人物とみられる注文のうち不正と判明したもの",
            "earlier orders of the same person that turned out to be fraud"},
           signals::link_fraud_outcomes},
    Signal{{"link.paid_orders", integer, "orders", "同一人物とみられる注文のうち正当と確認されたもの",
            "earlier orders of the same person that turned out to be legitimate"},
           signals::link_paid_orders},
    Signal{{"network.merchants_7d", integer, "merchants",
            "同じ電話番号・メール・カード・端末の注文が7日間にあった店舗の数（この店舗を含む）",
            "shops that this phone, e-mail, card or device came to in 7 days, this one included"},
           signals::network_merchants_7d},
    Signal{{"negative.own", text, "", "電話番号などについて自店で判明した不正（なければ none）",
            "fraud that this shop found with one of the identifiers; none",
            "none|fraud.affiliate|fraud.resale|fraud.stolen_card|fraud.nonpayment|fraud.other"},
           signals::negative_own},
    Signal{{"negative.own_age_days", integer, "d", "自店で判明した最新の不正からの日数",
            "days since this shop's latest such finding"},
           signals::negative_own_age_days},
    Signal{{"negative.shared", text, "", "電話番号などについて他店で判明した不正（なければ none）",
            "fraud that other shops found with one of the identifiers; none",
            "none|fraud.affiliate|fraud.resale|fraud.stolen_card|fraud.nonpayment|fraud.other"},
           signals::negative_shared},
    Signal{{"negative.shared_merchants", integer, "merchants", "不正を報告した他店の数",
            "other shops that reported it"},
           signals::negative_shared_merchants},
    Signal{{"negative.shared_age_days", integer, "d", "他店で判明した最新の不正からの日数",
            "days since other shops' latest such finding"},
           signals::negative_shared_age_days},
    Signal{{"media.fraud_share", number, "1", "この媒体の結果判明済み注文のうち不正の割合",
            "share of fraud among this medium's orders whose outcome is known"},
           signals::media_fraud_share},
    Signal{{"media.known_outcomes", integer, "orders", "この媒体の結果判明済みの注文数",
            "orders of this medium whose outcome is known"},
           signals::media_known_outcomes},
    Signal{{"list.allow", text, "", "許可リストに一致した項目（なければ none）",
            "kinds that matched the allow list, comma-separated; none"},
           signals::list_allow},
    Signal{{"list.deny", text, "", "拒否リストに一致した項目（なければ none）",
            "kinds that matched the deny list, comma-separated; none"},
           signals::list_deny},
    Signal{{"velocity.phone.orders_24h", integer, "orders", "同じ電話番号の24時間の注文数（この注文を含む）",
            "orders with this phone in 24 hours, this one included"},
           signals::velocity_phone_24h},
    Signal{{"velocity.email.orders_24h", integer, "orders",
            "同じメールアドレスの24時間の注文数（この注文を含む）",
            "orders with this e-mail address in 24 hours, this one included"},
           signals::velocity_email_24h},
    Signal{{"velocity.address.orders_24h", integer, "orders", "同じ番地の24時間の注文数（この注文を含む）",
            "orders with this address, down to the lot, in 24 hours, this one included"},
           signals::velocity_address_24h},
    Signal{{"velocity.device.orders_10m", integer, "orders", "同じ端末の10分間の注文数（この注文を含む）",
            "orders from this device in 10 minutes, this one included"},
           signals::velocity_device_10m},
    Signal{{"velocity.device.orders_24h", integer, "orders", "同じ端末の24時間の注文数（この注文を含む）",
            "orders from this device in 24 hours, this one included"},
           signals::velocity_device_24h},
    Signal{{"velocity.ip.orders_1h", integer, "orders", "同じIPアドレスの1時間の注文数（この注文を含む）",
            "orders from this IP address in an hour, this one included"},
           signals::velocity_ip_1h},
    Signal{{"velocity.ip.orders_24h", integer, "orders", "同じIPアドレスの24時間の注文数（この注文を含む）",
            "orders from this IP address in 24 hours, this one included"},
           signals::velocity_ip_24h},
    Signal{{"velocity.card.orders_24h", integer, "orders", "同じカードの24時間の注文数（この注文を含む）",
            "orders with this card in 24 hours, this one included"},
           signals::velocity_card_24h},
    Signal{{"velocity.media.orders_1h", integer, "orders", "同じ媒体からの1時間の注文数（この注文を含む）",
            "orders through this medium in an hour, this one included"},
           signals::velocity_media_1h},
    Signal{{"velocity.media.burst_1h", number, "ratio", "媒体の1時間の注文数の、直前6日間の平均に対する倍率",
            "this hour's orders of the medium over its mean hour of the six days before"},
           signals::velocity_media_burst},
    Signal{{"delivery.differs", boolean, "", "届け先の氏名または住所が購入者と異なる",
            "the recipient's name or address is not the buyer's"},
           signals::delivery_differs},
    Signal{{"delivery.forwarder", boolean, "", "届け先が転送業者や倉庫に見える、または取り込んだ一覧にある",
            "the delivery address is worded like a forwarder's or a warehouse's, or is an imported one"},
           signals::delivery_forwarder},
    Signal{{"delivery.forwarder_kind", text, "",
            "届け先が取り込んだ転送業者一覧にある場合、その種類（なければ none）",
            "kind of the imported forwarder that the goods go to; none"},
           signals::delivery_forwarder_kind},
    Signal{{"delivery.vacant_room", boolean, "", "届け先の部屋が注文日に空室である（取り込んだ空室データ）",
            "the room that the goods go to is vacant on the order's day, by the imported vacancies"},
           signals::delivery_vacant_room},
    Signal{{"ip.country", text, "", "IPアドレスの割り当て国（ISO 3166の2文字）",
            "country that the IP address was given to, two letters of ISO 3166"},
           signals::ip_country},
    Signal{{"ip.asn_class", text, "", "IPアドレスのネットワークの種類（取り込んだASNデータ）",
            "kind of the network of the IP address, by the imported ASN data", "hosting|relay|carrier|other"},
           signals::ip_asn_class},
    Signal{{"ip.hosting", boolean, "", "IPアドレスがサーバー事業者やVPN出口のもの（取り込んだASNデータ）",
            "the IP address is a hosting provider's or a VPN exit, by the imported ASN data"},
           signals::ip_hosting},
    Signal{{"negative.imported", text, "",
            "取り込んだネガティブ情報に一致した、個人や場所を特定する項目（なければ none）",
            "kinds that name a person or place and matched an imported negative, comma-separated; none"},
           signals::negative_imported},
    Signal{{"negative.imported_weak", text, "",
            "取り込んだネガティブ情報に一致した、多数で共有される項目（なければ none）",
            "kinds that many share and that matched an imported negative, comma-separated; none"},
           signals::negative_imported_weak},
    Signal{{"time.hour", integer, "h", "注文した時刻の時（日本時間）", "hour of the day in Japan, 0 to 23"},
           signals::time_hour},
};

constexpr auto definitions = [] {
  std::array<SignalDefinition, table.size()> out{};
  std::ranges::transform(table, out.begin(), &Signal::definition);
  return out;
}();

constexpr bool names_are_unique() {
  for (auto i = definitions.begin(); i != definitions.end(); ++i) {
    if (std::any_of(i + 1, definitions.end(), [&](const auto& other) { return other.name == i->name; }))
      return false;
  }
  return true;
}

static_assert(names_are_unique());

}  // namespace

std::span<const SignalDefinition> signal_registry() {
  return definitions;
}

std::span<const Signal> signal_table() {
  return table;
}

std::optional<std::size_t> signal_index(std::string_view name) {
  const auto found = std::ranges::find(definitions, name, &SignalDefinition::name);
  if (found == definitions.end()) return std::nullopt;
  return static_cast<std::size_t>(found - definitions.begin());
}

bool is_value_of(const SignalDefinition& definition, std::string_view value) {
  std::string_view rest = definition.values;
  if (rest.empty()) return true;
  while (true) {
    const auto bar = rest.find('|');
    if (rest.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    rest.remove_prefix(bar + 1);
  }
}

bool has_type_of(const SignalDefinition& definition, const SignalValue& value) {
  if (std::holds_alternative<Missing>(value)) return true;
  switch (definition.type) {
    case boolean:
      return std::holds_alternative<bool>(value);
    case integer:
      return std::holds_alternative<std::int64_t>(value);
    case number:
      return std::holds_alternative<double>(value);
    case text:
      break;
  }
  const auto* word = std::get_if<std::string>(&value);
  return word != nullptr && is_value_of(definition, *word);
}

std::string_view to_string(SignalType type) {
  switch (type) {
    case boolean:
      return "boolean";
    case integer:
      return "integer";
    case number:
      return "number";
    case text:
      break;
  }
  return "text";
}

}  // namespace sekisho::scoring
