#include "reference/text_decoder.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <unicode/ucnv.h>

namespace sekisho::gateway {
namespace {

constexpr std::size_t pivot_units = 16 * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct CloseConverter {
  void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};

using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
  UErrorCode fault = U_ZERO_ERROR;
  Converter converter{ucnv_open(name, &fault)};
  if (U_FAILURE(fault) != 0) throw std::runtime_error(std::string{"ICU has no converter for "} + name);
  return converter;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out;
}

}  // namespace

struct TextDecoder::State {
  Converter from;
  Converter to;
  std::array<UChar, pivot_units> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  std::string text;
  bool begun = false;

  void convert(std::string_view bytes, bool last);
};

Result<TextDecoder> TextDecoder::create(std::string_view encoding) {
  const std::string name = upper(encoding);
  const bool cp932 = name == "CP932" || name == "WINDOWS-31J" || name == "MS932";
  if (!cp932 && name != "UTF-8" && name != "UTF8")
    return fail(ErrorKind::invalid,
                fmt::format("there is no encoding {}; there are UTF-8 and CP932", encoding));
  auto state = std::make_unique<State>();
  state->from = open_converter(cp932 ? "ibm-943_P15A-2003" : "UTF-8");
  state->to = open_converter("UTF-8");
  return TextDecoder{std::move(state)};
}

TextDecoder::TextDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}

TextDecoder::TextDecoder(TextDecoder&&) noexcept = default;
TextDecoder& TextDecoder::operator=(TextDecoder&&) noexcept = default;
TextDecoder::~TextDecoder() = default;

void TextDecoder::State::convert(std::string_view bytes, bool last) {
  const char* source = bytes.empty() ? "" : bytes.data();  // ICU takes no null
  const char* const end = source + bytes.size();
  std::array<char, pivot_units> chunk{};
  while (true) {
    char* target = chunk.data();
    UErrorCode fault = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, chunk.data() + chunk.size(), &source, end, pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), 0, last ? 1 : 0, &fault);
    text.append(chunk.data(), target);
    if (fault == U_BUFFER_OVERFLOW_ERROR) continue;
    // ICU's own answer to bytes that are no text is U+FFFD, so nothing else can go wrong.
    if (U_FAILURE(fault) != 0) throw std::runtime_error(u_errorName(fault));
    return;
  }
}

std::string_view TextDecoder::decode(std::string_view bytes, bool last) {
  state_->text.clear();
  state_->convert(bytes, last);
  std::string_view text = state_->text;
  if (!state_->begun && !text.empty()) {
    state_->begun = true;
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  }
  return text;
}

}  // namespace sekisho::gateway
