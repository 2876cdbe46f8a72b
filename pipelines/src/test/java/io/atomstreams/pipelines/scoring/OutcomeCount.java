package io.atomstreams.pipelines.scoring;

import io.atomstreams.pipelines.tracking.Accounting;
import io.atomstreams.pipelines.tracking.OutcomeTracker;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import org.apache.kafka.common.IsolationLevel;

/** Follows the output topics on a thread of its own and counts inputs with an outcome. */
final class OutcomeCount implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);

  private final TopicReader reader;
  private final OutcomeTracker tracker = new OutcomeTracker("", OutcomeTracker.Mode.LAST_WINS);
  private final Thread thread;
  private volatile long accounted;
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  OutcomeCount(TestInstallation installation, IsolationLevel isolation) {
    reader = new TopicReader(installation.client(), TestInstallation.topics().outputs(), isolation);
    thread = new Thread(this::follow, "count " + isolation);
    thread.start();
  }

  private void follow() {
    try (reader) {
      while (!stopped) {
        reader.poll(POLL, tracker::accept);
        Accounting account = tracker.accounting();
        accounted =
            account.scored()
                + account.updatedOnly()
                + account.duplicates()
                + account.allDeadLetters();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  long accounted() {
    if (failure != null) {
      throw new IllegalStateException("the count failed", failure);
    }
    return accounted;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the count ends", e);
    }
  }
}
