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
