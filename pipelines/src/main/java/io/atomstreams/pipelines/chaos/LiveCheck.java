package io.atomstreams.pipelines.chaos;

import io.atomstreams.pipelines.chaos.oracle.Oracle;
import io.atomstreams.pipelines.chaos.oracle.Verdict;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Shows an {@link Oracle} everything on the topics while the run goes on: of the outputs what is
 * committed, then the inputs and the uncommitted view as far as they reach at that moment, and only
 * then the outputs in hand. So each is judged when all it follows from is known. A thread of its
 * own; an absent broker is waited for.
 */
final class LiveCheck implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration DECIDED_WITHIN = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = 50_000_000;

  private final Oracle oracle;
  private final TopicReader inputs;
  private final TopicReader committed;
  private final TopicReader uncommitted;
  private final Thread thread = new Thread(this::follow, "oracle");

  private volatile boolean stopped;
  private volatile long settled;
  private volatile long seen;
  private volatile boolean complete;
  private volatile Verdict verdict;
  private volatile String held = "";
  private volatile RuntimeException failure;

  /** Of an installation whose topics exist. */
  LiveCheck(Map<String, String> client, ScoringConfig config) {
    String prefix = config.kafka().topicPrefix();
    Map<String, String> patient = new HashMap<>(client);
    patient.put("default.api.timeout.ms", String.valueOf(Duration.ofMinutes(30).toMillis()));
    TopicCatalogue topics = TopicCatalogue.of(prefix);
    oracle = new Oracle(config, scorer -> new KafkaModelLog(patient, prefix));
    inputs = new TopicReader(patient, topics.inputs(), IsolationLevel.READ_COMMITTED);
    committed = new TopicReader(patient, topics.outputs(), IsolationLevel.READ_COMMITTED);
    uncommitted = new TopicReader(patient, topics.outputs(), IsolationLevel.READ_UNCOMMITTED);
    verdict = oracle.verdict();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void follow() {
    try {
      List<ConsumerRecord<byte[], byte[]>> hand = new ArrayList<>();
      while (!stopped) {
        hand.clear();
        committed.poll(POLL, hand::add);
        inputs.readToEnd(oracle::input);
        uncommitted.readToEnd(oracle::uncommitted);
        hand.forEach(oracle::committed);
        tell();
      }
      readOut();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void tell() {
    oracle.score(System.nanoTime());
    settled = oracle.settled();
    seen = oracle.inputs();
    complete = oracle.isComplete();
    verdict = oracle.verdict();
    held = oracle.held();
  }

  /** After the job has stopped: waits until the partitions know of every commit, and reads all. */
  private void readOut() {
    long deadline = System.nanoTime() + DECIDED_WITHIN.toNanos();
    while (!committed.end().equals(uncommitted.end()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    inputs.readToEnd(oracle::input);
    uncommitted.readToEnd(oracle::uncommitted);
    committed.readToEnd(oracle::committed);
    tell();
    verdict = oracle.finish();
  }

  /** Inputs that have their outcome. */
  long settled() {
    if (failure != null) {
      throw new IllegalStateException("the check failed: " + failure.getMessage(), failure);
    }
    return settled;
  }

  /** Whether this many inputs were seen and everything that must come of them is there. */
  boolean isComplete(long sent) {
    settled();
    return complete && seen >= sent;
  }

  /** What is known so far. */
  Verdict soFar() {
    return verdict;
  }

  /** How much is held in memory, in words. */
  String held() {
    return held;
  }

  /** Ends the check of a job that has stopped. */
  Verdict finish() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the check ends", e);
    }
    settled();
    return verdict;
  }

  @Override
  public void close() {
    stopped = true;
    committed.wakeUp();
    inputs.wakeUp();
    uncommitted.wakeUp();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      List.of(committed, inputs, uncommitted).forEach(TopicReader::close);
      oracle.close();
    }
  }
}
