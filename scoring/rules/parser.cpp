#include "rules/parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rules/lexer.h"
#include "rules/limits.h"
#include "rules/literals.h"
#include "rules/macros.h"
#include "rules/source.h"

namespace sekisho::scoring::rules {
namespace {

constexpr std::array<std::string_view, 17> reserved{
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

struct Operator {
  std::string_view symbol;
  std::string_view function;
};

constexpr std::array<Operator, 7> relations{{{"==", "_==_"},
                                             {"!=", "_!=_"},
                                             {"<=", "_<=_"},
                                             {">=", "_>=_"},
                                             {"<", "_<_"},
                                             {">", "_>_"},
                                             {"in", "@in"}}};
constexpr std::array<Operator, 2> sums{{{"+", "_+_"}, {"-", "_-_"}}};
constexpr std::array<Operator, 3> products{{{"*", "_*_"}, {"/", "_/_"}, {"%", "_%_"}}};

using Parsed = Compiled<ExprId>;

/// Recursive descent, one function a level of the grammar.
class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) {}

  Compiled<Ast> read() {
    if (auto started = advance(); !started) return std::unexpected(std::move(started.error()));
    auto root = expression();
    if (!root) return std::unexpected(std::move(root.error()));
    if (token_.kind != TokenKind::end) return expected("an operator or the end");
    ast_.set_root(*root);
    return std::move(ast_);
  }

 private:
  Parsed expression() {
    if (++nesting_ > deepest) return refuse(token_.byte, too_deep());
    auto condition = logical("||", ExprKind::any_of, [this] {
      return logical("&&", ExprKind::all_of, [this] { return binary(relations, [this] { return sum(); }); });
    });
    if (condition && token_.is("?")) condition = conditional(*condition);
    --nesting_;
    return condition;
  }

  Parsed conditional(ExprId condition) {
    const auto byte = token_.byte;
    std::array<ExprId, 3> parts{condition};
    for (std::size_t i = 1; i <= 2; ++i) {
      if (auto taken = take(i == 1 ? "?" : ":"); !taken) return std::unexpected(std::move(taken.error()));
      const auto part = expression();
      if (!part) return part;
      parts[i] = *part;
    }
    return add({.kind = ExprKind::conditional, .byte = at(byte)}, parts);
  }

  /// One `&&` or `||` over as many sides as there are: a long chain is not a deep tree.
  template <class Side>
  Parsed logical(std::string_view symbol, ExprKind kind, const Side& side) {
    const auto first = side();
    if (!first || !token_.is(symbol)) return first;
    const auto byte = token_.byte;
    std::vector<ExprId> sides{*first};
    while (token_.is(symbol)) {
      if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
      const auto next = side();
      if (!next) return next;
      sides.push_back(*next);
    }
    return add({.kind = kind, .byte = at(byte)}, sides);
  }

  template <std::size_t N, class Side>
  Parsed binary(const std::array<Operator, N>& operators, const Side& side) {
    auto left = side();
    while (left) {
      const auto found = std::ranges::find_if(operators, [&](const Operator& candidate) {
        return token_.is(candidate.symbol) || (candidate.symbol == "in" && is_word("in"));
      });
      if (found == operators.end()) break;
      const auto byte = token_.byte;
      if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
      const auto right = side();
      if (!right) return right;
      left =
          add({.kind = ExprKind::call, .byte = at(byte), .name = found->function}, std::array{*left, *right});
    }
    return left;
  }

  Parsed sum() {
    return binary(sums, [this] { return binary(products, [this] { return unary(); }); });
  }

  Parsed unary() {
    if (token_.is("!")) return repeated("!", "!_");
    if (token_.is("-")) return repeated("-", "-_");
    return member();
  }

