#include "gradus/data/registry.h"

#include "builtin.h"

namespace gradus::data {

Registry<DatasetFactory>& registry() {
  static DatasetRegistry datasets = [] {
    DatasetRegistry made("data set");
    add_gates(made);
    add_clouds(made);
    add_curves(made);
    add_functions(made);
    add_mnist(made);
    add_shipped(made);
    return made;
  }();
  return datasets;
}

}  // namespace gradus::data
