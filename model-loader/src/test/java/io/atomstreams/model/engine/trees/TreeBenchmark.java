package io.atomstreams.model.engine.trees;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.engine.ShopRows;
import io.atomstreams.model.engine.lightgbm.LightgbmModels;
import io.atomstreams.model.engine.xgboost.XgboostFile;
import io.atomstreams.model.engine.xgboost.XgboostModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What does a batch cost to score, and to explain, with 100 trees of depth 6 over 15 features: by
 * the native libraries, and by the same trees in Java? {@link #nativeContributions} is what XGBoost
 * takes for the same values. A time is that of a batch.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TreeBenchmark {

  private static final int COLUMNS = 15;
  private static final int TREES = 100;

  @Param({"xgboost", "lightgbm", "trees"})
  public String engine;

  @Param({"1", "64", "512"})
  public int batch;

  private Path artifacts;
  private XgboostModels trained;
  private Model model;
  private float[] rows;
  private float[] scores;
  private double[] contributions;

  @Setup
  public void train() throws IOException {
    artifacts = Files.createTempDirectory("tree-benchmark");
    ShopRows shop = ShopRows.of(COLUMNS, 5_000, 1);
    Map<String, Object> options = Map.of("objective", "binary:logistic", "max_depth", 6);
    trained = XgboostModels.train(shop.rows(), COLUMNS, shop.classes(2), TREES, options);
    trained.save(artifacts);
    LightgbmModels.train(
            shop.rows(),
            COLUMNS,
            shop.classes(2),
            TREES,
            "objective=binary num_leaves=64 max_depth=6",
            shop.features())
        .save(artifacts);
    Files.writeString(
        artifacts.resolve(TreesEngine.TREES_FILE),
        XgboostFile.read(trained.bytes("json"), shop.features()).toJson());
    ModelEngine opener = Engines.byName(engine);
    ModelSignature signature = shop.signature(1, ModelSignature.Kind.PROBABILITY);
    model = opener.open(new ModelRef("benchmark", 1), signature, artifacts);
    rows = ShopRows.of(COLUMNS, batch, 2).rows();
    scores = new float[batch];
    contributions = new double[batch * (COLUMNS + 1)];
  }

  @TearDown
  public void close() throws IOException {
    model.close();
    try (Stream<Path> files = Files.list(artifacts)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(artifacts);
  }

  @Benchmark
  public float[] score() {
    model.score(rows, batch, scores);
    return scores;
  }

  @Benchmark
  public double[] explain() {
    model.attribution().orElseThrow().attribute(rows, batch, contributions);
    return contributions;
  }

  @Benchmark
  public float[] nativeContributions() {
    return trained.contributions(rows, batch);
  }

  /** Runs these benchmarks; arguments are JMH's pattern of names. */
  public static void main(String[] arguments) throws RunnerException {
    String pattern = arguments.length == 0 ? TreeBenchmark.class.getSimpleName() : arguments[0];
    new Runner(new OptionsBuilder().include(pattern).build()).run();
  }
}
