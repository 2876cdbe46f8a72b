package io.atomstreams.pipelines.cli;

import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.explain.Contributions;
import io.atomstreams.pipelines.explain.PredictionCase;
import io.atomstreams.pipelines.explain.Testimony;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Prints why a prediction says what it says, for people. */
final class ExplainReport {

  private static final int RAW_BYTES = 400;

  private final PrintWriter out;

  ExplainReport(PrintWriter out) {
    this.out = out;
  }

  /**
   * All of it.
   *
   * @param inputs the events as they came in
   * @param isRaw whether those were asked for
   */
  void print(
      PredictionCase found,
      Testimony testimony,
      Map<SourcePosition, byte[]> inputs,
      boolean isRaw) {
    prediction(found);
    testimony.manifest().ifPresent(manifest -> model(manifest, found.prediction()));
    testimony
        .isSameScore(found.prediction())
        .ifPresent(same -> line("scored again", again(testimony, same)));
    testimony.missing().forEach(why -> line("note", PrintableBytes.show(why)));
    testimony.contributions().ifPresent(this::contributions);
    testimony.paths().forEach(this::path);
    testimony.surrogate().ifPresent(this::surrogate);
    events(found, inputs, isRaw);
  }

  private void prediction(PredictionCase found) {
    Prediction prediction = found.prediction();
    out.printf(
        Locale.ROOT,
        "%s  %s %s at %s%n",
        prediction.id(),
        prediction.scorer(),
        Float.toString(prediction.probability()),
        Instant.ofEpochMilli(prediction.ts()));
    line("entity", PrintableBytes.show(prediction.entity()) + " #" + prediction.sequence());
    line("made by", prediction.modelVersion() + madeBy(prediction));
    if (!prediction.insteadOf().isEmpty()) {
      line("instead of", prediction.insteadOf() + ", which did not answer");
    }
    line("role", prediction.role().word() + ", on " + found.topic());
    line("base rate", Float.toString(prediction.baseRate()));
    line("from", prediction.source().toString());
    line("spec hash", prediction.specHash());
    line("list hash", prediction.listHash());
  }

  private static String madeBy(Prediction prediction) {
    return prediction.modelDigest().isEmpty() ? "" : ", digest " + prediction.modelDigest();
  }

  private void model(ModelManifest manifest, Prediction prediction) {
    line(
        "registry",
        Testimony.isSameModel(manifest, prediction)
            ? "has the same digest"
            : "has another digest: " + manifest.digest());
    line("engine", manifest.engine());
    for (ModelManifest.Period period : manifest.data()) {
      line("data", "%s: %s to %s".formatted(period.use(), period.from(), period.to()));
    }
    for (ModelManifest.Metric metric : manifest.metrics()) {
      line(
          "quality",
          String.format(
              Locale.ROOT,
              "%s %.3f beside %.3f of %s, on %s",
              metric.name(),
              metric.value(),
              metric.baseline(),
              metric.baselineName(),
              metric.on()));
    }
  }

  private static String again(Testimony testimony, boolean same) {
    String score = Float.toString((float) testimony.recomputed().orElseThrow());
    return same ? score + ", equal to the bit" : score + ", NOT what was predicted";
  }

  private void contributions(Contributions contributions) {
    out.printf(
        Locale.ROOT,
        "%nwhat each feature added on the %s scale: %s, %s, %s%n",
        contributions.link().name().toLowerCase(Locale.ROOT),
        contributions.method(),
        contributions.isExact() ? "exact" : "an estimate",
        contributions.isStored() ? "as the job has said" : "found now");
    List<String> names = contributions.parts().stream().map(Contributions.Part::feature).toList();
    String row = "  %-" + width(names) + "s %12s %12s %14s%n";
    out.printf(Locale.ROOT, row, "feature", "value", "added", "score so far");
    out.printf(
        Locale.ROOT,
        row,
        "(base)",
        "",
        signed(contributions.base()),
        share(contributions.link().inverse(contributions.base())));
    List<Contributions.Part> parts =
        contributions.parts().stream().filter(part -> part.contribution() != 0).toList();
    for (Contributions.Part part : parts) {
      out.printf(
          Locale.ROOT,
          row,
          part.feature(),
          value(part.value()),
          signed(part.contribution()),
          share(part.probability()));
    }
    int silent = contributions.parts().size() - parts.size();
    if (silent > 0) {
      out.printf(Locale.ROOT, "  %d others add nothing%n", silent);
    }
  }

  private void path(DecisionPaths.Path path) {
    out.printf(
        Locale.ROOT,
        "%ntree %d of %d nodes, %d deep, adds %s%n",
        path.tree(),
        path.nodes(),
        path.depth(),
        signed(path.added()));
    for (DecisionPaths.Step step : path.steps()) {
      String side = (step.isBelow() ? "below " : "not below ") + value((float) step.threshold());
      out.printf(
          Locale.ROOT,
          "  %s %s%n",
          step.feature(),
          Float.isNaN(step.value())
              ? "is missing, goes with those " + side
              : "= " + value(step.value()) + ", " + side);
    }
  }

  private void surrogate(LocalSurrogate.Explanation near) {
    out.printf(
        Locale.ROOT,
        "%na linear model nearby, fidelity %.3f (R²): effect of one deviation, on the %s scale%n",
        near.fidelity(),
        near.link().name().toLowerCase(Locale.ROOT));
    String row = "  %-" + width(near.features()) + "s %12s%n";
    IntStream.range(0, near.features().size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(near.effects().get(i))))
        .forEach(
            i ->
                out.printf(
                    Locale.ROOT, row, near.features().get(i), signed(near.effects().get(i))));
  }

  private void events(PredictionCase found, Map<SourcePosition, byte[]> inputs, boolean isRaw) {
    out.printf(
        Locale.ROOT,
        "%nevents behind it, %d%s%n",
        found.events().size(),
        found.earlier() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d logged before them (--events)", found.earlier()));
    for (FeatureRecord event : found.events()) {
      out.printf(
          Locale.ROOT,
          "  %s  #%-5d %-13s %-9s %s  %s%s%n",
          Instant.ofEpochMilli(event.ts()),
          sequence(event, found.prediction().entity()),
          event.type(),
          event.outcome().name().toLowerCase(Locale.ROOT),
          event.source(),
          PrintableBytes.show(event.eventId()),
          event.repaired().isEmpty() ? "" : "  repaired by " + String.join(", ", event.repaired()));
      if (isRaw) {
        byte[] bytes = inputs.get(event.source());
        out.println(
            "      "
                + (bytes == null
                    ? "the topic does not hold it any more"
                    : PrintableBytes.show(bytes, RAW_BYTES)));
      }
    }
  }

  static long sequence(FeatureRecord event, String entity) {
    return event.touched().stream()
        .filter(touch -> touch.entity().equals(entity))
        .mapToLong(Touch::sequence)
        .findFirst()
        .orElse(0);
  }

  private void line(String title, String text) {
    out.printf(Locale.ROOT, "  %-12s  %s%n", title, text);
  }

  private static int width(List<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(1);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.6f", value);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Whole numbers as such, others to six digits; {@code -} where there is none. */
  private static String value(float value) {
    if (Float.isNaN(value)) {
      return "-";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
