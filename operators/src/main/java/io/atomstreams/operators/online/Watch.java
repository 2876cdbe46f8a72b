package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.Detector;
import io.atomstreams.operators.drift.Detectors;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Prediction;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A detector on a stream of losses.
 *
 * @param id in the configuration
 * @param detector as {@link Detectors#parse} reads it
 * @param of whose losses: a scorer's or a learner's id
 * @param actions what follows a drift
 */
public record Watch(String id, String detector, String of, Loss loss, List<Action> actions)
    implements Serializable {

  /** What follows a drift. */
  public enum Action {
    ALERT("alert"),
    RESET_LEARNER("resetLearner"),
    REQUEST_TRAINING("requestTraining");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /** As it is written in the configuration and on topics. */
    public String word() {
      return word;
    }

    /** The action of this word. */
    public static Optional<Action> of(String word) {
      return Arrays.stream(values()).filter(action -> action.word.equals(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Action::word).toList();
    }
  }

  public Watch {
    actions = List.copyOf(actions);
    Detectors.parse(detector);
  }

  /** What it watches, in a word. */
  public String on() {
    return of + "." + loss.name().toLowerCase(Locale.ROOT);
  }

  Detector<?> parse() {
    return Detectors.parse(detector);
  }

  /** What the scorer that served said of an example; {@code NaN} if it is not known. */
  double servedProbability(Example example) {
    for (Example.Score score : example.scores()) {
      if (score.scorer().equals(of) && score.role() != Prediction.Role.SHADOW) {
        return score.probability();
      }
    }
    return Double.NaN;
  }
}
