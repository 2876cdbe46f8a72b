package io.atomstreams.pipelines.registration;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.ModelSignature.Kind;
import io.atomstreams.model.ModelSignature.Score;
import io.atomstreams.model.StatedArrays;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What the maker of a model says of it, {@code model.yaml}; the arrays only where the model's files
 * do not name them:
 *
 * <pre>
 * features: [orders_30d, spend_30d, days_since_previous_order]
 * baseRate: 0.39
 * score: {output: output_0, column: 0, kind: probability}    # needed if there are several values
 * tolerance: 1e-5                                            # of the golden vectors
 * metrics:
 *   - {name: auc, value: 0.71, baseline: 0.70, baselineName: logistic regression, on: test}
 * data:
 *   - {use: train, from: "2025-04-06T00:00:00Z", to: "2025-08-04T00:00:00Z", rows: 8870, positives: 3492}
 * lineage: {parent: purchase_30d@1, command: python train.py, seed: 7, tool: keras 3.8}
 * inputs: [{name: x, type: float32, shape: [-1, 3]}]
 * outputs: [{name: p, type: float32, shape: [-1]}]
 * </pre>
 */
public record ModelCard(
    List<String> features,
    double baseRate,
    Optional<String> output,
    int column,
    Kind kind,
    float tolerance,
    List<Metric> metrics,
    List<Period> data,
    Lineage lineage,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs) {

  /** What a card is called beside a model's files. */
  public static final String FILE = "model.yaml";

  private static final double MOST = 1e300;

  /**
   * Reads a card.
   *
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static ModelCard read(Path file) {
    return YamlDocument.read(file).as(ModelCard::of);
  }

  private static ModelCard of(Section root) {
    Section score = root.section("score");
    return new ModelCard(
        root.strings("features"),
        root.number("baseRate", -MOST, MOST),
        score.optionalString("output"),
        score.integer("column", 0, 0, TensorSpec.MOST_VALUES),
        score.oneOf("kind", Kind.class, Kind.PROBABILITY),
        (float) root.number("tolerance", 1e-5, 0, 1),
        root.sections("metrics").stream().map(ModelCard::metric).toList(),
        root.sections("data").stream().map(ModelCard::period).toList(),
        lineage(root.section("lineage")),
        root.sections("inputs").stream().map(ModelCard::array).toList(),
        root.sections("outputs").stream().map(ModelCard::array).toList());
  }

  private static Metric metric(Section metric) {
    return new Metric(
        metric.string("name"),
        metric.number("value", -MOST, MOST),
        metric.number("baseline", Double.NaN, -MOST, MOST),
        metric.string("baselineName", ""),
        metric.string("on", ""));
  }

  private static Period period(Section period) {
    return new Period(
        period.string("use"),
        instant(period, "from"),
        instant(period, "to"),
        period.longInteger("rows", 0, 0, Long.MAX_VALUE),
        period.longInteger("positives", 0, 0, Long.MAX_VALUE));
  }

  private static Instant instant(Section section, String key) {
    String text = section.string(key);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      section.problem(key, "is '" + text + "', must be an instant such as 2025-04-06T00:00:00Z");
      return Instant.EPOCH;
    }
  }

  private static Lineage lineage(Section lineage) {
    return new Lineage(
        lineage.string("parent", ""),
        lineage.string("command", ""),
        lineage.longInteger("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE),
        lineage.string("specHash", ""),
        lineage.string("dataDigest", ""),
        lineage.string("tool", ""));
  }

  private static TensorSpec array(Section array) {
    return new TensorSpec(
        array.string("name"),
        array.oneOf("type", ElementType.class, ElementType.FLOAT32),
        array.strings("shape").stream().map(Long::valueOf).toList());
  }

  /**
   * A draft of a version, its arrays as the model's files name them.
   *
   * @param artifacts the model's files
   * @throws ModelException if the files and the card do not make a signature
   */
  public ManifestDraft draft(ModelRef ref, ModelEngine engine, Path artifacts) {
    Optional<StatedArrays> stated = engine.statedArrays(ref, artifacts);
    List<TensorSpec> in =
        inputs.isEmpty() ? stated.map(StatedArrays::inputs).orElse(List.of()) : inputs;
    List<TensorSpec> out =
        outputs.isEmpty() ? stated.map(StatedArrays::outputs).orElse(List.of()) : outputs;
    if (in.isEmpty() && out.isEmpty() && stated.isEmpty()) {
      in = List.of(TensorSpec.floatRows("features", features.size()));
      out = List.of(TensorSpec.floatPerRow("score"));
    }
    try {
      ModelSignature signature =
          new ModelSignature(in, out, features, new Score(scored(out), column, kind));
      return new ManifestDraft(ref, engine.name(), signature, baseRate)
          .withMetrics(metrics)
          .withData(data)
          .withLineage(lineage);
    } catch (ModelException e) {
      throw new ModelException(
          "model %s: %s (inputs and outputs are those of its files, features and score those of the card)"
              .formatted(ref, e.getMessage()),
          e);
    }
  }

  private String scored(List<TensorSpec> out) {
    if (output.isPresent()) {
      return output.get();
    }
    if (out.size() != 1) {
      throw new ModelException(
          "there are the outputs %s; name the one with the score: {output: NAME}"
              .formatted(out.stream().map(TensorSpec::name).toList()));
    }
    return out.get(0).name();
  }
}
