#include "vocabulary.h"

#include <array>
#include <utility>

namespace sekisho::simulation::vocabulary {
namespace {

using Words = std::string_view;

constexpr auto phone_browsers_list = std::to_array<Words>({
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/16.7 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 Safari Line/15.16.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/22F76 Instagram 402.0.0.33.81 (iPhone14,5; iOS 18_5; ja_JP; ja; scale=3.00; 1170x2532)",
    "Mozilla/5.0 (Linux; Android 15; SO-51D) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SO-52E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SH-51E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SC-51E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SC-53D) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SOG13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; SHG12) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; Pixel 8a) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; F-51E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; A303SH) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SC-52D Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like "
    "Gecko) Version/4.0 Chrome/141.0.7390.122 Mobile Safari/537.36 Line/15.17.1/IAB",
});

constexpr auto desktop_browsers_list = std::to_array<Words>({
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36 Edg/142.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 "
    "Safari/605.1.15",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36",
});

constexpr auto driven_browsers_list = std::to_array<Words>({
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; SO-52E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36",
});

constexpr auto apartment_names_list = std::to_array<Words>({
    "コーポ%",
    "ハイツ%",
    "%ハイツ",
    "メゾン%",
    "%レジデンス",
    "グリーンハイツ%",
    "サンハイム%",
    "パークサイド%",
    "%スカイマンション",
    "第二%荘",
    "%荘",
    "シティハイム%",
    "プレジール%",
    "アーバン%",
    "グランコート%",
    "エスポワール%",
    "ヴィラ%",
    "フォレスト%",
    "サニーコート%",
    "ロイヤルハイツ%",
    "ルミエール",
    "シャルム%",
    "コスモ%",
    "クレール%",
    "リバーサイド%",
    "エトワール",
    "%ガーデン",
    "カーサ%",
    "ベルメゾン%",
    "コンフォート%",
    "%ステーションプラザ",
    "レジデンス%南",
    "都営%アパート",
    "市営%住宅",
});

constexpr auto warehouse_names_list = std::to_array<Words>({
    "%物流センター",
    "転送センター%",
    "国際転送 %倉庫",
    "%ロジスティクス",
    "グローバルエクスプレス%",
    "%流通倉庫 2F",
    "海外転送サービス%",
});

constexpr auto weekly_mansion_names_list = std::to_array<Words>({
    "ウィークリー%",
    "マンスリー%",
    "%ウィークリーマンション",
    "ステイ%",
    "レジデンスホテル%",
});

constexpr auto company_names_list = std::to_array<Words>({
    "株式会社%商事",
    "%建設株式会社",
    "有限会社%工務店",
    "株式会社%",
    "%歯科医院",
    "%設計事務所",
    "合同会社%企画",
    "%クリニック",
    "社会福祉法人%会",
});

constexpr auto free_mail_list = std::to_array<Words>({
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "yahoo.co.jp",
    "yahoo.co.jp",
    "yahoo.co.jp",
    "icloud.com",
    "icloud.com",
    "outlook.jp",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.jp",
    "ymail.ne.jp",
});

constexpr auto carrier_mail_list = std::to_array<Words>({
    "docomo.ne.jp",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "ymobile.ne.jp",
    "rakuten.jp",
});

constexpr auto provider_mail_list = std::to_array<Words>({
    "nifty.com",
    "so-net.ne.jp",
    "ocn.ne.jp",
    "biglobe.ne.jp",
    "plala.or.jp",
    "dion.ne.jp",
    "eonet.ne.jp",
    "jcom.home.ne.jp",
    "ktj.biglobe.ne.jp",
    "tcct.zaq.ne.jp",
    "ybb.ne.jp",
});

constexpr auto throwaway_mail_list = std::to_array<Words>({
    "mailinator.com",
    "yopmail.com",
    "guerrillamail.com",
    "10minutemail.com",
    "sharklasers.com",
    "temp-mail.org",
    "moakt.cc",
    "1secmail.com",
    "via.tokyo.jp",
    "eay.jp",
    "sute.jp",
    "mail-share.net",
    "quick-inbox.click",
    "postfree.site",
    "mbox-now.xyz",
    "okyaku.online",
});

constexpr auto mail_words_list = std::to_array<Words>({
    "sora",   "umi",   "hana",  "neko",   "inu",   "smile", "happy",  "love",     "moon",   "star",
    "sakura", "momo",  "cafe",  "blue",   "snow",  "peace", "lucky",  "mama",     "papa",   "rin",
    "koko",   "chibi", "maru",  "kuma",   "usagi", "music", "soccer", "baseball", "surf",   "bike",
    "tea",    "mint",  "ringo", "ichigo", "taiyo", "kaze",  "yuki",   "nana",     "kotori", "shiro",
});

constexpr auto prank_names_list = std::to_array<Words>({
    "ああ ああ",       "あああああ",        "名無し 権兵衛", "織田 信長",     "徳川 家康", "坂本 龍馬",
    "豊臣 秀吉",       "野原 しんのすけ",   "磯野 カツオ",   "桜木 花道",     "碇 シンジ", "竈門 炭治郎",
    "うずまき ナルト", "月野 うさぎ",       "山田 うんこ",   "鼻毛 太郎",     "馬鹿 太郎", "死ね 死ね",
    "金 正日",         "ドナルド トランプ", "てすと てすと", "test test",     "abc def",   "匿名 希望",
    "ナナシ ゴンベエ", "お前の 父",         "貧乏 神",       "田中 カス太郎", "くそ 店長", "詐欺 会社",
});

constexpr auto landmarks_list = std::to_array<Words>({
    "1000001|東京都|千代田区千代田1-1",
    "1000014|東京都|千代田区永田町1-7-1",
    "1050011|東京都|港区芝公園4-2-8",
    "1310045|東京都|墨田区押上1-1-2",
    "2790031|千葉県|浦安市舞浜1-1",
    "5300001|大阪府|大阪市北区梅田3-1-1",
    "5430063|大阪府|大阪市天王寺区茶臼山町1-108",
    "6008216|京都府|京都市下京区烏丸七条下ル721-1",
    "1000013|東京都|千代田区霞が関2-1-1",
    "1500043|東京都|渋谷区道玄坂2-1",
});

// Area codes of the prefectural capitals, with the first digit of an exchange that exists there.
constexpr auto prefixes = std::to_array<std::pair<Words, Words>>({
    {"北海道", "117"},   {"青森県", "177"},  {"岩手県", "196"},  {"宮城県", "222"},   {"秋田県", "188"},
    {"山形県", "236"},   {"福島県", "245"},  {"茨城県", "292"},  {"栃木県", "286"},   {"群馬県", "272"},
    {"埼玉県", "488"},   {"千葉県", "432"},  {"東京都", "35"},   {"神奈川県", "453"}, {"新潟県", "252"},
    {"富山県", "764"},   {"石川県", "762"},  {"福井県", "7762"}, {"山梨県", "552"},   {"長野県", "262"},
    {"岐阜県", "582"},   {"静岡県", "542"},  {"愛知県", "527"},  {"三重県", "592"},   {"滋賀県", "775"},
    {"京都府", "753"},   {"大阪府", "66"},   {"兵庫県", "783"},  {"奈良県", "7422"},  {"和歌山県", "734"},
    {"鳥取県", "8572"},  {"島根県", "8522"}, {"岡山県", "862"},  {"広島県", "822"},   {"山口県", "839"},
    {"徳島県", "886"},   {"香川県", "878"},  {"愛媛県", "899"},  {"高知県", "888"},   {"福岡県", "927"},
    {"佐賀県", "9522"},  {"長崎県", "958"},  {"熊本県", "963"},  {"大分県", "975"},   {"宮崎県", "9852"},
    {"鹿児島県", "992"}, {"沖縄県", "988"},
});

}  // namespace

std::span<const std::string_view> phone_browsers() {
  return phone_browsers_list;
}

std::span<const std::string_view> desktop_browsers() {
  return desktop_browsers_list;
}

std::span<const std::string_view> driven_browsers() {
  return driven_browsers_list;
}

std::span<const std::string_view> apartment_names() {
  return apartment_names_list;
}

std::span<const std::string_view> warehouse_names() {
  return warehouse_names_list;
}

std::span<const std::string_view> weekly_mansion_names() {
  return weekly_mansion_names_list;
}

std::span<const std::string_view> company_names() {
  return company_names_list;
}

std::span<const std::string_view> free_mail() {
  return free_mail_list;
}

std::span<const std::string_view> carrier_mail() {
  return carrier_mail_list;
}

std::span<const std::string_view> provider_mail() {
  return provider_mail_list;
}

std::span<const std::string_view> throwaway_mail() {
  return throwaway_mail_list;
}

std::span<const std::string_view> mail_words() {
  return mail_words_list;
}

std::span<const std::string_view> prank_names() {
  return prank_names_list;
}

std::span<const std::string_view> landmarks() {
  return landmarks_list;
}

std::string_view fixed_line_prefix(std::string_view prefecture) {
  for (const auto& [name, prefix] : prefixes) {
    if (name == prefecture) return prefix;
  }
  return "35";
}

}  // namespace sekisho::simulation::vocabulary
