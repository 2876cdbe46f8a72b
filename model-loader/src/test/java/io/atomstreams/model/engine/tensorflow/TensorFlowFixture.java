package io.atomstreams.model.engine.tensorflow;

import io.atomstreams.model.engine.ClassifierSample;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.MixedSample;
import io.atomstreams.model.engine.RecurrentSample;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.op.Ops;

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
  public List<String> artifacts() {
    return TensorFlowEngine.LIBRARY.artifacts();
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    TrainedNetwork network =
        TinyNetworks.random(TinyNetworks.features(columns), List.of(32, 16), seed);
    network.exportSavedModel(artifacts);
    return EngineSample.of(network);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("several classes", TensorFlowFixture::classes),
        new Shape("several outputs", TensorFlowFixture::outputs),
        new Shape("a sequence", TensorFlowFixture::recurrent),
        new Shape("several inputs and types", TensorFlowFixture::mixed));
  }

  private static EngineSample classes(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    return written(sample.classes(), tf -> TensorFlowGraphs.classes(tf, sample), artifacts);
  }

  private static EngineSample outputs(long seed, Path artifacts) {
    ClassifierSample sample = ClassifierSample.random(seed);
    return written(sample.outputs(), tf -> TensorFlowGraphs.outputs(tf, sample), artifacts);
  }

  private static EngineSample recurrent(long seed, Path artifacts) {
    RecurrentSample sample = RecurrentSample.random(seed);
    return written(sample.sample(), tf -> TensorFlowGraphs.recurrent(tf, sample), artifacts);
  }

  private static EngineSample mixed(long seed, Path artifacts) {
    MixedSample sample = MixedSample.random(seed);
    return written(sample.sample(), tf -> TensorFlowGraphs.mixed(tf, sample), artifacts);
  }

  private static EngineSample written(EngineSample sample, Consumer<Ops> build, Path artifacts) {
    SavedModelFile.write(sample.signature(), build, artifacts);
    return sample;
  }
}
