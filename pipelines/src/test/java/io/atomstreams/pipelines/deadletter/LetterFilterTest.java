package io.atomstreams.pipelines.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.SourcePosition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LetterFilterTest {

  @Test
  void takesAllUnlessAskedForLess() {
    assertThat(LetterFilter.ALL.test(SampleLetters.letter(1, "late"))).isTrue();
    assertThat(LetterFilter.ALL.test(nowhere())).isTrue();
  }

  @Test
  void choosesByReasonAndSourceTopic() {
    LetterFilter filter =
        new LetterFilter(
            Set.of("late", "unmapped"), Set.of("orders"), Optional.empty(), Optional.empty());
    SourcePosition orders = new SourcePosition("orders", 0, 1);
    assertThat(filter.test(SampleLetters.letter(orders, "late", "x"))).isTrue();
    assertThat(filter.test(SampleLetters.letter(orders, "empty", "x"))).isFalse();
    assertThat(filter.test(SampleLetters.letter(1, "late"))).isFalse();
    assertThat(filter.test(nowhere())).isFalse();
  }

  @Test
  void timesAreFromInclusiveToExclusive() {
    LetterFilter filter =
        new LetterFilter(
            Set.of(),
            Set.of(),
            Optional.of(SampleLetters.time(1)),
            Optional.of(SampleLetters.time(3)));
    assertThat(LongStream.range(0, 5).filter(at -> filter.test(SampleLetters.letter(at, "late"))))
        .containsExactly(1L, 2L);
  }

  private static StoredLetter nowhere() {
    return new StoredLetter(
        new SourcePosition("dead-letters", 0, 0),
        SampleLetters.time(0),
        "late",
        "",
        Optional.empty(),
        null,
        null);
  }
}
