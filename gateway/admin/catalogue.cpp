#include <scoring/signal_registry.h>

#include "admin/handlers.h"
#include "admin/views.h"

namespace sekisho::gateway::admin {
namespace {

void write_signal(JsonWriter& out, const scoring::SignalDefinition& signal) {
  out.begin_object();
  out.member("name", signal.name).member("type", scoring::to_string(signal.type)).member("unit", signal.unit);
  out.member("meaning", signal.meaning).member("meaning_en", signal.meaning_en);
  out.end_object();
}

}  // namespace

Answer list_signals(AdminApi&, const AdminCall&) {
  co_return json_response(200, list_view(scoring::signal_registry(), "", write_signal));
}

Answer get_openapi(AdminApi& api, const AdminCall&) {
  co_return json_response(200, api.openapi());
}

}  // namespace sekisho::gateway::admin
