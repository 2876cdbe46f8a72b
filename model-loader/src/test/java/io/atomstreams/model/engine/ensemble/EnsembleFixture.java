package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.EngineFixture;
import io.atomstreams.model.engine.Formula;
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

/** Two networks, one of them on the later features in reverse, weighted 3 to 1. */
public final class EnsembleFixture {

  private EnsembleFixture() {}

  public static EngineFixture write(List<String> features, long seed, Path artifacts) {
    List<String> early = features.subList(0, features.size() - 1);
    List<String> late = new ArrayList<>(features.subList(1, features.size()));
    Collections.reverse(late);
    TrainedNetwork first = TinyNetworks.random(early, List.of(8), seed);
    TrainedNetwork second = TinyNetworks.random(late, List.of(), seed + 1);
    PortableNetwork.write(first, artifacts.resolve("early"));
    PortableNetwork.write(second, artifacts.resolve("late"));
    write(
        artifacts,
        new EnsembleSpec(
            Method.MEAN, List.of(network("early", 3, early), network("late", 1, late)), 0, null));
    Formula formula =
        (rows, rowCount) -> {
          float[] a = Formula.of(first).scores(columns(rows, rowCount, features, early), rowCount);
          float[] b = Formula.of(second).scores(columns(rows, rowCount, features, late), rowCount);
          for (int i = 0; i < rowCount; i++) {
            a[i] = 0.75f * a[i] + 0.25f * b[i];
          }
          return a;
        };
    return new EngineFixture(ModelSignature.probability("in", "out", features), formula);
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

  private static float[] columns(
      float[] rows, int rowCount, List<String> features, List<String> chosen) {
    float[] result = new float[rowCount * chosen.size()];
    for (int i = 0; i < result.length; i++) {
      String feature = chosen.get(i % chosen.size());
      result[i] = rows[i / chosen.size() * features.size() + features.indexOf(feature)];
    }
    return result;
  }
}
