package io.atomstreams.model.engine.ensemble;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelSignature;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The content of {@code ensemble.json}.
 *
 * @param method how the members' scores become one
 * @param members one or more
 * @param intercept of the meta-model of {@link Method#STACKING}; 0 for the others
 * @param hedge what the weights of {@link Method#HEDGE} were made from, so that learning can go on
 *     from here; absent for the others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnsembleSpec(
    Method method, List<Member> members, double intercept, HedgeState hedge) {

  /** How far a frozen weight may be from the one that the losses give. */
  private static final double SAME_WEIGHT = 1e-9;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** How the members' scores become one. */
  public enum Method {
    /** {@code Σ wᵢ sᵢ / Σ wᵢ} */
    @JsonProperty("mean")
    MEAN,
    /** {@code 1 / (1 + exp(−(intercept + Σ wᵢ · logit(sᵢ))))} (Wolpert 1992) */
    @JsonProperty("stacking")
    STACKING,
    /** As {@link #MEAN}, with the weights of {@link Hedge}. */
    @JsonProperty("hedge")
    HEDGE
  }

  /**
   * One model of the ensemble.
   *
   * @param directory where its files are, below the ensemble's own
   * @param engine who runs it
   * @param weight 0 or more, for stacking any number
   * @param signature what it takes and gives; it binds to the ensemble's features by name
   */
  public record Member(String directory, String engine, double weight, ModelSignature signature) {
    public Member {
      Objects.requireNonNull(directory, "a member needs a directory");
      Objects.requireNonNull(engine, "a member needs an engine");
      Objects.requireNonNull(signature, "a member needs a signature");
      if (!Double.isFinite(weight)) {
        throw new ModelException(
            "ensemble: the weight of member %s is %s; it must be finite"
                .formatted(directory, weight));
      }
    }
  }

  /**
   * What {@link Hedge} has seen.
   *
   * @param learningRate above 0
   * @param cumulativeLoss one per member, 0 or more
   */
  public record HedgeState(double learningRate, List<Double> cumulativeLoss) {
    public HedgeState {
      cumulativeLoss = List.copyOf(cumulativeLoss);
    }

    /** The weights that these losses give. */
    public double[] weights() {
      return new Hedge(
              learningRate, cumulativeLoss.stream().mapToDouble(Double::doubleValue).toArray())
          .weights();
    }
  }

  public EnsembleSpec {
    Objects.requireNonNull(method, "an ensemble needs a method");
    members = List.copyOf(Objects.requireNonNull(members, "an ensemble needs members"));
    requireMembers(members);
    if (method != Method.STACKING) {
      requireShares(method, members, intercept);
    } else if (!Double.isFinite(intercept)) {
      throw new ModelException("ensemble: the intercept is %s".formatted(intercept));
    }
    if ((method == Method.HEDGE) != (hedge != null)) {
      throw new ModelException(
          "ensemble: hedge needs its losses under the key hedge, the other methods have none");
    }
    if (hedge != null) {
      requireHedge(members, hedge);
    }
  }

  private static void requireMembers(List<Member> members) {
    if (members.isEmpty()) {
      throw new ModelException("ensemble: there are no members; one is the least");
    }
    Set<String> directories = new HashSet<>();
    for (Member member : members) {
      if (!directories.add(member.directory())) {
        throw new ModelException(
            "ensemble: member %s is listed twice; keep one".formatted(member.directory()));
      }
    }
  }

  private static void requireShares(Method method, List<Member> members, double intercept) {
    double sum = 0;
    for (Member member : members) {
      if (member.weight() < 0) {
        throw new ModelException(
            "ensemble: the weight of member %s is %s; below 0 is for stacking only"
                .formatted(member.directory(), member.weight()));
      }
      sum += member.weight();
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new ModelException(
          "ensemble: the weights add up to %s; the sum must be above 0".formatted(sum));
    }
    if (intercept != 0) {
      throw new ModelException(
          "ensemble: an intercept of %s is for stacking only, the method is %s"
              .formatted(intercept, method));
    }
  }

  private static void requireHedge(List<Member> members, HedgeState hedge) {
    if (hedge.cumulativeLoss().size() != members.size()) {
      throw new ModelException(
          "ensemble: %d members need as many cumulative losses, not %d"
              .formatted(members.size(), hedge.cumulativeLoss().size()));
    }
    double[] weights = hedge.weights();
    for (int i = 0; i < weights.length; i++) {
      if (!(Math.abs(weights[i] - members.get(i).weight()) <= SAME_WEIGHT)) {
        throw new ModelException(
            "ensemble: the weight of member %s is %s, its losses give %s; write the latter"
                .formatted(members.get(i).directory(), members.get(i).weight(), weights[i]));
      }
    }
  }

  /** The text of {@code ensemble.json}. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an ensemble is plain data and can always be written", e);
    }
  }

  /**
   * Reads {@link #toJson} back.
   *
   * @throws ModelException if the text is something else
   */
  public static EnsembleSpec fromJson(String json) {
    try {
      return MAPPER.readValue(json, EnsembleSpec.class);
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof ModelException misfit
          ? new ModelException(misfit.getMessage(), e)
          : new ModelException("not an ensemble: " + e.getOriginalMessage(), e);
    }
  }
}
