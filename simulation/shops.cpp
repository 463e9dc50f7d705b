#include "shops.h"

#include <array>

#include <fmt/format.h>

namespace sekisho::simulation {
namespace {

constexpr std::size_t media_of_a_shop = 22;

/// The trades that sell through chat forms.
std::array<Shop, 5> trades() {
  return {{
      {{},
       "",
       {"SER-01", "薬用美容液 30mL", 5480, true},
       980,
       {{"CRM-02", "保湿クリーム 50g", 3980, false},
        {"WSH-05", "洗顔フォーム", 1980, false},
        {"LTN-03", "化粧水 150mL", 2980, false}},
       {"DEV-70", "美顔器 プロフェッショナル", 29800, false},
       {"GFT-20", "スキンケア ギフトセット", 8800, false},
       {},
       {}},
      {{},
       "",
       {"SUP-11", "酵素サプリ 30日分", 6980, true},
       500,
       {{"PRO-21", "プロテイン 1kg", 4280, false},
        {"VIT-04", "マルチビタミン", 1680, false},
        {"TEA-09", "黒豆茶 60包", 2480, false}},
       {"NMN-90", "NMN 高純度 90粒", 24800, false},
       {"GFT-31", "健康茶 詰め合わせ", 5400, false},
       {},
       {}},
      {{},
       "",
       {"SHP-02", "薬用育毛剤 60日分", 7980, true},
       1980,
       {{"SHA-01", "スカルプシャンプー", 3300, false}, {"TRT-01", "トリートメント", 2900, false}},
       {"DRY-88", "高級ドライヤー", 38500, false},
       {"GFT-44", "ヘアケア ギフト", 7700, false},
       {},
       {}},
      {{},
       "",
       {"COF-10", "スペシャルティコーヒー 定期便", 3480, true},
       1000,
       {{"COF-20", "ドリップバッグ 30袋", 2980, false},
        {"CUP-01", "マグカップ", 1800, false},
        {"BEA-05", "生豆 1kg", 3600, false}},
       {"MAC-60", "全自動コーヒーメーカー", 42800, false},
       {"GFT-51", "コーヒー ギフト", 4320, false},
       {},
       {}},
      {{},
       "",
       {"SOX-07", "着圧レギンス 2枚組", 3960, true},
       990,
       {{"TSH-03", "オーガニックTシャツ", 3200, false}, {"SOX-01", "五本指ソックス 3足", 1980, false}},
       {"SNK-90", "限定スニーカー", 23800, false},
       {"GFT-66", "タオルギフト", 6600, false},
       {},
       {}},
  }};
}

Item item_of(const Product& product, std::int64_t quantity) {
  return {product.sku, product.name, quantity, Money{product.price, "JPY"}, false, product.recurring};
}

Item offer_of(const Shop& shop) {
  return {shop.offer.sku, shop.offer.name, 1, Money{shop.first_price, "JPY"}, true, true};
}

Cart cart_of(std::vector<Item> items) {
  Cart cart;
  for (const Item& item : items)
    cart.total.amount += item.quantity * item.unit_price->amount;
  cart.items = std::move(items);
  return cart;
}

}  // namespace

std::vector<Shop> open_shops(const std::vector<MerchantId>& merchants, std::uint64_t seed) {
  std::vector<Shop> shops;
  const auto kinds = trades();
  for (std::size_t i = 0; i < merchants.size(); ++i) {
    SeededStream stream{seed_for(seed, "shop", i)};
    Dice dice{stream};
    Shop shop = kinds[i % kinds.size()];
    shop.id = merchants[i];
    shop.site = fmt::format("https://shop{}.example.jp", i + 1);
    for (std::size_t medium = 0; medium < media_of_a_shop; ++medium) {
      shop.media.push_back({fmt::format("asp-{}", medium % 3 + 1),
                            fmt::format("m-{}", 100 + dice.between(std::int64_t{0}, 899))});
      // As everywhere in advertising, the k-th brings about 1/k of what the first brings.
      shop.media_weights.push_back(1.0 / static_cast<double>(medium + 1));
    }
    shops.push_back(std::move(shop));
  }
  return shops;
}

Cart fill_cart(const Shop& shop, Basket basket, Dice& dice) {
  switch (basket) {
    case Basket::first_offer: {
      std::vector<Item> items{offer_of(shop)};
      if (dice.chance(0.12)) items.push_back(item_of(dice.pick(shop.regular), 1));
      return cart_of(std::move(items));
    }
    case Basket::regular: {
      std::vector<Item> items{item_of(dice.pick(shop.regular), dice.chance(0.25) ? 2 : 1)};
      if (dice.chance(0.3)) items.push_back(item_of(dice.pick(shop.regular), 1));
      if (items.size() == 2 && items[0].sku == items[1].sku) items.pop_back();
      return cart_of(std::move(items));
    }
    case Basket::luxury:
      return luxury_cart(shop, 1);
    case Basket::gift:
      return cart_of({item_of(shop.gift, dice.chance(0.15) ? 2 : 1)});
    case Basket::sample: {
      Item sample = item_of(shop.offer, 1);
      sample.unit_price->amount = 0;
      sample.recurring = false;
      sample.first_time_offer = true;
      return cart_of({sample});
    }
    case Basket::reservation:
      break;
  }
  return {};
}

Cart luxury_cart(const Shop& shop, std::int64_t quantity) {
  return cart_of({item_of(shop.luxury, quantity)});
}

Cart upsold(const Shop& shop, const Cart& cart) {
  std::vector<Item> items = cart.items;
  const std::int64_t bundle = shop.offer.price * 5 / 2;
  items.push_back(
      {shop.offer.sku + "-3", shop.offer.name + " 3点セット", 1, Money{bundle, "JPY"}, false, true});
  return cart_of(std::move(items));
}

Scenario scenario_of(const Shop& shop, Basket basket) {
  switch (basket) {
    case Basket::first_offer:
      return {"lp-1", ScenarioKind::subscription,
              fmt::format("初回{}円 {}", shop.first_price, shop.offer.name)};
    case Basket::regular:
      return {"lp-2", ScenarioKind::purchase, "通常購入"};
    case Basket::luxury:
      return {"lp-3", ScenarioKind::purchase, shop.luxury.name};
    case Basket::gift:
      return {"lp-4", ScenarioKind::purchase, "ギフト"};
    case Basket::sample:
      return {"lp-5", ScenarioKind::sample_request, "無料サンプル"};
    case Basket::reservation:
      break;
  }
  return {"salon-1", ScenarioKind::reservation, "体験予約"};
}

Medium new_medium(Dice& dice) {
  return {fmt::format("asp-{}", dice.between(std::int64_t{1}, 3)),
          fmt::format("m-{}", dice.between(std::int64_t{1000}, 9999))};
}

}  // namespace sekisho::simulation
