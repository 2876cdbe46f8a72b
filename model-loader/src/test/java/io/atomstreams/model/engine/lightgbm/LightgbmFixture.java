package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.ShopRows;
import io.atomstreams.model.engine.trees.RandomTrees;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;

/** Models that LightGBM has trained on a few hundred rows; its own predictions are the formula. */
public final class LightgbmFixture implements EngineFixture {

  private static final int TRAINING_ROWS = 500;
  private static final int ROUNDS = 12;

  @Override
  public String engine() {
    return "lightgbm";
  }

  @Override
  public String file() {
    return LightgbmEngine.MODEL_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public List<String> artifacts() {
    return LightgbmEngine.LIBRARY.artifacts();
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(columns, TRAINING_ROWS, seed);
    return sample(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, shop.features()),
        train(shop, shop.classes(2), "objective=binary"),
        artifacts);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("three classes", LightgbmFixture::writeClasses),
        new Shape("a value", LightgbmFixture::writeRegression));
  }

  /** The wrapper has no room for three predictions a row: the trees are followed one by one. */
  private static EngineSample writeClasses(long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(6, TRAINING_ROWS, seed);
    LightgbmModels trained = train(shop, shop.classes(3), "objective=multiclass num_class=3");
    trained.save(artifacts);
    TreeEnsemble ensemble = LightgbmFile.read(trained.text(), shop.features());
    return new EngineSample(
        shop.signature(3, Kind.PROBABILITY), row -> RandomTrees.outputs(ensemble, row));
  }

  private static EngineSample writeRegression(long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(6, TRAINING_ROWS, seed);
    return sample(
        shop.signature(1, Kind.VALUE),
        train(shop, shop.values(), "objective=regression"),
        artifacts);
  }

  private static LightgbmModels train(ShopRows shop, float[] labels, String options) {
    return LightgbmModels.train(
        shop.rows(), shop.columns(), labels, ROUNDS, options, shop.features());
  }

  private static EngineSample sample(
      ModelSignature signature, LightgbmModels trained, Path artifacts) {
    trained.save(artifacts);
    return new EngineSample(signature, row -> EngineSample.doubles(trained.predict(row, 1)));
  }
}