  /// `!!x`, `--x`. The last minus before a number is the number's own: nothing else can write the lowest int.
  Parsed repeated(std::string_view symbol, std::string_view function) {
    std::vector<std::size_t> places;
    while (token_.is(symbol)) {
      places.push_back(token_.byte);
      if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    }
    const bool number = token_.kind == TokenKind::integer || token_.kind == TokenKind::real;
    const bool own = symbol == "-" && number;
    auto operand = own ? member(places.back()) : member();
    if (own) places.pop_back();
    for (; operand && !places.empty(); places.pop_back()) {
      operand =
          add({.kind = ExprKind::call, .byte = at(places.back()), .name = function}, std::array{*operand});
    }
    return operand;
  }

  /// `minus`: where the sign of the number stands that comes first.
  Parsed member(std::optional<std::size_t> minus = std::nullopt) {
    auto operand = minus ? number(minus) : primary();
    while (operand) {
      if (token_.is(".")) {
        operand = selection(*operand);
      } else if (token_.is("[")) {
        operand = index(*operand);
      } else {
        break;
      }
    }
    return operand;
  }

  Parsed selection(ExprId operand) {
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    const Token name = token_;
    if (name.kind != TokenKind::identifier && name.kind != TokenKind::quoted)
      return expected("a name after the dot");
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    Expr expr{.kind = ExprKind::member, .byte = at(name.byte), .name = name.text};
    if (name.kind == TokenKind::quoted || !token_.is("(")) return add(expr, std::array{operand});
    expr.kind = ExprKind::method;
    auto arguments = list("(", ")");
    if (!arguments) return std::unexpected(std::move(arguments.error()));
    auto macro = expand_macro(ast_, expr, operand, *arguments);
    if (!macro) return std::unexpected(std::move(macro.error()));
    if (*macro) return checked(**macro);
    arguments->insert(arguments->begin(), operand);
    return add(expr, *arguments);
  }

  Parsed index(ExprId operand) {
    const auto byte = token_.byte;
    auto key = list("[", "]");
    if (!key) return std::unexpected(std::move(key.error()));
    if (key->size() != 1) return refuse(byte, "expected one index between the brackets");
    return add({.kind = ExprKind::call, .byte = at(byte), .name = "_[_]"}, std::array{operand, key->front()});
  }

  Parsed primary() {
    switch (token_.kind) {
      case TokenKind::identifier:
        return name();
      case TokenKind::integer:
      case TokenKind::natural:
      case TokenKind::real:
        return number(std::nullopt);
      case TokenKind::text:
        return text();
      default:
        break;
    }
    if (token_.is("(")) return parenthesis();
    if (token_.is("[")) return list_literal();
    if (token_.is("{")) return map_literal();
    if (token_.is(".")) {
      if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
      if (token_.kind == TokenKind::identifier) return name();
    }
    return expected("a value");
  }

  Parsed name() {
    const Token word = token_;
    if (std::ranges::find(reserved, word.text) != reserved.end() || word.text == "in")
      return refuse(word.byte, fmt::format("'{}' is a reserved word; expected a value", word.text));
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    if (word.text == "true" || word.text == "false") return literal(word, Value::of(word.text == "true"));
    if (word.text == "null") return literal(word, Value());
    Expr expr{.kind = ExprKind::name, .byte = at(word.byte), .name = word.text};
    if (!token_.is("(")) return add(expr);
    expr.kind = ExprKind::call;
    auto arguments = list("(", ")");
    if (!arguments) return std::unexpected(std::move(arguments.error()));
    if (word.text != "has") return add(expr, *arguments);
    auto has = expand_has(ast_, expr, *arguments);
    return has ? checked(*has) : has;
  }

  Parsed number(std::optional<std::size_t> minus) {
    Token word = token_;
    auto value = read_number(word, minus.has_value());
    if (!value) return std::unexpected(std::move(value.error()));
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    word.byte = minus.value_or(word.byte);
    return literal(word, *value);
  }

  Parsed text() {
    const Token word = token_;
    auto read = read_text(word);
    if (!read) return std::unexpected(std::move(read.error()));
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    const std::string_view content = ast_.keep(std::move(read->content));
    return literal(word, read->bytes ? Value::bytes(content) : Value::text(content));
  }

