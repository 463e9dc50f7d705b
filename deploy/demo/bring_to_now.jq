# Brings a demo event to the present. A conversation keeps its hour of the day, which scoring looks at: all its times
# move by the same whole days. An event about an order happens now, so that a confirmation follows its request.

def seconds: capture("^(?<at>[0-9-]+T[0-9:]+)") | .at + "Z" | fromdate;
def in_japan: . + 9 * 3600 | todate | .[0:19] + "+09:00";

# A time or a date, moved by whole days; its fraction and zone stay as they are.
def moved($days):
  capture("^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?<rest>T.*)?$")
  | ((.date + "T00:00:00Z" | fromdate) + $days * 86400 | todate | .[0:10]) + (.rest // "");

def is_time: type == "string" and test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+]09:00$");

if .type | startswith("conversation.") then
  (((now + 9 * 3600) - (.timestamp | seconds)) / 86400 | floor) as $days
  | walk(if is_time then moved($days) else . end)
  | if .data.delivery.desired_at? then .data.delivery.desired_at |= moved($days) else . end
else
  .timestamp = (now | floor | in_japan)
end
