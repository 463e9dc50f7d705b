#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <domain/conversation.h>
#include <domain/ids.h>
#include <domain/order.h>

#include "dice.h"

namespace sekisho::simulation {

/// What an order is for.
enum class Basket { first_offer, regular, luxury, gift, sample, reservation };

struct Product {
  std::string sku;
  std::string name;
  std::int64_t price = 0;
  bool recurring = false;
};

/// One advertising medium, paid by the order.
struct Medium {
  std::string network;
  std::string id;
};

struct Shop {
  MerchantId id;
  std::string site;
  Product offer;  ///< the subscription whose first delivery is cheap
  std::int64_t first_price = 980;
  std::vector<Product> regular;
  Product luxury;  ///< what sells again for nearly its price
  Product gift;
  std::vector<Medium> media;
  std::vector<double> media_weights;
};

/// The merchants' shops, each with products, landing pages and media of its own.
[[nodiscard]] std::vector<Shop> open_shops(const std::vector<MerchantId>& merchants, std::uint64_t seed);

[[nodiscard]] Cart fill_cart(const Shop& shop, Basket basket, Dice& dice);
[[nodiscard]] Cart luxury_cart(const Shop& shop, std::int64_t quantity);
/// The first-time offer, and more of it with the next delivery: what is offered after the order.
[[nodiscard]] Cart upsold(const Shop& shop, const Cart& cart);
[[nodiscard]] Scenario scenario_of(const Shop& shop, Basket basket);

/// A medium nobody knew before, as somebody gets who registers a site with a network.
[[nodiscard]] Medium new_medium(Dice& dice);

}  // namespace sekisho::simulation
