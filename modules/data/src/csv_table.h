/// A table held as the text of its CSV file; fields are parsed where they are asked for.
#pragma once
#include "csv_scan.h"
#include "table.h"

namespace gradus::data {

class CsvTable : public Table {
 public:
  CsvTable(std::string file, CsvRecords records, const CsvFormat& format);

  /// The first record becomes the names.
  void take_header();

  int64_t rows() const override { return records_.count - first_record_; }
  NumberColumn numbers(int64_t column) const override;
  std::vector<ColumnFindings> read_matrix(const std::vector<int64_t>& columns,
                                          float* to) const override;
  std::vector<std::optional<std::string>> texts(int64_t column) const override;
  std::string text_at(int64_t row, int64_t column) const override;
  std::string row_name(int64_t row) const override;

 private:
  int64_t row_of(const CsvBlock& block, int64_t record) const {
    return block.first_record + record - first_record_;
  }
  /// As it stands in the file.
  std::string_view raw(const CsvBlock& block, int64_t record, int64_t column) const;
  bool is_quoted(std::string_view raw) const {
    return format_.quote != 0 && raw.starts_with(format_.quote);
  }
  /// Without quotes and blanks around it.
  std::string field(const CsvBlock& block, int64_t record, int64_t column) const;
  /// As `parse_field`.
  bool parse(const CsvBlock& block, int64_t record, int64_t column, double& value) const;
  void read_block(const CsvBlock& block, const std::vector<int64_t>& columns, float* to,
                  std::vector<ColumnFindings>& findings) const;

  CsvRecords records_;
  CsvFormat format_;
  int64_t first_record_ = 0;
};

/// A CSV file; `tabs` when its name says that tabs separate the fields.
std::unique_ptr<Table> open_csv(InputFile& file, const TableOptions& options, bool tabs);

}  // namespace gradus::data
