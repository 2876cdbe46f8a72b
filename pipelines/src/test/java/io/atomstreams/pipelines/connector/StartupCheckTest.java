package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.atomstreams.pipelines.connector.ClusterQuestions.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class StartupCheckTest {

  private static final AccessList ACCESS =
      new AccessList(Set.of("in", "log"), Set.of("out"), Set.of("log"), "group", "job");
  private static final Map<String, Set<AclOperation>> ALL =
      Map.of(
          "in", Set.of(AclOperation.READ, AclOperation.DESCRIBE),
          "out", Set.of(AclOperation.READ, AclOperation.WRITE),
          "log", Set.of(AclOperation.READ, AclOperation.WRITE));

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
    assertThat(problems(Duration.ofHours(3), Duration.ofHours(2), Map.of()))
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).contains("must be longer than"))
        .anySatisfy(p -> assertThat(p).contains("the broker allows 30m"))
        .anySatisfy(p -> assertThat(p).contains("[in, log, out]").contains("atom topics create"));
  }

  @Test
  void namesEachRightThatIsMissing() {
    Map<String, Set<AclOperation>> less =
        Map.of(
            "in", Set.of(AclOperation.DESCRIBE),
            "out", Set.of(AclOperation.WRITE),
            "log", Set.of());
    assertThat(problems(Duration.ofSeconds(10), Duration.ofMinutes(15), less))
        .containsExactlyInAnyOrder(
            "the job may not read topic in; allow it (atom topics acls lists all it needs)",
            "the job may not read topic out; allow it (atom topics acls lists all it needs)",
            "the job may not read and write topic log; allow it (atom topics acls lists all it"
                + " needs)");
  }

  @Test
  void aSinkAlsoReadsAndTheTransactionsNamesBeginWithThePrefixAndAHyphen() {
    assertThat(ACCESS.grants())
        .extracting(
            grant -> grant.resource() + " " + grant.pattern() + " " + grant.name(),
            grant -> new TreeSet<>(grant.operations()).toString())
        .containsExactly(
            tuple("TOPIC LITERAL in", "[READ]"),
            tuple("TOPIC LITERAL log", "[READ, WRITE]"),
            tuple("TOPIC LITERAL out", "[READ, WRITE]"),
            tuple("GROUP LITERAL group", "[READ]"),
            tuple("TRANSACTIONAL_ID PREFIXED job-", "[WRITE]"));
  }

  private static List<String> problems(
      Duration interval, Duration timeout, Map<String, Set<AclOperation>> allowed) {
    Map<String, Seen> topics = new HashMap<>();
    allowed.forEach((name, operations) -> topics.put(name, new Seen(true, operations, 1)));
    return StartupCheck.problems(
        new StartupCheck.Facts(
            interval, timeout, Optional.of(Duration.ofMinutes(30)), topics, true, Optional.empty()),
        ACCESS);
  }
}
