package io.atomstreams.operators.scoring;

/**
 * Spares a failing model the calls it would fail anyway, and the records the time.
 *
 * <pre>
 *   closed ──3 failures in a row──► open for 16 calls ──► one trial ──succeeds──► closed
 *                                     ▲                       │
 *                                     └──twice as long────────┘ fails
 * </pre>
 *
 * <p>It counts calls, not time: an idle scorer learns nothing by waiting. The pause doubles up to
 * 4096 calls. After Nygard, <i>Release It!</i> (2007).
 */
final class CircuitBreaker {

  static final int FAILURES = 3;
  static final int FIRST_PAUSE = 16;
  static final int LONGEST_PAUSE = 4096;

  private int failures;
  private int pause = FIRST_PAUSE;
  private int left;

  /** Whether the next call is to be made; to be asked once a call. */
  boolean letsThrough() {
    if (left > 0) {
      left--;
      return false;
    }
    return true;
  }

  void succeeded() {
    failures = 0;
    pause = FIRST_PAUSE;
  }

  void failed() {
    failures++;
    if (failures >= FAILURES) {
      left = pause;
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
  }

  /** Whether calls are held back now. */
  boolean isOpen() {
    return left > 0;
  }
}
