package io.atomstreams.pipelines.tracking;

import static io.atomstreams.pipelines.tracking.OutputRecords.INPUT;
import static io.atomstreams.pipelines.tracking.OutputRecords.alert;
import static io.atomstreams.pipelines.tracking.OutputRecords.by;
import static io.atomstreams.pipelines.tracking.OutputRecords.deadLetter;
import static io.atomstreams.pipelines.tracking.OutputRecords.features;
import static io.atomstreams.pipelines.tracking.OutputRecords.prediction;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.DeadLetter;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.tracking.OutcomeTracker.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutcomeTrackerTest {

  private static final TopicPartition PARTITION = new TopicPartition(INPUT, 0);

  private final OutputRecords records = new OutputRecords();
  private final OutcomeTracker strict = new OutcomeTracker("t.", Mode.STRICT);
  private final OutcomeTracker live = new OutcomeTracker("t.", Mode.LAST_WINS);

  /** Six inputs: scored, updated, duplicate, not JSON, late, scored. */
  private static List<Output> sound() {
    List<Output> outputs = new ArrayList<>();
    outputs.add(features(Outcome.SCORED, 0));
    outputs.add(prediction(0));
    outputs.add(features(Outcome.UPDATED, 1));
    outputs.add(features(Outcome.DUPLICATE, 2));
    outputs.add(deadLetter("not_json", 3));
    outputs.add(deadLetter("late", 4));
    outputs.add(features(Outcome.SCORED, 5));
    outputs.add(prediction(5));
    outputs.add(alert("a", 5));
    outputs.add(alert("b", 5));
    return outputs;
  }

  private void give(OutcomeTracker tracker, List<? extends Output> outputs) {
    outputs.forEach(output -> tracker.accept(records.of(output)));
  }

  @Test
  void accountsForEveryInputOfASoundRun() {
    strict.expect(PARTITION, 0, 6);
    give(strict, sound());

    Accounting account = strict.accounting();
    assertThat(account.in()).isEqualTo(6);
    assertThat(account.scored()).isEqualTo(2);
    assertThat(account.updatedOnly()).isEqualTo(1);
    assertThat(account.duplicates()).isEqualTo(1);
    assertThat(account.deadLetters()).containsEntry("late", 1L).containsEntry("not_json", 1L);
    assertThat(account.late()).isEqualTo(1);
    assertThat(account.predictions()).isEqualTo(2);
    assertThat(account.alerts()).isEqualTo(2);
    assertThat(account.exact()).isTrue();
    assertThat(strict.problems(10)).isEmpty();
  }

  @Test
  void theDeadLettersOfAnotherJobAreNoneOfItsInputs() {
    strict.expect(PARTITION, 0, 6);
    List<Output> outputs = sound();
    SourcePosition elsewhere = new SourcePosition("t.predictions", 0, 3);
    outputs.add(new DeadLetter("unreadable", "", null, new byte[] {1}, elsewhere, 0));
    give(strict, outputs);

    assertThat(strict.accounting().exact()).isTrue();
    assertThat(strict.problems(10)).isEmpty();
  }

  @Test
  void noticesARecordThatWasDropped() {
    strict.expect(PARTITION, 0, 6);
    List<Output> outputs = sound();
    outputs.remove(2);
    give(strict, outputs);

    assertThat(strict.accounting().lost()).isEqualTo(1);
    assertThat(strict.accounting().exact()).isFalse();
    assertThat(strict.problems(10)).containsExactly("t.sales-events-0@1 has no outcome: lost");
  }

  @Test
  void noticesARecordThatWasDoubled() {
    strict.expect(PARTITION, 0, 6);
    give(strict, sound());
    give(strict, List.of(deadLetter("late", 4), alert("b", 5)));

    assertThat(strict.accounting().doubled()).isEqualTo(2);
    assertThat(strict.accounting().exact()).isFalse();
    assertThat(strict.problems(10))
        .containsExactly(
            "t.sales-events-0@4 has more than one outcome or prediction: doubled",
            "t.alerts-0@2: alert b is there more than once");
  }

  @Test
  void noticesAPredictionThatIsMissing() {
    strict.expect(PARTITION, 0, 6);
    List<Output> outputs = sound();
    outputs.removeIf(output -> output.equals(prediction(5)));
    give(strict, outputs);

    assertThat(strict.accounting().missingPredictions()).isEqualTo(1);
    assertThat(strict.accounting().exact()).isFalse();
    assertThat(strict.problems(10))
        .containsExactly("t.sales-events-0@5 was scored and has no prediction");
  }

  @Test
  void asksForAPredictionOfEachScorer() {
    OutcomeTracker two = new OutcomeTracker("t.", Mode.STRICT, 2);
    two.expect(PARTITION, 0, 6);
    give(two, sound());
    give(two, List.of(by("second", prediction(0))));

    assertThat(two.accounting().predictions()).isEqualTo(3);
    assertThat(two.accounting().missingPredictions()).isEqualTo(1);
    assertThat(two.problems(10))
        .containsExactly("t.sales-events-0@5 was scored and has 1 predictions of 2");

    give(two, List.of(by("second", prediction(5))));

    assertThat(two.accounting().exact()).isTrue();
  }

  @Test
  void doesNotTakeAScorerItWasNotToldOf() {
    strict.expect(PARTITION, 0, 6);
    give(strict, sound());
    give(strict, List.of(by("second", prediction(0))));

    assertThat(strict.accounting().unreadable()).isEqualTo(1);
    assertThat(strict.problems(1).get(0)).contains("it is by the scorer second; all 1 are known");
  }

  @Test
  void noticesAPredictionTwiceAndOneWithoutAScore() {
    strict.expect(PARTITION, 0, 6);
    give(strict, sound());
    give(strict, List.of(prediction(0), prediction(1)));

    assertThat(strict.accounting().doubled()).isEqualTo(1);
    assertThat(strict.accounting().orphanPredictions()).isEqualTo(1);
    assertThat(strict.accounting().exact()).isFalse();
    assertThat(strict.problems(10))
        .containsExactly(
            "t.sales-events-0@0 has more than one outcome or prediction: doubled",
            "t.sales-events-0@1 has a prediction and was not scored");
  }

  @Test
  void noticesAnOutcomeOfSomethingThatIsNoInput() {
    strict.expect(PARTITION, 0, 5);
    give(strict, sound());

    assertThat(strict.accounting().unexpected()).isEqualTo(1);
    assertThat(strict.problems(1))
        .containsExactly("t.sales-events-0@5 has an outcome and is no input");
    strict.expect(PARTITION, 3, 6);
    assertThat(strict.accounting().exact()).isTrue();
  }

  @Test
  void namesWhatItCannotRead() {
    strict.accept(
        new ConsumerRecord<>("t.predictions", 0, 7, new byte[0], "rubbish".getBytes(US_ASCII)));
    assertThat(strict.accounting().unreadable()).isEqualTo(1);
    assertThat(strict.problems(1).get(0)).startsWith("t.predictions-0@7 cannot be read: ");
  }

  @Test
  void letsARepeatedAttemptReplaceTheAbortedOne() {
    live.expect(PARTITION, 0, 6);
    give(live, List.of(features(Outcome.SCORED, 4), prediction(4), alert("a", 5)));
    give(live, sound());

    Accounting account = live.accounting();
    assertThat(account.scored()).isEqualTo(2);
    assertThat(account.late()).isEqualTo(1);
    assertThat(account.predictions()).isEqualTo(2);
    assertThat(account.exact()).isTrue();
    assertThat(live.problems(10)).isEmpty();
  }

  @Test
  void takesOffsetsThatBeginAnywhere() {
    long first = 1L << 33;
    strict.expect(PARTITION, first, first + 100_000);
    give(strict, List.of(features(Outcome.UPDATED, first + 99_999)));
    assertThat(strict.accounting().lost()).isEqualTo(99_999);
    assertThat(strict.problems(1))
        .containsExactly("t.sales-events-0@" + first + " has no outcome: lost");
  }

  @Property(tries = 300)
  void agreesWithASlowAccountOfTheLastRecords(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 79) Integer> script) {
    OutcomeTracker tracker = new OutcomeTracker("t.", Mode.LAST_WINS);
    tracker.expect(PARTITION, 0, 16);
    Map<Long, String> last = new TreeMap<>();
    Map<Long, Boolean> predicted = new TreeMap<>();
    for (int step : script) {
      long offset = step % 16;
      switch (step / 16) {
        case 0 -> put(tracker, last, offset, "scored", features(Outcome.SCORED, offset));
        case 1 -> put(tracker, last, offset, "updated", features(Outcome.UPDATED, offset));
        case 2 -> put(tracker, last, offset, "late", deadLetter("late", offset));
        case 3 -> put(tracker, last, offset, "empty", deadLetter("empty", offset));
        default -> {
          tracker.accept(records.of(prediction(offset)));
          predicted.put(offset, true);
        }
      }
    }
    Accounting account = tracker.accounting();
    assertThat(account.scored()).isEqualTo(count(last, "scored"));
    assertThat(account.updatedOnly()).isEqualTo(count(last, "updated"));
    assertThat(account.late()).isEqualTo(count(last, "late"));
    assertThat(account.allDeadLetters()).isEqualTo(count(last, "late") + count(last, "empty"));
    assertThat(account.lost()).isEqualTo(16 - last.size());
    assertThat(account.missingPredictions())
        .isEqualTo(
            last.entrySet().stream()
                .filter(e -> e.getValue().equals("scored") && !predicted.containsKey(e.getKey()))
                .count());
  }

  private void put(
      OutcomeTracker tracker, Map<Long, String> last, long offset, String what, Output output) {
    tracker.accept(records.of(output));
    last.put(offset, what);
  }

  private static long count(Map<Long, String> last, String what) {
    return last.values().stream().filter(what::equals).count();
  }

  @Test
  void alertsOfAnotherJobAreNoOutcome() {
    strict.expect(PARTITION, 0, 6);
    give(strict, sound());
    var another = records.of(alert("c", 5));
    another.headers().add(Headers.JOB, Headers.text("learning"));
    strict.accept(another);

    assertThat(strict.accounting().alerts()).isEqualTo(2);
    assertThat(strict.problems(10)).isEmpty();
  }
}
