package io.atomstreams.model.engine;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.NearestNames;
import io.atomstreams.model.engine.ensemble.EnsembleEngine;
import io.atomstreams.model.engine.flinkml.FlinkMlEngine;
import io.atomstreams.model.engine.lightgbm.LightgbmEngine;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.mlp.MlpEngine;
import io.atomstreams.model.engine.onnx.OnnxEngine;
import io.atomstreams.model.engine.pytorch.PyTorchEngine;
import io.atomstreams.model.engine.tensorflow.TensorFlowEngine;
import io.atomstreams.model.engine.trees.TreesEngine;
import io.atomstreams.model.engine.xgboost.XgboostEngine;
import java.util.List;

/** Every engine there is. */
public final class Engines {

  private static final List<ModelEngine> ALL =
      List.of(
          new TensorFlowEngine(), // a frozen SavedModel, through DJL
          new OnnxEngine(), // ONNX Runtime, directly
          new PyTorchEngine(), // TorchScript, through DJL; optional
          new XgboostEngine(), // boosted trees, by XGBoost
          new LightgbmEngine(), // boosted trees, by LightGBM
          new TreesEngine(), // boosted trees in plain Java
          new LinearEngine(), // logistic regression in plain Java
          new MlpEngine(), // multi-layer perceptrons in plain Java
          new FlinkMlEngine(), // what Flink ML has saved
          new EnsembleEngine(Engines::byName)); // models made of models

  private Engines() {}

  public static List<ModelEngine> all() {
    return ALL;
  }

  /**
   * The engine a manifest names.
   *
   * @throws ModelException naming the nearest engine if there is none of that name
   */
  public static ModelEngine byName(String name) {
    return ALL.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    name
                        + " is no engine; "
                        + NearestNames.hint(name, ALL.stream().map(ModelEngine::name).toList())));
  }
}
