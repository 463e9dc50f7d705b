#pragma once

#include <domain/assessment.h>

#include "signals/facts.h"

/// The signals' computations, by family; each family has its own file. What each one means is said once, in
/// signals/registry.cpp. All of them are pure, and give Missing when the order does not tell.
namespace sekisho::scoring::signals {

SignalValue phone_kind(const Facts& facts);
SignalValue phone_valid(const Facts& facts);
SignalValue phone_reachability(const Facts& facts);
SignalValue phone_reachability_age(const Facts& facts);
SignalValue phone_recipient_reachability(const Facts& facts);

SignalValue email_class(const Facts& facts);
SignalValue email_alias(const Facts& facts);
SignalValue email_random_local(const Facts& facts);

SignalValue address_postal_code(const Facts& facts);
SignalValue address_lot_number(const Facts& facts);

SignalValue name_script_class(const Facts& facts);
SignalValue name_prank(const Facts& facts);
SignalValue name_kana_valid(const Facts& facts);

SignalValue payment_method(const Facts& facts);
SignalValue payment_unsecured_first_offer(const Facts& facts);
SignalValue payment_three_ds(const Facts& facts);
SignalValue payment_failed_attempts(const Facts& facts);
SignalValue payment_holder(const Facts& facts);

SignalValue cart_total(const Facts& facts);
SignalValue cart_largest_quantity(const Facts& facts);
SignalValue cart_first_time_offer(const Facts& facts);

SignalValue chat_duration(const Facts& facts);
SignalValue chat_typing_per_character(const Facts& facts);
SignalValue chat_pasted_share(const Facts& facts);

SignalValue chat_identity_edits(const Facts& facts);
SignalValue chat_rhythm_repeats(const Facts& facts);
SignalValue chat_faster_chats(const Facts& facts);
SignalValue chat_faster_typing(const Facts& facts);

SignalValue distinct_phone_names_30d(const Facts& facts);
SignalValue distinct_email_names_30d(const Facts& facts);
SignalValue distinct_device_names_24h(const Facts& facts);
SignalValue distinct_device_names_30d(const Facts& facts);
SignalValue distinct_card_names_30d(const Facts& facts);
SignalValue distinct_ip_names_24h(const Facts& facts);
SignalValue distinct_room_names_30d(const Facts& facts);
SignalValue distinct_device_phones_30d(const Facts& facts);
SignalValue distinct_device_cards_24h(const Facts& facts);
SignalValue distinct_device_cards_30d(const Facts& facts);
SignalValue distinct_family_rooms_30d(const Facts& facts);
SignalValue distinct_device_rooms_30d(const Facts& facts);
SignalValue distinct_phone_prefix_rooms_30d(const Facts& facts);

SignalValue link_orders_24h(const Facts& facts);
SignalValue link_orders_30d(const Facts& facts);
SignalValue link_altered_30d(const Facts& facts);
SignalValue link_first_offer_again(const Facts& facts);
SignalValue link_merchants_7d(const Facts& facts);
SignalValue link_fraud_outcomes(const Facts& facts);
SignalValue link_paid_orders(const Facts& facts);
SignalValue network_merchants_7d(const Facts& facts);

SignalValue negative_own(const Facts& facts);
SignalValue negative_own_age_days(const Facts& facts);
SignalValue negative_shared(const Facts& facts);
SignalValue negative_shared_merchants(const Facts& facts);
SignalValue negative_shared_age_days(const Facts& facts);

SignalValue media_fraud_share(const Facts& facts);
SignalValue media_known_outcomes(const Facts& facts);

SignalValue list_allow(const Facts& facts);
SignalValue list_deny(const Facts& facts);

SignalValue velocity_phone_24h(const Facts& facts);
SignalValue velocity_email_24h(const Facts& facts);
SignalValue velocity_address_24h(const Facts& facts);
SignalValue velocity_device_10m(const Facts& facts);
SignalValue velocity_device_24h(const Facts& facts);
SignalValue velocity_ip_1h(const Facts& facts);
SignalValue velocity_ip_24h(const Facts& facts);
SignalValue velocity_card_24h(const Facts& facts);
SignalValue velocity_media_1h(const Facts& facts);
SignalValue velocity_media_burst(const Facts& facts);

SignalValue delivery_differs(const Facts& facts);
SignalValue delivery_forwarder(const Facts& facts);
SignalValue delivery_forwarder_kind(const Facts& facts);
SignalValue delivery_vacant_room(const Facts& facts);

SignalValue ip_country(const Facts& facts);
SignalValue ip_asn_class(const Facts& facts);
SignalValue ip_hosting(const Facts& facts);

SignalValue negative_imported(const Facts& facts);
SignalValue negative_imported_weak(const Facts& facts);

SignalValue time_hour(const Facts& facts);

}  // namespace sekisho::scoring::signals
