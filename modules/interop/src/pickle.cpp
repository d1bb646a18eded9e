#include "pickle.h"

#include "pickle_reader.h"

namespace gradus::interop {

Pickle::Pickle(std::string bytes) : bytes_(std::move(bytes)) {
  root_ = PickleReader(bytes_, nodes_).run();
}

}  // namespace gradus::interop
