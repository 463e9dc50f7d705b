#include "json/reader.h"

#include <algorithm>
#include <cstddef>
#include <new>

namespace sekisho::adapters::json {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view not_json = "the body is not acceptable JSON";

std::string_view describe(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return "is not valid UTF-8";
    case simdjson::DEPTH_ERROR:
      return "is nested more than 32 deep";
    case simdjson::NUMBER_ERROR:
      return "has a number that is not JSON or too large";
    case simdjson::STRING_ERROR:
    case simdjson::UNCLOSED_STRING:
    case simdjson::UNESCAPED_CHARS:
      return "has a string that is not JSON";
    case simdjson::EMPTY:
      return "is empty";
    default:
      return "is not JSON";
  }
}

/// The one walk over a document: what the parser lets through, and card numbers.
class Walk {
 public:
  Walk(std::string_view body, CardNumberFinder& cards, std::span<const std::string_view> card_free,
       std::vector<std::string_view>& scratch)
      : cards_(cards),
        card_free_(card_free),
        names_(scratch),
        // The parser refuses a bare NUL; an escaped one has no other spelling.
        may_hold_nul_(body.find("\\u0000") != std::string_view::npos) {}

  void visit(const dom::element& value, const Path& path, int depth);

  Faults malformed;
  Faults card_numbers;

 private:
  void visit_object(const dom::object& object, const Path& path, int depth);
  void visit_array(const dom::array& array, const Path& path, int depth);
  void check_names(const dom::object& object, const Path& path);
  [[nodiscard]] bool names_are_distinct();
  void check_name(std::string_view name, const Path& path);
  void check_text(std::string_view text, const Path& path);

  /// The place of a member; its name is not repeated when it is a card number.
  [[nodiscard]] Path member(const Path& object, std::string_view name) {
    return cards_.found_in(name) ? Path::unnamed(object) : Path{object, name};
  }

  template <class Value>
  void check_card(Value value, const Path& path) {
    if (!cards_.found_in(value)) return;
    const bool exempt = std::ranges::any_of(card_free_, [&](auto pattern) { return path.matches(pattern); });
    if (!exempt) card_numbers.add(path, "holds a full card number");
  }

  CardNumberFinder& cards_;
  std::span<const std::string_view> card_free_;
  std::vector<std::string_view>& names_;
  bool may_hold_nul_;
};

void Walk::visit(const dom::element& value, const Path& path, int depth) {
  switch (value.type()) {
    case dom::element_type::OBJECT:
      return visit_object(value.get_object().value_unsafe(), path, depth + 1);
    case dom::element_type::ARRAY:
      return visit_array(value.get_array().value_unsafe(), path, depth + 1);
    case dom::element_type::STRING:
      return check_text(value.get_string().value_unsafe(), path);
    case dom::element_type::INT64:
      return check_card(value.get_int64().value_unsafe(), path);
    case dom::element_type::DOUBLE:
      return check_card(value.get_double().value_unsafe(), path);
    case dom::element_type::UINT64:  // beyond 2^63: no card number begins so
    case dom::element_type::BOOL:
    case dom::element_type::NULL_VALUE:
      return;
  }
}

void Walk::visit_object(const dom::object& object, const Path& path, int depth) {
  if (depth > Reader::max_depth) return malformed.add(path, "is nested more than 32 deep");
  check_names(object, path);
  for (const auto [name, value] : object)
    visit(value, member(path, name), depth);
}

void Walk::visit_array(const dom::array& array, const Path& path, int depth) {
  if (depth > Reader::max_depth) return malformed.add(path, "is nested more than 32 deep");
  std::size_t index = 0;
  for (const dom::element value : array)
    visit(value, Path{path, index++}, depth);
}

void Walk::check_names(const dom::object& object, const Path& path) {
  names_.clear();
  for (const auto field : object) {
    check_name(field.key, path);
    // Copied as a whole, the view would wait for the stores of its two halves: a tenth of the walk.
    names_.emplace_back(field.key.data(), field.key.size());
  }
  if (names_are_distinct()) return;
  for (auto same = names_.begin(); (same = std::adjacent_find(same, names_.end())) != names_.end();) {
    const std::string_view name = *same;
    malformed.add(member(path, name), "stands more than once in its object");
    same = std::find_if(same, names_.end(), [&](std::string_view other) { return other != name; });
  }
}

/// If not, they are left sorted.
bool Walk::names_are_distinct() {
  // Comparing all pairs is the fastest for the few members that objects have, and would be an attack with the
  // fifty thousand that a body has room for.
  constexpr std::size_t few = 16;
  bool distinct = names_.size() <= few;
  for (auto name = names_.begin(); distinct && name != names_.end(); ++name) {
    distinct = std::find(names_.begin(), name, *name) == name;
  }
  if (distinct) return true;
  std::ranges::sort(names_);
  return std::ranges::adjacent_find(names_) == names_.end();
}

void Walk::check_name(std::string_view name, const Path& path) {
  if (may_hold_nul_ && name.contains('\0')) malformed.add(member(path, name), "has a NUL in its name");
  if (cards_.found_in(name)) card_numbers.add(path, "has a member whose name holds a full card number");
}

void Walk::check_text(std::string_view text, const Path& path) {
  if (may_hold_nul_ && text.contains('\0')) malformed.add(path, "has a NUL in it");
  check_card(text, path);
}

}  // namespace

Reader::Reader(std::span<const std::string_view> card_free)
    : card_free_(card_free), parser_(std::make_unique<dom::parser>()) {}

Reader::~Reader() = default;

Result<simdjson::dom::element> Reader::parse(std::string_view body) {
  // The parser reads beyond the text's end, by as much as it pads.
  padded_.assign(body);
  padded_.append(simdjson::SIMDJSON_PADDING, ' ');
  dom::element root;
  const auto error = parser_->parse(padded_.data(), body.size(), false).get(root);
  if (error == simdjson::MEMALLOC) throw std::bad_alloc{};
  if (error != simdjson::SUCCESS) {
    return fail(ErrorKind::malformed, std::string{not_json}, {{"", std::string{describe(error)}}});
  }
  return root;
}

Result<Document> Reader::read(std::string_view body) {
  const auto root = parse(body);
  if (!root) return std::unexpected(root.error());
  Walk walk{body, cards_, card_free_, names_};
  walk.visit(*root, Path{}, 0);
  if (!walk.malformed.empty()) {
    return fail(ErrorKind::malformed, std::string{not_json}, walk.malformed.take());
  }
  return Document{*root, std::move(walk.card_numbers)};
}

}  // namespace sekisho::adapters::json
