package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A LightGBM model file, read without LightGBM: checked from end to end, since the library itself
 * trusts what it reads, and turned into the portable form.
 *
 * <p>Read are the objectives {@code binary}, {@code multiclass} and those regressions whose margin
 * is the forecast, with numerical splits and constant leaves, in the versions v3 and v4 of the
 * format. Missing values, zeros among them, go where LightGBM sends them.
 */
public final class LightgbmFile {

  private static final List<String> VERSIONS = List.of("v3", "v4");
  private static final List<String> REGRESSIONS =
      List.of("regression", "regression_l1", "huber", "fair", "quantile", "mape");

  private final Section header;
  private final List<Section> trees;
  private final int outputs;
  private final String[] objective;

  private LightgbmFile(LightgbmText text) {
    this.header = text.header();
    this.trees = text.trees();
    this.outputs = header.integer("num_class");
    this.objective = header.words("objective");
    if (!VERSIONS.contains(header.text("version"))) {
      throw header.broken(
          "has the version %s; v3 and v4 are read".formatted(header.text("version")));
    }
    if (header.has("average_output")) {
      throw new ModelException(
          "the LightGBM model averages its trees, which is not run; train with boosting=gbdt");
    }
    if (outputs < 1
        || header.integer("num_tree_per_iteration") != outputs
        || trees.size() % outputs != 0) {
      throw header.broken(
          "has %d classes, %s trees a round and %d trees"
              .formatted(outputs, header.text("num_tree_per_iteration"), trees.size()));
    }
    header.integer("label_index");
  }

  /**
   * Converts a model.
   *
   * @param text of {@code model.txt}
   * @param features what the columns are called; where the file has names of its own, they must be
   *     these, blanks as {@code _}
   * @throws ModelException if it is no such model, if it is one of another kind, or has other
   *     features
   */
  public static TreeEnsemble read(String text, List<String> features) {
    LightgbmFile file = new LightgbmFile(LightgbmText.cut(text));
    file.requireFeatures(features);
    return file.ensemble(features);
  }

  private void requireFeatures(List<String> features) {
    String[] names = header.words("feature_names");
    int count = header.integer("max_feature_idx") + 1;
    if (names.length != count || header.words("feature_infos").length != count) {
      throw header.broken(
          "has %d features, %d names and %d ranges of them"
              .formatted(count, names.length, header.words("feature_infos").length));
    }
    List<String> wanted = features.stream().map(feature -> feature.replace(' ', '_')).toList();
    if (count != features.size() || (!isUnnamed(names) && !wanted.equals(List.of(names)))) {
      throw new ModelException(
          "the LightGBM model has %d features: %s, the manifest has %d: %s; train and save a new version"
              .formatted(count, Arrays.toString(names), features.size(), features));
    }
  }

  private static boolean isUnnamed(String[] names) {
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals("Column_" + i)) {
        return false;
      }
    }
    return true;
  }

  private TreeEnsemble ensemble(List<String> features) {
    EnsembleLink link = link();
    double scale = link == EnsembleLink.LOGIT ? steepness() : 1;
    List<Tree> converted = new ArrayList<>(trees.size());
    for (int i = 0; i < trees.size(); i++) {
      converted.add(new LightgbmTree(trees.get(i), features.size()).convert(i % outputs, scale));
    }
    return new TreeEnsemble(features, link, Collections.nCopies(outputs, 0.0), converted);
  }

  private EnsembleLink link() {
    String name = objective.length == 0 ? "" : objective[0];
    if (name.equals("binary") && outputs == 1) {
      return EnsembleLink.LOGIT;
    }
    if (name.equals("multiclass") && outputs > 1) {
      if (!option("num_class").equals(Integer.toString(outputs))) {
        throw header.broken("has %d classes and the objective %s".formatted(outputs, name));
      }
      return EnsembleLink.SOFTMAX;
    }
    if (REGRESSIONS.contains(name) && outputs == 1 && !List.of(objective).contains("sqrt")) {
      return EnsembleLink.IDENTITY;
    }
    throw new ModelException(
        "the objective is %s with %d classes; binary, multiclass and %s (without reg_sqrt) are run"
            .formatted(header.text("objective"), outputs, REGRESSIONS.stream().sorted().toList()));
  }

  /** What a margin is multiplied by before the logistic function: the option {@code sigmoid}. */
  private double steepness() {
    try {
      double sigmoid = Double.parseDouble(option("sigmoid"));
      if (sigmoid > 0 && sigmoid < Double.POSITIVE_INFINITY) {
        return sigmoid;
      }
    } catch (NumberFormatException e) {
      throw new ModelException(
          header.broken("has the objective " + header.text("objective")).getMessage(), e);
    }
    throw header.broken("has the objective " + header.text("objective"));
  }

  private String option(String key) {
    for (String word : objective) {
      if (word.startsWith(key + ":")) {
        return word.substring(key.length() + 1);
      }
    }
    throw header.broken("has an objective without " + key);
  }
}
