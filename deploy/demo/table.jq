# The quickstart's table. Input: {"orders": answers of GET /v1/orders/{id}, "received": lines of the receiver}.
# Columns are padded over ASCII alone; Japanese, of another width, ends its line.

def padded($width): . + " " * ([$width - length, 0] | max);
def padded_left($width): " " * ([$width - length, 0] | max) + .;
def points: . * 10 | round | "\(. / 10)" | if test("[.]") then . else . + ".0" end;
def signed: points | if startswith("-") then . else "+" + . end;

# What arrived of an order's callbacks, in sequence.
def callbacks($received):
  [.callbacks[] | . as $callback
   | first($received[] | select(.id == $callback.id and .verified)) // null
   | if . == null then "\($callback.type) (\($callback.status))" else $callback.type end]
  | join(", ");

def row($received):
  [.id, (.assessment.score | points), .assessment.verdict, .status, callbacks($received)];

def line($widths):
  [(.[0] | padded($widths[0])), (.[1] | padded_left($widths[1])), (.[2] | padded($widths[2])),
   (.[3] | padded($widths[3])), .[4]] | join("  ");

def reasons($code_width):
  .assessment.reasons[:3][]
  | "    \(.contribution | signed | padded_left(6))  \(.code | padded($code_width))  \(.detail)";

. as {$orders, $received}
| ["order", "score", "verdict", "status", "callback received, signature verified / 受信・検証済みコールバック"] as $heading
| [$orders[] | row($received)] as $rows
| [range(4) as $i | [$heading[$i], $rows[][$i]] | map(length) | max] as $widths
| ([$orders[].assessment.reasons[:3][].code | length] | max // 0) as $code_width
| ($heading | line($widths)),
  ($widths | map("-" * .) + ["-" * 60] | join("  ")),
  (range($orders | length) as $i
   | ($rows[$i] | line($widths)),
     "    \($orders[$i].conversation_id): \([$orders[$i].history[].event] | join(", "))  \($orders[$i].order.scenario.name // "")",
     ($orders[$i] | reasons($code_width)))
