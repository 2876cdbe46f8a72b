package io.atomstreams.model.engine.xgboost;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.ShopRows;
import io.atomstreams.model.training.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models that XGBoost has trained on a few hundred rows; its own predictions are the formula. */
public final class XgboostFixture implements EngineFixture {

  private static final int TRAINING_ROWS = 500;
  private static final int ROUNDS = 12;

  @Override
  public String engine() {
    return "xgboost";
  }

  @Override
  public String file() {
    return XgboostEngine.JSON_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  @Override
  public List<String> artifacts() {
    return XgboostEngine.LIBRARY.artifacts();
  }

  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(columns, TRAINING_ROWS, seed);
    return sample(
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, shop.features()),
        XgboostModels.train(
            shop.rows(), columns, shop.classes(2), ROUNDS, Map.of("objective", "binary:logistic")),
        artifacts);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape("three classes", XgboostFixture::writeClasses),
        new Shape("a value", XgboostFixture::writeRegression));
  }

  private static EngineSample writeClasses(long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(6, TRAINING_ROWS, seed);
    Map<String, Object> options = Map.of("objective", "multi:softprob", "num_class", 3);
    return sample(
        shop.signature(3, Kind.PROBABILITY),
        XgboostModels.train(shop.rows(), 6, shop.classes(3), ROUNDS, options),
        artifacts);
  }

  private static EngineSample writeRegression(long seed, Path artifacts) {
    ShopRows shop = ShopRows.of(6, TRAINING_ROWS, seed);
    Map<String, Object> options = Map.of("objective", "reg:squarederror");
    return sample(
        shop.signature(1, Kind.VALUE),
        XgboostModels.train(shop.rows(), 6, shop.values(), ROUNDS, options),
        artifacts);
  }

  private static EngineSample sample(
      ModelSignature signature, XgboostModels trained, Path artifacts) {
    trained.save(artifacts);
    return new EngineSample(signature, row -> EngineSample.doubles(trained.predict(row, 1)));
  }
}
