package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private final CircuitBreaker breaker = new CircuitBreaker();

  private int heldBack() {
    int calls = 0;
    while (!breaker.letsThrough()) {
      calls++;
    }
    return calls;
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  @Test
  void letsAFewFailuresPass() {
    fail(CircuitBreaker.FAILURES - 1);
    assertThat(breaker.letsThrough()).isTrue();
    breaker.succeeded();
    fail(CircuitBreaker.FAILURES - 1);
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void holdsCallsBackTwiceAsLongAfterEachFailedTrial() {
    fail(CircuitBreaker.FAILURES);
    assertThat(heldBack()).isEqualTo(16);
    breaker.failed();
    assertThat(heldBack()).isEqualTo(32);
    for (int i = 0; i < 20; i++) {
      breaker.failed();
      heldBack();
    }
    breaker.failed();
    assertThat(heldBack()).isEqualTo(CircuitBreaker.LONGEST_PAUSE);
  }

  @Test
  void closesAfterATrialThatSucceeds() {
    fail(CircuitBreaker.FAILURES);
    heldBack();
    breaker.succeeded();
    assertThat(heldBack()).isZero();
    fail(CircuitBreaker.FAILURES);
    assertThat(heldBack()).isEqualTo(16);
  }
}
