/// Many trainings at once: networks from several seeds, with several learning rates, of several
/// widths.
#pragma once
#include "gradus/training/trainer.h"

#include <vector>

namespace gradus::training {

/// What `fit(train, validation)` of each trainer would give one after the other, to the bit, but
/// computed side by side: a network a processor. The data are there once, whatever the number of
/// networks.
///
///     std::vector<Trainer> trainers;
///     for (uint64_t seed = 0; seed < 32; ++seed) {
///       seed_everything(seed);
///       options.seed(seed).threads(1);
///       trainers.emplace_back(make_model("mlp", shape), adam, loss, options);
///     }
///     const std::vector<History> histories = fit_many(trainers, train);
///
/// `threads` are processors to use, 0 for all. Trainers that compute with several threads
/// themselves share them: give each one (`TrainerOptions::threads`) where there are as many
/// networks as processors. One after the other go networks that draw from LibTorch's generator
/// while they train, since that is one for all threads, and those of the eager engine, which may
/// (`engine_reason` says why it is that one). Callbacks and metrics must not be shared by trainers,
/// and are called on whichever thread trains.
///
/// Throws what `fit` throws; `DivergedError` says which network it is. No network is begun after
/// that. Throws `UsageError` for threads below 0.
std::vector<History> fit_many(std::vector<Trainer>& trainers, const data::Dataset& train,
                              const data::Dataset* validation = nullptr, int64_t threads = 0);

}  // namespace gradus::training
