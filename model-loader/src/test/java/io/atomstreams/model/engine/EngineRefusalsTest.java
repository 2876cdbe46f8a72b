package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine in the list must refuse, with an exception and a living process. */
class EngineRefusalsTest {

  private static final String KINDS = "io.atomstreams.model.engine.EngineKind#all";
  private static final String NAMED = "io.atomstreams.model.engine.EngineKind#named";
  private static final String USUAL = "io.atomstreams.model.engine.EngineKind#usual";
  private static final int ROWS = 20;

  @TempDir Path artifacts;

  private void requireRefused(EngineKind kind, ModelSignature promised, String... said) {
    assertThatThrownBy(() -> kind.engine().open(EngineKind.REF, promised, artifacts).close())
        .as("%s", promised)
        .isInstanceOf(ModelException.class)
        .satisfies(e -> assertThat(e).hasMessageContaining("contract@1"))
        .satisfies(
            e ->
                assertThat(List.of(said))
                    .allSatisfy(word -> assertThat(e).hasMessageContaining(word)));
  }

  /** The signature with array {@code at} of one side changed; features are added where needed. */
  private static ModelSignature change(
      ModelSignature from, boolean input, int at, UnaryOperator<TensorSpec> change) {
    List<TensorSpec> inputs = new ArrayList<>(from.inputs());
    List<TensorSpec> outputs = new ArrayList<>(from.outputs());
    List<TensorSpec> side = input ? inputs : outputs;
    TensorSpec changed = change.apply(side.get(at));
    Score score = from.score();
    if (!input && side.get(at).name().equals(score.output())) {
      score = new Score(changed.name(), score.column(), score.kind());
    }
    side.set(at, changed);
    int columns = inputs.stream().mapToInt(TensorSpec::width).sum();
    List<String> features =
        columns == from.featureCount() ? from.features() : TinyNetworks.features(columns);
    return new ModelSignature(inputs, outputs, features, score);
  }

  private interface Wrong {
    ModelSignature of(boolean input, int at);
  }

  private void requireEachRefused(EngineKind kind, ModelSignature right, Wrong wrong) {
    for (int at = 0; at < right.inputs().size(); at++) {
      requireRefused(kind, wrong.of(true, at), right.inputs().get(at).name());
    }
    for (int at = 0; at < right.outputs().size(); at++) {
      requireRefused(kind, wrong.of(false, at), right.outputs().get(at).name());
    }
  }

  @ParameterizedTest
  @MethodSource(NAMED)
  void refusesAWrongNameAndSaysTheNearest(EngineKind kind) {
    ModelSignature right = kind.write(artifacts).signature();

    requireEachRefused(
        kind,
        right,
        (input, at) ->
            change(
                right,
                input,
                at,
                array -> new TensorSpec(array.name() + "z", array.type(), array.shape())));
  }

  @ParameterizedTest
  @MethodSource(NAMED)
  void refusesAWrongType(EngineKind kind) {
    ModelSignature right = kind.write(artifacts).signature();

    requireEachRefused(
        kind,
        right,
        (input, at) ->
            change(
                right,
                input,
                at,
                array -> new TensorSpec(array.name(), another(array.type()), array.shape())));
  }

  private static ElementType another(ElementType type) {
    return type == ElementType.FLOAT64 ? ElementType.INT64 : ElementType.FLOAT64;
  }

  @ParameterizedTest
  @MethodSource(NAMED)
  void refusesAWrongShape(EngineKind kind) {
    ModelSignature right = kind.write(artifacts).signature();

    requireEachRefused(
        kind,
        right,
        (input, at) ->
            change(
                right,
                input,
                at,
                array -> new TensorSpec(array.name(), array.type(), longer(array.shape()))));
  }

  private static List<Long> longer(List<Long> shape) {
    if (shape.size() == 1) {
      return List.of(-1L, 2L);
    }
    List<Long> longer = new ArrayList<>(shape);
    longer.set(shape.size() - 1, shape.get(shape.size() - 1) + 1);
    return longer;
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void refusesMoreFeaturesThanTheArtifactTakes(EngineKind kind) {
    ModelSignature right = kind.write(artifacts).signature();

    requireRefused(
        kind,
        ModelSignature.probability(
            right.inputs().get(0).name(),
            right.outputs().get(0).name(),
            TinyNetworks.features(EngineKind.COLUMNS + 1)));
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void refusesAnOutputThatTheArtifactDoesNotHave(EngineKind kind) {
    ModelSignature right = kind.write(artifacts).signature();
    List<TensorSpec> outputs = new ArrayList<>(right.outputs());
    outputs.add(TensorSpec.floatPerRow("promised"));

    requireRefused(
        kind,
        new ModelSignature(right.inputs(), outputs, right.features(), right.score()),
        "promised");
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void refusesADirectoryWithoutItsFile(EngineKind kind) throws IOException {
    ModelSignature right = kind.write(artifacts).signature();
    Files.delete(artifacts.resolve(kind.fixture().file()));

    requireRefused(kind, right, kind.engine().name(), kind.fixture().file(), artifacts.toString());
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void refusesAFileThatWasCutOff(EngineKind kind) throws IOException {
    EngineSample sample = kind.write(artifacts);
    float[] whole = whole(kind, sample);
    byte[] bytes = Files.readAllBytes(artifacts.resolve(kind.fixture().file()));

    for (int part = 0; part < 40; part++) {
      int length = (int) ((long) bytes.length * part / 40);
      String cut = "%d of %d bytes".formatted(length, bytes.length);
      Optional<float[]> results = tryBytes(kind, sample, Arrays.copyOf(bytes, length), cut);
      results.ifPresent(found -> assertThat(found).as(cut).isEqualTo(whole));
    }
  }

  @ParameterizedTest
  @MethodSource(KINDS)
  void survivesBytesThatChanged(EngineKind kind) throws IOException {
    EngineSample sample = kind.write(artifacts);
    byte[] bytes = Files.readAllBytes(artifacts.resolve(kind.fixture().file()));
    Random random = new Random(11);

    int refused = 0;
    for (int round = 0; round < 200; round++) {
      byte[] changed = bytes.clone();
      int at = random.nextInt(bytes.length);
      changed[at] = (byte) random.nextInt(256);
      if (tryBytes(kind, sample, changed, "byte " + at).isEmpty()) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @MethodSource(USUAL)
  void refusesBytesThatAreNoModel(EngineKind kind) throws IOException {
    EngineSample sample = kind.write(artifacts);
    byte[] noise = new byte[4096];
    new Random(7).nextBytes(noise);

    for (byte[] bytes :
        List.of(
            new byte[0],
            new byte[4096],
            noise,
            "not a model".getBytes(StandardCharsets.UTF_8),
            "{}".getBytes(StandardCharsets.UTF_8))) {
      assertThat(tryBytes(kind, sample, bytes, bytes.length + " bytes")).isEmpty();
    }
  }

  private float[] whole(EngineKind kind, EngineSample sample) {
    try (Model model = kind.open(sample, artifacts)) {
      return EngineKind.score(model, kind.rows(sample, ROWS), ROWS);
    }
  }

  /** What a model of these bytes scores; empty if it was refused, which only one way is right. */
  private Optional<float[]> tryBytes(
      EngineKind kind, EngineSample sample, byte[] bytes, String what) throws IOException {
    Files.write(artifacts.resolve(kind.fixture().file()), bytes);
    try {
      return Optional.of(whole(kind, sample));
    } catch (ModelException e) {
      assertThat(e).as(what).hasMessageContaining("contract@1");
      return Optional.empty();
    }
  }
}
