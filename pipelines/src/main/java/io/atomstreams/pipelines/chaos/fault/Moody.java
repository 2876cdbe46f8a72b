package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.load.Mood;
import java.time.Duration;
import java.util.Locale;

/** Those who send behave oddly for a while. */
record Moody(Mood mood, Duration lasts) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    stage.mood(mood);
    try {
      Stage.pass(lasts);
    } finally {
      stage.mood(Mood.PLAIN);
    }
    return "load is %s for %d s".formatted(mood.name().toLowerCase(Locale.ROOT), lasts.toSeconds());
  }
}
