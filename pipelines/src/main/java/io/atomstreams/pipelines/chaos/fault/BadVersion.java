package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearLink;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest.Golden;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import io.atomstreams.pipelines.chaos.fault.Delivery.Parcel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What can be wrong with a version that no job may take. */
enum BadVersion {
  /** Its file was changed on the way into the job's registry. */
  DAMAGED("has SHA-256") {
    @Override
    Parcel parcel(ModelRef ref, List<String> served, double intercept) {
      return linear(ref, served, intercept, 0);
    }
  },
  /** Its file breaks off, and the manifest says that it must. */
  CUT_SHORT("not linear weights") {
    @Override
    Parcel parcel(ModelRef ref, List<String> served, double intercept) {
      Parcel whole = linear(ref, served, intercept, 0);
      byte[] half = Arrays.copyOf(whole.content(), whole.content().length / 2);
      return new Parcel(whole.draft(), whole.file(), half);
    }
  },
  /** It takes a feature that nobody serves. */
  MISFIT("missing: unheard_of") {
    @Override
    Parcel parcel(ModelRef ref, List<String> served, double intercept) {
      List<String> more = new ArrayList<>(served);
      more.add("unheard_of");
      return linear(ref, more, intercept, 0);
    }
  },
  /** It computes something else than where it was packed. */
  CHANGED("golden vector 0 scored") {
    @Override
    Parcel parcel(ModelRef ref, List<String> served, double intercept) {
      return linear(ref, served, intercept, 0.01f);
    }
  };

  static final double BASE_RATE = 0.4;

  private static final float TOLERANCE = 1e-5f;

  private final String reason;

  BadVersion(String reason) {
    this.reason = reason;
  }

  /** What whoever refuses it must say. */
  String reason() {
    return reason;
  }

  /** In words. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Such a version, of which only the damaged one looks sound.
   *
   * @param intercept makes it another than those before
   */
  abstract Parcel parcel(ModelRef ref, List<String> served, double intercept);

  /** A regression that says the same of every row. */
  private static Parcel linear(
      ModelRef ref, List<String> features, double intercept, float goldenOff) {
    int columns = features.size();
    LinearWeights weights =
        new LinearWeights(
            features,
            false,
            Collections.nCopies(columns, 0.0),
            Collections.nCopies(columns, 1.0),
            Collections.nCopies(columns, 0.0),
            intercept);
    float score = (float) (1 / (1 + Math.exp(-intercept)));
    GoldenVector golden =
        new GoldenVector(Collections.nCopies(columns, 0f), List.of(score + goldenOff));
    ManifestDraft draft =
        new ManifestDraft(
                ref, "linear", ModelSignature.probability("rows", "score", features), BASE_RATE)
            .withGolden(new Golden(TOLERANCE, List.of(golden)));
    return parcel(draft, weights);
  }

  /**
   * A version that is sound by every check and gives no probability for many rows. With s = spend
   * within the hour, if that is all within the week: {@code s / 3000} up to 5000, which is too much
   * above 3000, and {@code NaN} above, where two of its terms overflow.
   *
   * @throws IllegalArgumentException if it is not told of these features
   */
  static Parcel unusable(ModelRef ref, List<String> served) {
    List<Double> weights = new ArrayList<>(Collections.nCopies(served.size(), 0.0));
    double overflows = Double.MAX_VALUE / 5_000;
    for (Map.Entry<String, Double> one :
        Map.of("spend_1h", overflows, "spend_1d", -overflows, "spend_7d", 1 / 3_000.0).entrySet()) {
      int column = served.indexOf(one.getKey());
      if (column < 0) {
        throw new IllegalArgumentException(
            "features %s: this version needs %s; leave the fault out, or declare it"
                .formatted(served, one.getKey()));
      }
      weights.set(column, one.getValue());
    }
    ModelSignature signature =
        new ModelSignature(
            List.of(TensorSpec.floatRows("rows", served.size())),
            List.of(TensorSpec.floatPerRow("score")),
            served,
            new ModelSignature.Score("score", 0, ModelSignature.Kind.VALUE));
    return parcel(
        new ManifestDraft(ref, "linear", signature, BASE_RATE),
        new LinearWeights(
            served,
            false,
            Collections.nCopies(served.size(), 0.0),
            Collections.nCopies(served.size(), 1.0),
            weights,
            0,
            LinearLink.IDENTITY,
            0,
            Map.of(),
            List.of()));
  }

  /** Rows on which that version looks well: all values of a row are the same. */
  static float[] harmlessRows(int columns) {
    float[] rows = new float[8 * columns];
    for (int row = 0; row < 8; row++) {
      Arrays.fill(rows, row * columns, (row + 1) * columns, 100f * row);
    }
    return rows;
  }

  private static Parcel parcel(ManifestDraft draft, LinearWeights weights) {
    return new Parcel(
        draft, LinearEngine.WEIGHTS_FILE, weights.toJson().getBytes(StandardCharsets.UTF_8));
  }
}
