// fmt's functions, compiled once. Without this every translation unit would compile them anew
// (FMT_HEADER_ONLY): several seconds each. It serves whichever fmt comes first on the include path,
// as fmt's own library cannot: a torch wheel carries headers of another version than the system's.
#include <fmt/format-inl.h>

#include <type_traits>
#include <utility>

// Its namespace differs by version.
using LocaleRef = std::remove_cvref_t<decltype(std::declval<fmt::format_context&>().locale())>;
template FMT_API LocaleRef::locale_ref(const std::locale& locale);
template FMT_API auto LocaleRef::get<std::locale>() const -> std::locale;

// What fmt's src/format.cc instantiates.
FMT_BEGIN_NAMESPACE
namespace detail {
template FMT_API auto dragonbox::to_decimal(float x) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double x) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<wchar_t>;
template FMT_API auto decimal_point_impl(locale_ref) -> wchar_t;
template FMT_API void buffer<char>::append(const char*, const char*);
template FMT_API void buffer<wchar_t>::append(const wchar_t*, const wchar_t*);
}  // namespace detail
FMT_END_NAMESPACE
