package io.atomstreams.model.engine.xgboost;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.engine.trees.EnsembleLink;
import io.atomstreams.model.engine.trees.Tree;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An XGBoost model file, read without XGBoost: checked from end to end, since the library itself
 * trusts what it reads, and turned into the portable form.
 *
 * <p>Read are {@code binary:logistic}, {@code multi:softprob} and {@code reg:squarederror} with
 * boosted trees ({@code gbtree}) and numerical splits. XGBoost compares and adds in 32-bit floats;
 * the portable form takes the same thresholds, so that every row goes the same way, and adds in 64
 * bits: margins differ by the rounding of XGBoost's sums.
 */
public final class XgboostFile {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final ModelTree learner;
  private final ModelTree parameters;
  private final ModelTree model;
  private final String objective;
  private final int outputs;

  private XgboostFile(ModelTree root) {
    this.learner = root.requireObject().at("learner").requireObject();
    this.parameters = learner.at("learner_model_param").requireObject();
    this.objective = learner.at("objective").requireObject().at("name").text();
    requireTreeBooster(learner.at("gradient_booster").requireObject());
    this.model = learner.at("gradient_booster").at("model").requireObject();
    this.outputs = Math.max(1, parameters.at("num_class").parameter());
  }

  /**
   * Converts a model.
   *
   * @param file {@code model.json} or {@code model.ubj}
   * @param features what the columns are called; where the file has names, they must be these
   * @throws ModelException if it is no such model, if it is one of another kind, or has other
   *     features
   */
  public static TreeEnsemble read(byte[] file, List<String> features) {
    return new XgboostFile(new ModelTree("", parse(file))).ensemble(features);
  }

  /** The objectives that are read. */
  static EnsembleLink link(String objective) {
    return switch (objective) {
      case "binary:logistic" -> EnsembleLink.LOGIT;
      case "multi:softprob" -> EnsembleLink.SOFTMAX;
      case "reg:squarederror" -> EnsembleLink.IDENTITY;
      default ->
          throw new ModelException(
              "the objective is %s; binary:logistic, multi:softprob and reg:squarederror are run"
                  .formatted(objective));
    };
  }

  private static JsonNode parse(byte[] file) {
    try {
      boolean json = file.length > 1 && file[0] == '{' && (file[1] == '"' || file[1] <= ' ');
      return json ? MAPPER.readTree(file) : UbjReader.read(file);
    } catch (IOException e) {
      throw new ModelException("not an XGBoost model: " + e.getMessage(), e);
    }
  }

  private static void requireTreeBooster(ModelTree booster) {
    String name = booster.at("name").text();
    if (!name.equals("gbtree")) {
      throw new ModelException(
          "the booster is %s; only gbtree is run, train with booster=gbtree".formatted(name));
    }
  }

  private TreeEnsemble ensemble(List<String> features) {
    EnsembleLink link = link(objective);
    requireFeatures(features);
    requireOneTarget(link);
    return new TreeEnsemble(
        features, link, Collections.nCopies(outputs, base(link)), trees(features.size()));
  }

  private void requireFeatures(List<String> features) {
    int count = parameters.at("num_feature").parameter();
    String[] names = learner.has("feature_names") ? learner.at("feature_names").texts() : null;
    boolean named = names != null && names.length > 0;
    if (count != features.size() || (named && !features.equals(List.of(names)))) {
      throw new ModelException(
          "the XGBoost model has %d features%s, the manifest has %d: %s; train and save a new version"
              .formatted(
                  count, named ? ": " + Arrays.toString(names) : "", features.size(), features));
    }
  }

  private void requireOneTarget(EnsembleLink link) {
    int targets = parameters.has("num_target") ? parameters.at("num_target").parameter() : 1;
    if (targets != 1) {
      throw new ModelException("the XGBoost model has %d targets; one is run".formatted(targets));
    }
    if (link == EnsembleLink.SOFTMAX) {
      int classes =
          learner.at("objective").at("softmax_multiclass_param").at("num_class").parameter();
      if (classes != outputs) {
        throw parameters.broken("has %d classes, the objective %d".formatted(outputs, classes));
      }
    } else if (outputs != 1) {
      throw parameters.broken("has %d classes with %s".formatted(outputs, objective));
    }
  }

  /** The margin before the first tree; the file has what the objective makes of it. */
  private double base(EnsembleLink link) {
    ModelTree place = parameters.at("base_score");
    if (place.text().startsWith("[")) {
      throw new ModelException(
          "the XGBoost model has base_score %s, as XGBoost 3.1 and later write it; save it with 3.0"
              .formatted(place.text()));
    }
    float score;
    try {
      score = Float.parseFloat(place.text());
    } catch (NumberFormatException e) {
      throw new ModelException(place.broken("is " + place.text() + ", no number").getMessage(), e);
    }
    if (link != EnsembleLink.LOGIT) {
      return score;
    }
    if (!(score > 0 && score < 1)) {
      throw place.broken("is " + score + ", not between 0 and 1");
    }
    return -Math.log(1.0 / score - 1);
  }

  private List<Tree> trees(int features) {
    ModelTree all = model.at("trees");
    int count = all.size();
    ModelTree ensemble = model.at("gbtree_model_param").requireObject();
    if (ensemble.at("num_trees").parameter() != count) {
      throw ensemble.broken("does not state the number of trees, which is " + count);
    }
    requireRounds(count, ensemble.at("num_parallel_tree").parameter());
    int[] groups = model.at("tree_info").integers(count);
    List<Tree> trees = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      trees.add(new XgboostTree(all.at(i).requireObject(), i, features).convert(groups[i]));
    }
    return trees;
  }

  /** Which trees belong to which round; the library indexes trees by these numbers. */
  private void requireRounds(int trees, int parallel) {
    long perRound = (long) parallel * outputs;
    if (parallel < 1 || trees % perRound != 0) {
      throw model.broken("has %d trees in rounds of %d × %d".formatted(trees, outputs, parallel));
    }
    if (!model.has("iteration_indptr")) {
      return;
    }
    int[] rounds = model.at("iteration_indptr").integers((int) (trees / perRound) + 1);
    for (int round = 0; round < rounds.length; round++) {
      if (rounds[round] != round * perRound) {
        throw model
            .at("iteration_indptr")
            .broken("has %d at %d, not %d".formatted(rounds[round], round, round * perRound));
      }
    }
  }
}
