/// The course as one HTML page.
#pragma once
#include "gradus/report/chapter.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gradus::report {

/// What is on the page.
struct Book {
  Text title;                     ///< of the page
  Text preface;                   ///< how and when it was made
  std::vector<Chapter> chapters;  ///< in the reader's order
};

/// A self-contained page: figures, styles and sources are inside it, nothing is loaded from
/// elsewhere, no script runs. Light and dark by the reader's setting, readable on a phone,
/// printable. Throws `RunError` when a figure's file cannot be read.
std::string book_html(const Book& book, Language language);

}  // namespace gradus::report
