package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.EngineSample;
import io.atomstreams.model.engine.ensemble.EnsembleSpec.Member;
import io.atomstreams.model.engine.ensemble.EnsembleSpec.Method;
import io.atomstreams.model.packaging.PortableNetwork;
import io.atomstreams.model.training.TinyNetworks;
import io.atomstreams.model.training.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Two networks, one of them on the later features in reverse. */
public final class EnsembleFixture implements EngineFixture {

  @Override
  public String engine() {
    return "ensemble";
  }

  @Override
  public String file() {
    return EnsembleEngine.ENSEMBLE_FILE;
  }

  @Override
  public boolean namesItsArrays() {
    return false;
  }

  /** Weighted 3 to 1. */
  @Override
  public EngineSample write(int columns, long seed, Path artifacts) {
    return write(columns, seed, artifacts, Method.MEAN, (a, b) -> 0.75 * a + 0.25 * b);
  }

  @Override
  public List<Shape> shapes() {
    return List.of(
        new Shape(
            "stacking",
            (seed, artifacts) ->
                write(
                    5,
                    seed,
                    artifacts,
                    Method.STACKING,
                    (a, b) -> 1 / (1 + Math.exp(-3 * logit(a) - logit(b))))));
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  private static EngineSample write(
      int columns, long seed, Path artifacts, Method method, DoubleBinaryOperator combination) {
    List<String> features = TinyNetworks.features(columns);
    List<String> early = features.subList(0, columns - 1);
    List<String> late = new ArrayList<>(features.subList(1, columns));
    Collections.reverse(late);
    TrainedNetwork first = TinyNetworks.random(early, List.of(8), seed);
    TrainedNetwork second = TinyNetworks.random(late, List.of(), seed + 1);
    PortableNetwork.write(first, artifacts.resolve("early"));
    PortableNetwork.write(second, artifacts.resolve("late"));
    write(
        artifacts,
        new EnsembleSpec(
            method, List.of(network("early", 3, early), network("late", 1, late)), 0, null));
    return new EngineSample(
        ModelSignature.probability("in", "out", features),
        row ->
            new double[] {
              combination.applyAsDouble(
                  EngineSample.of(first).formula().of(columns(row, features, early))[0],
                  EngineSample.of(second).formula().of(columns(row, features, late))[0])
            });
  }

  /** A member that the engine {@code mlp} runs. */
  static Member network(String directory, double weight, List<String> features) {
    return new Member(
        directory,
        "mlp",
        weight,
        ModelSignature.probability(TrainedNetwork.INPUT, TrainedNetwork.OUTPUT, features));
  }

  static void write(Path artifacts, EnsembleSpec spec) {
    try {
      Files.createDirectories(artifacts);
      Files.writeString(artifacts.resolve(EnsembleEngine.ENSEMBLE_FILE), spec.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] columns(float[] row, List<String> features, List<String> chosen) {
    float[] result = new float[chosen.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = row[features.indexOf(chosen.get(i))];
    }
    return result;
  }
}
