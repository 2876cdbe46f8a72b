package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.connector.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StartupCheckTest {

  private static final Set<String> ALL =
      Arrays.stream(Topic.values())
          .filter(topic -> topic != Topic.REDRIVEN && topic != Topic.PROFILES) // of no concern
          .map(topic -> topic.in("x."))
          .collect(Collectors.toSet());

  @Test
  void acceptsAnIntervalBelowATimeoutBelowTheBrokersMaximum() {
    assertThat(problems(Duration.ofSeconds(10), Duration.ofMinutes(15), ALL)).isEmpty();
  }

  @Test
  void acceptsATimeoutThatEqualsTheBrokersMaximum() {
    assertThat(problems(Duration.ofSeconds(10), Duration.ofMinutes(30), ALL)).isEmpty();
  }

  @Test
  void refusesATimeoutThatEndsBeforeTheNextCheckpoint() {
    assertThat(problems(Duration.ofMinutes(15), Duration.ofMinutes(15), ALL))
        .containsExactly(
            "kafka.transactionTimeout is 15m, must be longer than"
                + " execution.checkpointing.interval (15m)");
  }

  @Test
  void refusesAJobWithoutCheckpoints() {
    assertThat(problems(Duration.ZERO, Duration.ofMinutes(15), ALL))
        .singleElement()
        .asString()
        .startsWith("execution.checkpointing.interval is not set");
  }

  @Test
  void reportsAllProblemsTogether() {
    assertThat(problems(Duration.ofHours(3), Duration.ofHours(2), Set.of()))
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).contains("must be longer than"))
        .anySatisfy(p -> assertThat(p).contains("the broker allows 30m"))
        .anySatisfy(p -> assertThat(p).contains("x.predictions").contains("atom topics create"));
  }

  private static java.util.List<String> problems(
      Duration interval, Duration timeout, Set<String> topics) {
    return StartupCheck.problems(
        new StartupCheck.Facts(interval, timeout, Duration.ofMinutes(30), topics),
        StartupCheck.needed("x."));
  }
}
