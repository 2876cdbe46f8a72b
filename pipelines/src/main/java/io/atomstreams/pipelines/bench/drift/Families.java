package io.atomstreams.pipelines.bench.drift;

import io.atomstreams.model.NearestNames;
import java.util.List;

/** Every family of streams: one line each. */
public final class Families {

  public static final List<Family> ALL =
      List.of(
          errors("large", "0.2, then 0.5", Means.steps(Loss::error, 0.2, 0.5)),
          errors("middle", "0.2, then 0.3", Means.steps(Loss::error, 0.2, 0.3)),
          errors("small", "0.2, then 0.25", Means.steps(Loss::error, 0.2, 0.25)),
          errors("rare", "0.01, then 0.03", Means.steps(Loss::error, 0.01, 0.03)),
          errors("gradual", "0.2 to 0.4 over a tenth", Means.ramp(Loss::error, 0.2, 0.4, 0.1)),
          errors(
              "stairs", "0.1 to 0.5 in four steps", Means.steps(Loss::error, .1, .2, .3, .4, .5)),
          errors(
              "recurring", "0.1 and 0.4 in turn", Means.steps(Loss::error, .1, .4, .1, .4, .1, .4)),
          losses("losses", "beta, 0.2, then 0.3", Means.steps(Loss::beta, 0.2, 0.3)),
          losses("losses-gradual", "beta, 0.3 to 0.4", Means.ramp(Loss::beta, 0.3, 0.4, 0.1)),
          errors("runs", "0.1, then 0.3, in runs", Means.runs(0.1, 0.3, 0.2)),
          errors("sea", "a learner's, SEA", Learnt.errors(r -> new Learnt.Sea(7, 9.5), 0, 0.02)),
          errors(
              "stagger", "a learner's, STAGGER", Learnt.errors(r -> new Learnt.Stagger(), 0, 0.02)),
          errors(
              "hyperplane",
              "a learner's, a plane that turns",
              Learnt.errors(Learnt.Hyperplane::of, 0.05, 0.02)),
          errors(
              "circles", "a learner's, CIRCLES", Learnt.errors(r -> new Learnt.Circles(), 0, 0.02)),
          errors("pulse", "0.1, for a twentieth 0.25", Means.pulse(Loss::error, 0.1, 0.25, 0.05)),
          losses(
              "narrow", "nearly numbers, 0.3, then 0.31", Means.steps(Loss.triangle(.1), .3, .31)),
          losses(
              "wider",
              "no change of the mean: 0.3, +-0.05, then +-0.3",
              Means.wider(0.3, Loss.triangle(0.05), Loss.triangle(0.3))),
          errors("bursts", "no change: 12 of 0.6 in 500", Means.bursts(0.2, 0.6, 500, 12)),
          errors("season", "no change: 0.2, +-0.02", Means.season(0.2, 0.02, 1_000)),
          errors("steady", "no change: 0.2", Means.steps(Loss::error, 0.2)),
          losses("steady-losses", "no change: beta, 0.2", Means.steps(Loss::beta, 0.2)));

  private Families() {}

  private static Family errors(String name, String summary, Family.Maker make) {
    return new Family(name, "errors: " + summary, true, make);
  }

  private static Family losses(String name, String summary, Family.Maker make) {
    return new Family(name, "losses: " + summary, false, make);
  }

  /**
   * The family of this name.
   *
   * @throws IllegalArgumentException naming the nearest, or all there are
   */
  public static Family named(String name) {
    List<String> names = ALL.stream().map(Family::name).toList();
    return ALL.stream()
        .filter(family -> family.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no family %s; %s".formatted(name, NearestNames.hint(name, names))));
  }
}
