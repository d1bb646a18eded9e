// In the steady state a step takes no memory: every way to it that the engine has is counted here.
#include "networks.h"

#include <c10/core/CPUAllocator.h>
#include <torch/optim/adam.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "catch.h"

namespace {

std::atomic<bool> counting{false};
std::atomic<int64_t> allocations{0};

void count() {
  if (counting.load(std::memory_order_relaxed)) allocations.fetch_add(1, std::memory_order_relaxed);
}

void* take(std::size_t size) {
  count();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void* take_aligned(std::size_t size, std::align_val_t alignment) {
  count();
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take_aligned(size, alignment);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  count();
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

using namespace gradus::engine;

namespace {

/// Counts LibTorch's tensors, which have an allocator of their own.
class CountingAllocator : public c10::Allocator {
 public:
  explicit CountingAllocator(c10::Allocator& inner) : inner_(inner) {}
  c10::DataPtr allocate(size_t size) override {
    count();
    return inner_.allocate(size);
  }
  c10::DeleterFnPtr raw_deleter() const override { return inner_.raw_deleter(); }
  void copy_data(void* to, const void* from, std::size_t size) const override {
    inner_.copy_data(to, from, size);
  }

 private:
  c10::Allocator& inner_;
};

class CountedTensors {
 public:
  CountedTensors() : before_(c10::GetCPUAllocator()), counting_(*before_) {
    c10::SetCPUAllocator(&counting_, /*priority=*/255);
  }
  ~CountedTensors() { c10::SetCPUAllocator(before_, 255); }
  CountedTensors(const CountedTensors&) = delete;

 private:
  c10::Allocator* before_;
  CountingAllocator counting_;
};

template <typename Work>
int64_t allocations_in(Work work) {
  allocations = 0;
  counting = true;
  work();
  counting = false;
  return allocations;
}

int64_t allocations_of_steps(const std::string& text, const std::string& loss, int64_t outputs,
                             EngineKind kind, int threads, const GradientRule& rule = {}) {
  torch::manual_seed(2);
  const OptimizerFactory adam = [](std::vector<torch::Tensor> parameters) {
    return std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions(0.001));
  };
  Setup setup(make_layers(text), loss, adam, kind, threads);
  setup.gradients = rule;
  setup.change_engine(kind);
  REQUIRE(setup.choice.engine->name() == (kind == EngineKind::kFused ? "fused" : "eager"));
  auto rows = random_rows(50 * 16, 12, outputs, loss, 16);
  rows.inputs = (rows.inputs * 40 + 128).clamp(0, 255).to(torch::kUInt8);
  setup.network->train();
  setup.choice.engine->start_epoch(rows);
  for (int64_t step = 0; step < 10; ++step) setup.choice.engine->step(step);
  return allocations_in([&] {
    for (int64_t step = 10; step < 50; ++step) setup.choice.engine->step(step);
  });
}

}  // namespace

TEST_CASE("The steps of the fused engine take no memory") {
  const CountedTensors tensors;
  const std::vector<std::string> bodies = {
      "linear 12 9 | gelu | ", "linear 12 300 | relu | linear 300 40 | prelu | linear 40 9 | ",
      "linear 12 9 no_bias | batch_norm 9 | tanh | dropout 0.2 | ",
      "linear 12 9 | layer_norm 9 | silu | "};
  for (const auto& body : bodies) {
    for (const int threads : {1, 2}) {
      for (const std::string loss : {"cross_entropy", "bce", "mse", "hinge", "perceptron"}) {
        const int64_t outputs = loss == "bce" ? 1 : 70;
        const auto text = body + "linear 9 " + std::to_string(outputs);
        INFO(text << ", " << loss << ", " << threads << " threads");
        CHECK(allocations_of_steps(text, loss, outputs, EngineKind::kFused, threads) == 0);
      }
    }
  }
}

TEST_CASE("Accumulated and clipped gradients take no memory either") {
  const CountedTensors tensors;
  const GradientRule rule{.accumulate = 3, .clip_norm = 0.1, .clip_value = 0.01};
  for (const std::string text :
       {"linear 12 9 | relu | linear 9 3", "linear 12 300 | relu | linear 300 3"}) {
    for (const int threads : {1, 2}) {
      INFO(text << ", " << threads << " threads");
      CHECK(allocations_of_steps(text, "cross_entropy", 3, EngineKind::kFused, threads, rule) == 0);
    }
  }
}

TEST_CASE("What autograd takes is counted") {
  const CountedTensors tensors;
  CHECK(allocations_of_steps("linear 12 9 | relu | linear 9 3", "cross_entropy", 3,
                             EngineKind::kEager, 1) > 40 * 10);
  CHECK(allocations_in([] { torch::empty({10}); }) > 1);
  CHECK(allocations_in([] { std::vector<int> numbers(100); }) == 1);
}
