package io.atomstreams.pipelines.tracking;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over what a topic holds when the follower is made, on the calling thread, and from then on
 * what comes to it, on a thread of its own. A broker that cannot be reached is asked again every
 * second; where records that were not read yet are gone, the partition is read again from what is
 * left, so that a record may be handed over twice. Only an error of another kind ends it.
 */
public final class TopicFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long ENDS_WITHIN_MS = 5_000;

  private final String name;
  private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
  private final Runnable first;
  private final Consumer<RuntimeException> whenLost;
  private final TopicReader reader;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Returns when everything that can be seen now was handed over.
   *
   * @param name of the thread, and in messages
   * @param open makes the reader, which the follower closes
   * @param first done on the follower's thread, before anything more is handed over
   * @param whenLost told why nothing more will come
   */
  public TopicFollower(
      String name,
      Supplier<TopicReader> open,
      Consumer<ConsumerRecord<byte[], byte[]>> listener,
      Runnable first,
      Consumer<RuntimeException> whenLost) {
    this.name = name;
    this.listener = listener;
    this.first = first;
    this.whenLost = whenLost;
    this.reader = open.get();
    try {
      reader.readToEnd(listener);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    thread = new Thread(this::follow, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try (reader) {
      first.run();
      followOn();
    }
  }

  private void followOn() {
    while (!closed) {
      try {
        reader.poll(POLL, listener);
      } catch (WakeupException e) {
        LOG.trace("{} was closed meanwhile, or woken in vain", name, e);
      } catch (InvalidOffsetException e) { // would be the answer for ever
        LOG.warn("{} is read again from its beginning: {}", name, e.toString());
        reader.goToBeginning(e.partitions());
      } catch (KafkaException e) {
        LOG.warn("{} cannot be read, trying again: {}", name, e.toString());
        LockSupport.parkNanos(POLL.toNanos());
      } catch (RuntimeException e) {
        LOG.error("{} is not followed any more", name, e);
        whenLost.accept(e);
        break;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.wakeUp();
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, ENDS_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
