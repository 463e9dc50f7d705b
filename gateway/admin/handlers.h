#pragma once

#include <boost/asio/awaitable.hpp>

#include "admin/admin_api.h"

/// The handlers of the admin API, one file a resource. Arguments are the path's placeholders in order.
namespace sekisho::gateway::admin {

using Answer = boost::asio::awaitable<Response>;

// merchants.cpp
Answer create_merchant(AdminApi& api, const AdminCall& call);
Answer list_merchants(AdminApi& api, const AdminCall& call);
Answer get_merchant(AdminApi& api, const AdminCall& call);

// hooks.cpp
Answer create_hook(AdminApi& api, const AdminCall& call);
Answer list_hooks(AdminApi& api, const AdminCall& call);
Answer get_hook(AdminApi& api, const AdminCall& call);
Answer patch_hook(AdminApi& api, const AdminCall& call);
Answer delete_hook(AdminApi& api, const AdminCall& call);
Answer test_hook(AdminApi& api, const AdminCall& call);

// hook_secrets.cpp
Answer list_signing_secrets(AdminApi& api, const AdminCall& call);
Answer add_signing_secret(AdminApi& api, const AdminCall& call);
Answer delete_signing_secret(AdminApi& api, const AdminCall& call);
Answer list_callback_secrets(AdminApi& api, const AdminCall& call);
Answer add_callback_secret(AdminApi& api, const AdminCall& call);
Answer delete_callback_secret(AdminApi& api, const AdminCall& call);

// policies.cpp
Answer get_policy(AdminApi& api, const AdminCall& call);
Answer put_policy(AdminApi& api, const AdminCall& call);
Answer list_policy_versions(AdminApi& api, const AdminCall& call);
Answer activate_policy(AdminApi& api, const AdminCall& call);

// lists.cpp
Answer list_entries(AdminApi& api, const AdminCall& call);
Answer add_entry(AdminApi& api, const AdminCall& call);
Answer delete_entry(AdminApi& api, const AdminCall& call);

// orders.cpp
Answer list_orders(AdminApi& api, const AdminCall& call);
Answer get_order(AdminApi& api, const AdminCall& call);
Answer decide_order(AdminApi& api, const AdminCall& call);

// outcomes.cpp
Answer set_outcome(AdminApi& api, const AdminCall& call);

// callbacks.cpp
Answer list_callbacks(AdminApi& api, const AdminCall& call);
Answer get_callback(AdminApi& api, const AdminCall& call);
Answer retry_callback(AdminApi& api, const AdminCall& call);
Answer retry_callbacks(AdminApi& api, const AdminCall& call);

// catalogue.cpp
Answer list_signals(AdminApi& api, const AdminCall& call);
Answer get_openapi(AdminApi& api, const AdminCall& call);

}  // namespace sekisho::gateway::admin