  Parsed parenthesis() {
    const auto byte = token_.byte;
    auto inner = list("(", ")");
    if (!inner) return std::unexpected(std::move(inner.error()));
    if (inner->size() != 1) return refuse(byte, "expected one expression between the parentheses");
    return inner->front();
  }

  Parsed list_literal() {
    const auto byte = token_.byte;
    auto elements = list("[", "]", true);
    if (!elements) return std::unexpected(std::move(elements.error()));
    return add({.kind = ExprKind::list, .byte = at(byte)}, *elements);
  }

  Parsed map_literal() {
    const auto byte = token_.byte;
    std::vector<ExprId> entries;
    if (auto taken = take("{"); !taken) return std::unexpected(std::move(taken.error()));
    while (!token_.is("}")) {
      for (const std::string_view end : {":", ""}) {
        auto part = expression();
        if (!part) return part;
        entries.push_back(*part);
        if (auto taken = end.empty() ? Compiled<void>{} : take(end); !taken)
          return std::unexpected(std::move(taken.error()));
      }
      if (token_.is("}")) break;
      if (auto taken = take(","); !taken) return std::unexpected(std::move(taken.error()));
    }
    if (auto taken = take("}"); !taken) return std::unexpected(std::move(taken.error()));
    return add({.kind = ExprKind::map, .byte = at(byte)}, entries);
  }

  /// Expressions with commas between them; a comma after the last one where `trailing` says so.
  Compiled<std::vector<ExprId>> list(std::string_view open, std::string_view close, bool trailing = false) {
    std::vector<ExprId> out;
    if (auto taken = take(open); !taken) return std::unexpected(std::move(taken.error()));
    while (!token_.is(close)) {
      auto element = expression();
      if (!element) return std::unexpected(std::move(element.error()));
      out.push_back(*element);
      if (token_.is(close)) break;
      if (!token_.is(",")) return expected(fmt::format("an operator, ',' or '{}'", close));
      if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
      if (token_.is(close) && !trailing) return expected("a value");
    }
    if (auto moved = advance(); !moved) return std::unexpected(std::move(moved.error()));
    return out;
  }

  Parsed literal(const Token& word, Value value) {
    return add({.kind = ExprKind::literal, .byte = at(word.byte), .value = value});
  }

  Parsed add(const Expr& expr, std::span<const ExprId> arguments = {}) {
    return checked(ast_.add(expr, arguments));
  }

  Parsed checked(ExprId id) {
    if (ast_.size() > most_expressions)
      return refuse(ast_.at(id).byte, fmt::format("expected at most {} expressions", most_expressions));
    if (ast_.at(id).height > deepest) return refuse(ast_.at(id).byte, too_deep());
    return id;
  }

  static std::string too_deep() {
    return fmt::format("expected expressions that are at most {} deep", deepest);
  }

  static std::uint32_t at(std::size_t byte) { return static_cast<std::uint32_t>(byte); }

  [[nodiscard]] bool is_word(std::string_view word) const {
    return token_.kind == TokenKind::identifier && token_.text == word;
  }

  Compiled<void> take(std::string_view symbol) {
    if (!token_.is(symbol)) return expected(fmt::format("'{}'", symbol));
    return advance();
  }

  Compiled<void> advance() {
    auto next = lexer_.next();
    if (!next) return std::unexpected(std::move(next.error()));
    token_ = *next;
    return {};
  }

  [[nodiscard]] std::unexpected<CompileError> expected(std::string_view what) const {
    const std::string found =
        token_.kind == TokenKind::end ? "the text ends" : fmt::format("here is '{}'", token_.text);
    return refuse(token_.byte, fmt::format("expected {}; {}", what, found));
  }

  Lexer lexer_;
  Token token_;
  Ast ast_;
  std::size_t nesting_ = 0;
};

}  // namespace

Compiled<Ast> parse(std::string_view text) {
  if (characters_in(text) > longest_text)
    return refuse(0, fmt::format("expected at most {} characters", longest_text));
  return Parser(text).read();
}

}  // namespace sekisho::scoring::rules
