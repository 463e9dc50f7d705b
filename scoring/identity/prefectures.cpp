#include "identity/prefectures.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sekisho::scoring {
namespace {

constexpr std::array<std::u32string_view, 47> prefectures = {
    U"北海道", U"青森県", U"岩手県", U"宮城県", U"秋田県", U"山形県",   U"福島県", U"茨城県",
    U"栃木県", U"群馬県", U"埼玉県", U"千葉県", U"東京都", U"神奈川県", U"新潟県", U"富山県",
    U"石川県", U"福井県", U"山梨県", U"長野県", U"岐阜県", U"静岡県",   U"愛知県", U"三重県",
    U"滋賀県", U"京都府", U"大阪府", U"兵庫県", U"奈良県", U"和歌山県", U"鳥取県", U"島根県",
    U"岡山県", U"広島県", U"山口県", U"徳島県", U"香川県", U"愛媛県",   U"高知県", U"福岡県",
    U"佐賀県", U"長崎県", U"熊本県", U"大分県", U"宮崎県", U"鹿児島県", U"沖縄県"};

// Without 北区, 中央区 and 港区, which other cities have too.
constexpr std::array<std::u32string_view, 20> tokyo_wards = {
    U"千代田区", U"新宿区", U"文京区",   U"台東区", U"墨田区", U"江東区",  U"品川区",
    U"目黒区",   U"大田区", U"世田谷区", U"渋谷区", U"中野区", U"杉並区",  U"豊島区",
    U"荒川区",   U"板橋区", U"練馬区",   U"足立区", U"葛飾区", U"江戸川区"};

constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 20> designated_cities{{
    {U"札幌市", U"北海道"},   {U"仙台市", U"宮城県"},   {U"さいたま市", U"埼玉県"}, {U"千葉市", U"千葉県"},
    {U"横浜市", U"神奈川県"}, {U"川崎市", U"神奈川県"}, {U"相模原市", U"神奈川県"}, {U"新潟市", U"新潟県"},
    {U"静岡市", U"静岡県"},   {U"浜松市", U"静岡県"},   {U"名古屋市", U"愛知県"},   {U"京都市", U"京都府"},
    {U"大阪市", U"大阪府"},   {U"堺市", U"大阪府"},     {U"神戸市", U"兵庫県"},     {U"岡山市", U"岡山県"},
    {U"広島市", U"広島県"},   {U"北九州市", U"福岡県"}, {U"福岡市", U"福岡県"},     {U"熊本市", U"熊本県"},
}};

}  // namespace

std::u32string_view prefecture_named(std::u32string_view typed) {
  const auto is_it = [&](std::u32string_view name) {
    return typed == name || (name != U"北海道" && typed == name.substr(0, name.size() - 1));
  };
  const auto found = std::ranges::find_if(prefectures, is_it);
  return found == prefectures.end() ? std::u32string_view{} : *found;
}

std::u32string_view prefecture_before(std::u32string_view text) {
  const auto found = std::ranges::find_if(prefectures, [&](auto name) { return text.starts_with(name); });
  return found == prefectures.end() ? std::u32string_view{} : *found;
}

std::u32string_view prefecture_of_city(std::u32string_view place) {
  if (std::ranges::any_of(tokyo_wards, [&](auto ward) { return place.starts_with(ward); })) return U"東京都";
  const auto found = std::ranges::find_if(designated_cities,
                                          [&](const auto& city) { return place.starts_with(city.first); });
  return found == designated_cities.end() ? std::u32string_view{} : found->second;
}

}  // namespace sekisho::scoring
