package io.atomstreams.pipelines.command;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells a job something and waits until all its subtasks have done it. */
public final class JobDesk {

  private static final Duration POLL = Duration.ofMillis(200);

  private final CommandTopic topic;
  private final Clock clock;

  /**
   * A desk of one installation.
   *
   * @param clock for how long to wait
   */
  public JobDesk(CommandTopic topic, Clock clock) {
    this.topic = topic;
    this.clock = clock;
  }

  /**
   * What was said.
   *
   * @param position where the command stands
   * @param subtasks how many take in events; 0 while none has answered
   * @param done how many of them have done it
   */
  public record Answer(SourcePosition position, int subtasks, int done) {

    public boolean isComplete() {
      return subtasks > 0 && done == subtasks;
    }
  }

  /** Returns when the command is carried out, or after {@code patience}; it stands either way. */
  public Answer tell(JobCommand command, Duration patience) {
    SourcePosition position = topic.tell(command);
    long deadline = clock.millis() + patience.toMillis();
    Count count = new Count(position);
    try (TopicReader audit = topic.audit()) {
      audit.readToEnd(count::add);
      while (!count.answer().isComplete() && clock.millis() < deadline) {
        audit.poll(POLL, count::add);
      }
    }
    return count.answer();
  }

  /** Who has answered. */
  private static final class Count {

    private final SourcePosition position;
    private final BitSet done = new BitSet();
    private int subtasks;

    Count(SourcePosition position) {
      this.position = position;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      CommandTopic.done(record)
          .filter(said -> said.source().equals(position))
          .ifPresent(
              said -> {
                if (said.subtasks() != subtasks) {
                  done.clear(); // the job has started again with more or fewer
                  subtasks = said.subtasks();
                }
                done.set(said.subtask());
              });
    }

    Answer answer() {
      return new Answer(position, subtasks, done.cardinality());
    }
  }
}
