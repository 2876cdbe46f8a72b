package io.atomstreams.model.engine;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One kind of model that one engine runs: what the contract tests are called with. */
record EngineKind(ModelEngine engine, EngineFixture fixture, EngineFixture.Shape shape) {

  static final ModelRef REF = new ModelRef("contract", 1);
  static final int COLUMNS = 15;
  private static final String USUAL = "probability";

  /** The usual model of every engine whose library is here. */
  static List<EngineKind> usual() {
    return Engines.all().stream()
        .map(EngineKind::usual)
        .filter(kind -> kind.fixture.isHere())
        .toList();
  }

  /** The usual model and those of other shapes, of every engine. */
  static List<EngineKind> all() {
    return usual().stream()
        .flatMap(
            usual ->
                Stream.concat(
                    Stream.of(usual),
                    usual.fixture.shapes().stream()
                        .map(shape -> new EngineKind(usual.engine, usual.fixture, shape))))
        .toList();
  }

  /** Those whose artifacts name their arrays. */
  static List<EngineKind> named() {
    return all().stream().filter(kind -> kind.fixture.namesItsArrays()).toList();
  }

  private static EngineKind usual(ModelEngine engine) {
    EngineFixture fixture = EngineFixtures.of(engine.name());
    return new EngineKind(
        engine,
        fixture,
        new EngineFixture.Shape(
            USUAL, (seed, artifacts) -> fixture.write(COLUMNS, seed, artifacts)));
  }

  boolean isUsual() {
    return shape.name().equals(USUAL);
  }

  EngineSample write(Path artifacts) {
    return shape.writer().write(5, artifacts);
  }

  Model open(EngineSample sample, Path artifacts) {
    return engine.open(REF, sample.signature(), artifacts);
  }

  /** The usual model gets values of any magnitude, some missing; the others small numbers. */
  float[] rows(EngineSample sample, int rowCount) {
    int columns = sample.signature().featureCount();
    return isUsual()
        ? TinyNetworks.rows(rowCount, columns, 3)
        : TinyNetworks.smallRows(rowCount, columns, 3);
  }

  static float[] score(Model model, float[] rows, int rowCount) {
    float[] out = new float[rowCount * model.signature().outputWidth()];
    model.score(rows, rowCount, out);
    return out;
  }

  /** Rows {@code from …} of a flat batch of rows of {@code width} values. */
  static float[] slice(float[] rows, int width, int from, int rowCount) {
    return Arrays.copyOfRange(rows, from * width, (from + rowCount) * width);
  }

  @Override
  public String toString() {
    return engine.name() + " " + shape;
  }
}
