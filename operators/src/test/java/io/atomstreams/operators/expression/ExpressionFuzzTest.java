package io.atomstreams.operators.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.feature.EntityEvents;
import io.atomstreams.operators.feature.Measure;
import io.atomstreams.operators.feature.Reading;

/** Arbitrary text as a filter and as a value: refused in words, or evaluated on any event. */
class ExpressionFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void anyTextIsRefusedInWordsOrEvaluated(FuzzedDataProvider data) {
    String filter = data.consumeString(60);
    String value = data.consumeRemainingAsString();
    Reading reading;
    try {
      reading = new ExpressionReading(filter, value, Measure.ONE);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).message().isNotBlank();
      return;
    }
    for (EventType type : EventType.values()) {
      Event event = EntityEvents.event(type, "e", EntityEvents.START, 700);
      assertThat(reading.of(event)).isEqualTo(reading.of(event));
    }
    assertThat(reading.text()).doesNotContain("|", "\n");
  }
}
