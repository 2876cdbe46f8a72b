package io.atomstreams.model.engine;

import io.atomstreams.model.engine.ensemble.EnsembleFixture;
import io.atomstreams.model.engine.flinkml.FlinkMlFixture;
import io.atomstreams.model.engine.lightgbm.LightgbmFixture;
import io.atomstreams.model.engine.linear.LinearFixture;
import io.atomstreams.model.engine.mlp.MlpFixture;
import io.atomstreams.model.engine.onnx.OnnxFixture;
import io.atomstreams.model.engine.pytorch.PyTorchFixture;
import io.atomstreams.model.engine.tensorflow.TensorFlowFixture;
import io.atomstreams.model.engine.trees.TreesFixture;
import io.atomstreams.model.engine.xgboost.XgboostFixture;
import java.util.List;

/** The fixture of every engine in {@link Engines}. */
public final class EngineFixtures {

  private static final List<EngineFixture> ALL =
      List.of(
          new TensorFlowFixture(),
          new OnnxFixture(),
          new PyTorchFixture(),
          new XgboostFixture(),
          new LightgbmFixture(),
          new TreesFixture(),
          new LinearFixture(),
          new MlpFixture(),
          new FlinkMlFixture(),
          new EnsembleFixture());

  private EngineFixtures() {}

  public static EngineFixture of(String engine) {
    return ALL.stream()
        .filter(fixture -> fixture.engine().equals(engine))
        .findFirst()
        .orElseThrow(() -> new AssertionError("engine " + engine + " needs a fixture"));
  }
}
