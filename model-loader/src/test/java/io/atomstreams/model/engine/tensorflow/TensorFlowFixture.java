package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;

/** Frozen SavedModels with random weights. */
public final class TensorFlowFixture implements EngineFixture {

  @Override
  public String engine() {
    return "tensorflow";
  }

  @Override
  public String file() {
    return "saved_model.pb";
  }

  @Override
  public boolean namesItsArrays() {
    return true;
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    TrainedNetwork network =
        TinyNetworks.random(TinyNetworks.features(columns), List.of(32, 16), seed);
    network.exportSavedModel(artifacts);
    return EngineSample.of(network);
  }
}
